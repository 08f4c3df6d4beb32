/** A secret of this device: what keeps the person signed in. The phone's own safe in an app of a store. */
export interface Safe {
  read(): Promise<string | null>
  keep(secret: string): Promise<void>
  empty(): Promise<void>
}

export { safe } from '@here/safe'
