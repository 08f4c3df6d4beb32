import { uuid } from '@lib/uuid'
import type { Shapes } from '../api/client'
import { type Item, made } from '../outbox/machine'
import { changed } from '../outbox/send'
import { queued } from '../outbox/triggers'
import { putTurn } from '../store/outbox'
import { type Deed, isTurn, type Turned } from './deed'

export type Stand = Pick<Shapes['Stand'], 'mine' | 'supports' | 'follows' | 'supporters'>

/** «Поддержать», «Следить» or their end: kept, sent now or when there is a network. Throws NoStore. */
export async function turn(deed: Turned, title: string): Promise<void> {
  await putTurn(made(uuid(), deed, title, [], Date.now()))
  changed()
  void queued()
}

/** Of these items the turns of this appeal that have not left; of nobody else's account. */
export function turnsOf(items: readonly Item<Deed>[], number: string, account: string): Item<Turned>[] {
  const is = (item: Item<Deed>): item is Item<Turned> => isTurn(item.filing)
  return items.filter(is).filter((item) => item.state !== 'sent' && item.filing.number === number && item.account === account)
}

/** As the person has left it: what waits counts as done, what the portal refused does not. */
export function turned(stand: Stand, waiting: readonly Pick<Item<Turned>, 'state' | 'filing'>[]): Stand {
  return waiting.filter(({ state }) => state !== 'needs_person').reduce((so, { filing }) => after(so, filing), stand)
}

/** Once the portal has it. */
export function after(stand: Stand, { what, on }: Turned): Stand {
  if (what === 'follow') return { ...stand, follows: on }
  return { ...stand, supports: on, supporters: Math.max(0, stand.supporters + Number(on) - Number(stand.supports)) }
}
