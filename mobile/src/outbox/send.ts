import { wire } from '../api/wire'
import { setting } from '../store/settings'
import { tokens, who } from '../account/here'
import { arrived } from '../account/stand'
import { type Deed, isTurn } from '../deeds/deed'
import { postDeed } from '../deeds/post'
import { deeds, shelf } from '../store/outbox'
import { deliver, type Due, type Why } from './deliver'
import type { Item } from './machine'
import { post } from './post'

const LOCK = 'otklik-outbox'
export const SYNC_TAG = 'outbox'
const due: Due = new Map()
const dueDeeds: Due = new Map()
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('otklik-outbox')
const listeners = new Set<() => void>()
channel?.addEventListener('message', () => listeners.forEach((listener) => listener()))

/** Called whenever something in the outbox is different, also by another tab or the worker. Returns the way out. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function changed(): void {
  channel?.postMessage(null)
  listeners.forEach((listener) => listener())
}

/** One round in this page or worker: appeals first, then what is done with those that are there; see `deliver`. */
export async function round(why: Why): Promise<number | null> {
  const network = wire(await setting('language', 'ru'))
  const person = (await who())?.email ?? null
  const mayGo = (item: Item<unknown>) => !item.account || item.account === person
  const here = { random: Math.random, now: () => performance.now(), alone, changed, mayGo }
  // Where no attempt is made, nothing can have arrived: a second press takes it back without asking anybody.
  const mayTurn = (item: Item<Deed>) => mayGo(item) && (navigator.onLine !== false || !isTurn(item.filing))
  const next = await deliver({ ...here, shelf, post: post(network, tokens) }, due, why)
  const nextDeed = await deliver({ ...here, mayGo: mayTurn, shelf: deeds, post: postDeed(network, tokens, arrived) }, dueDeeds, why)
  if (next === null || nextDeed === null) return next ?? nextDeed
  return Math.min(next, nextDeed)
}

let busy = false

/** One lock over all tabs and the worker. Without locks (Safari before 15.4) at least one round a page: keys do the rest. */
async function alone<T>(work: () => Promise<T>): Promise<T | null> {
  if (busy) return null
  busy = true
  try {
    if (typeof navigator.locks === 'undefined') return await work()
    return await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : null))
  } finally {
    busy = false
  }
}
