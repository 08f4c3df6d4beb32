/**
 * A phone that was away: the app's own outbox, machine and client over a shelf in memory. What a browser adds
 * (IndexedDB, the lock of tabs, events) has tests of its own; here it is about many phones and one portal.
 */
import type { Wire } from '../src/api/client'
import { deliver, type Due, type Shelf, type Why } from '../src/outbox/deliver'
import { BUDGET, type Filing, type Item, made } from '../src/outbox/machine'
import { post } from '../src/outbox/post'

export { BUDGET }

/** What became of its one appeal. */
export interface Told {
  key: string
  number: string | null
  state: Item['state']
  /** What it stopped at: the code of the last problem. */
  trouble: string
  /** Rounds in which it tried; each failure takes one of the budget. */
  attempts: number
  requests: number
}

export interface Coming {
  key: string
  filing: Filing
  photos: ReadonlyMap<string, Blob>
  /** Of whoever is signed in; null: nobody. */
  access: string | null
}

/** By which phones wait. */
export interface Clock {
  now: () => number
  sleep: (ms: number) => Promise<void>
}

/** Sends until it has left or rests, exactly as an app that stays open and whose person does nothing. */
export async function comeBack(coming: Coming, wire: Wire, clock: Clock): Promise<Told> {
  const hand = new Hand(coming)
  let requests = 0
  const counting: Wire = {
    ...wire,
    fetch: (url, init) => {
      requests += 1
      return wire.fetch(url, init)
    },
  }
  const keys = { access: async () => coming.access, refused: () => {} }
  const world = {
    shelf: hand, post: post(counting, keys), random: Math.random, now: clock.now,
    alone: <T>(work: () => Promise<T>) => work(), changed: () => {},
  } // prettier-ignore
  const due: Due = new Map()
  let why: Why = 'chance'
  for (;;) {
    const next = await deliver(world, due, why)
    if (next === null) break
    await clock.sleep(next)
    why = 'clock'
  }
  const { number, state, trouble } = hand.item
  return { key: coming.key, number, state, trouble: trouble?.code ?? '', attempts: hand.attempts, requests }
}

/** What a hand holds: one item, where the app has its database. */
class Hand implements Shelf {
  item: Item
  attempts = 0
  private readonly photos: ReadonlyMap<string, Blob>

  constructor({ key, filing, photos }: Coming) {
    this.photos = photos
    this.item = made(key, filing, filing.topic, [...photos.keys()], 0)
  }

  async items(): Promise<Item[]> {
    return [this.item]
  }

  async photo(id: string): Promise<Blob | null> {
    return this.photos.get(id) ?? null
  }

  async change(_id: string, how: (item: Item) => Item): Promise<Item> {
    const before = this.item.state
    this.item = how(this.item)
    if (this.item.state === 'sending' && before !== 'sending') this.attempts += 1
    return this.item
  }
}
