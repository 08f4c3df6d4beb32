/** An appeal sent on to somebody by another program. */
export interface Share {
  /** Call it from a press of a button. Throws nothing. */
  send(what: Shared): Promise<Sharing>
}

export interface Shared {
  title: string
  text: string
  /** Whole address on the portal: whoever gets it may not have the app. */
  url: string
}

/** copied: this browser cannot share, the address lies in the clipboard. impossible: not even that. */
export type Sharing = 'sent' | 'copied' | 'closed' | 'impossible'

export { share } from '@here/share'
