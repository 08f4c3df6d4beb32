import { Problem } from '../api/problem'
import { begun, failed, type Filing, isOpen, isSpent, type Item, photoArrived, sent } from './machine'

/** A document: what it answers, how its file is called, and what is in it. */
export interface Paper {
  question: string
  name: string
  bytes: Blob
}

/** Where items and photos lie. `change` gives null where the item is gone: deleted in another tab, it stays deleted. */
export interface Shelf<F = Filing> {
  items(): Promise<Item<F>[]>
  change(id: string, how: (item: Item<F>) => Item<F>): Promise<Item<F> | null>
  photo(id: string): Promise<Blob | null>
  /** Of items that have documents. */
  paper?(id: string): Promise<Paper | null>
}

/** The portal. All throw Problem; all may be repeated with the same arguments. */
export interface Post<F = Filing> {
  photo(id: string, key: string, bytes: Blob): Promise<void>
  paper?(id: string, key: string, paper: Paper): Promise<void>
  appeal(filing: F, photos: readonly string[], key: string, documents: readonly string[]): Promise<{ number: string; stage: string }>
}

export interface World<F = Filing> {
  shelf: Shelf<F>
  post: Post<F>
  /** False: it waits for its own person to sign in, and costs no attempt until then. */
  mayGo?: (item: Item<F>) => boolean
  random: () => number
  /** Milliseconds of a clock that only runs forward: performance.now. */
  now: () => number
  /** Runs it where nobody else does; null when another tab or the worker is at it. */
  alone: <T>(work: () => Promise<T>) => Promise<T | null>
  /** Something in the outbox is different: pages draw it anew. */
  changed: () => void
}

/** When each item may be tried again, by the world's clock; lives as long as the page or worker. */
export type Due = Map<string, number>

/** Why it is tried now. `clock`: a wait is over; `chance`: online, opening, seen again; `person`: the button. */
export type Why = 'clock' | 'chance' | 'person'

/**
 * Sends what is due, one after the other. Returns in how many milliseconds the next is due; null: nothing will be by
 * itself. An item that failed is not tried twice in a round.
 */
export async function deliver<F = Filing>(world: World<F>, due: Due, why: Why): Promise<number | null> {
  const next = await world.alone(async () => {
    for (const item of await ordered(world)) {
      if (!isDue(item, due, why, world.now())) continue
      const after = await attempt(world, item)
      if (after) due.set(item.id, world.now() + after.waitMs)
    }
    return soonest(await ordered(world), due, world.now())
  })
  // Another tab sends: look again when it may have stopped.
  return next === null ? BUSY_MS : next.ms
}

const BUSY_MS = 5_000

async function ordered<F>(world: World<F>): Promise<Item<F>[]> {
  const open = (await world.shelf.items()).filter((item) => isOpen(item) && (world.mayGo?.(item) ?? true))
  return open.sort((a, b) => a.madeAt - b.madeAt)
}

function isDue(item: Item<unknown>, due: Due, why: Why, now: number): boolean {
  if (why === 'person') return true
  const at = due.get(item.id)
  if (item.isTold) {
    // In a new page the wait that the portal named begins anew: how long we were away no clock of ours knows.
    if (at === undefined) due.set(item.id, now + item.waitMs)
    return (at ?? now + item.waitMs) <= now && (why === 'chance' || !isSpent(item))
  }
  if (why === 'chance' || at === undefined) return true
  return at <= now && !isSpent(item)
}

function soonest(items: Item<unknown>[], due: Due, now: number): { ms: number | null } {
  const waits = items.filter((item) => !isSpent(item)).map((item) => Math.max(0, (due.get(item.id) ?? now) - now))
  return { ms: waits.length ? Math.min(...waits) : null }
}

/** The item afterwards; null: it was deleted meanwhile. */
async function attempt<F>(world: World<F>, item: Item<F>): Promise<Item<F> | null> {
  const change = async (how: (was: Item<F>) => Item<F>) => {
    const is = await world.shelf.change(item.id, how)
    world.changed()
    return is
  }
  let at = await change(begun)
  if (at?.state !== 'sending') return null
  try {
    for (const id of item.photos) {
      if (!at) return null
      if (at.arrived.includes(id)) continue
      const bytes = await world.shelf.photo(id)
      if (!bytes) throw new Problem({ status: 422, code: 'photo_lost' })
      await world.post.photo(id, item.id, bytes)
      at = await change((was) => photoArrived(was, id))
    }
    for (const id of item.documents ?? []) {
      if (!at) return null
      if (at.arrived.includes(id)) continue
      const paper = await world.shelf.paper?.(id)
      if (!paper) throw new Problem({ status: 422, code: 'photo_lost' })
      await world.post.paper?.(id, item.id, paper)
      at = await change((was) => photoArrived(was, id))
    }
    if (!at) return null
    const { number, stage } = await world.post.appeal(at.filing, at.photos, at.id, at.documents ?? [])
    return await change((was) => sent(was, number, stage))
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure
    return change((was) => failed(was, failure, world.random))
  }
}
