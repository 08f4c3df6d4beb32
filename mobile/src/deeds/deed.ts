/**
 * Of a reader, not of the author: support and follow, or end it. instead: another may have arrived before it, so that
 * taking this one back is a request of its own.
 */
export interface Turn {
  what: 'support' | 'follow'
  on: boolean
  instead?: boolean
}

/** What a person does with an appeal that is there. Each is sent once, under the id of its item. */
export type Deed = { number: string } & (
  | { what: 'rate'; stars: number; solved: boolean; words: string }
  | { what: 'reply'; words: string }
  | { what: 'clarify'; words: string }
  | { what: 'withdraw'; words: string }
  | { what: 'confirm' }
  | Turn
)

export type What = Deed['what']

export function isTurn(deed: Deed): deed is Turned {
  return deed.what === 'support' || deed.what === 'follow'
}

export type Turned = { number: string } & Turn

/** As its texts are called: to end a support is another thing than to give it. */
export function nameOf(deed: Deed): What | 'unsupport' | 'unfollow' {
  return isTurn(deed) && !deed.on ? `un${deed.what}` : deed.what
}
