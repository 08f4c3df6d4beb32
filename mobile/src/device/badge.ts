/** The number on the app's icon. */
export interface Badge {
  /** 0 takes it away. Throws nothing: where icons carry no numbers nothing happens. */
  show(count: number): Promise<void>
}

export { badge } from '@here/badge'
