import type { Shapes } from '../api/client'

/** What an author does with an appeal that is there. Each is sent once, under the id of its item. */
export type Deed = { number: string } & (
  | { what: 'rate'; stars: number; solved: boolean; words: string }
  | { what: 'reply'; words: string }
  | { what: 'clarify'; words: string }
  | { what: 'withdraw'; words: string }
  | { what: 'confirm' }
)

export type What = Deed['what']
type Stage = Shapes['State']

/** In which stage the appeal will be once it has arrived; null: as it was. For showing, the portal decides. */
export function stageAfter(deed: Deed): Stage | null {
  if (deed.what === 'rate') return deed.solved ? 'closed' : 'returned'
  if (deed.what === 'withdraw') return 'withdrawn'
  return deed.what === 'clarify' ? null : 'moderation'
}
