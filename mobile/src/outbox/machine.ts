import type { Shapes } from '../api/client'
import type { Choice, Problem } from '../api/problem'

/** What the portal takes, without its files: these are named when they have arrived. */
export type Filing = Omit<Shapes['Filing'], 'photos' | 'documents'>
export type State = 'waiting' | 'sending' | 'needs_person' | 'sent'

export interface Trouble {
  status: number
  code: string
  detail: string
  fields: Readonly<Record<string, string>>
  choices: readonly Choice[]
}

/** One appeal on its way out, or what its author does with one that is there (`F`: a deed). */
export interface Item<F = Filing> {
  /** Also its Idempotency-Key, from creation on: whatever is repeated, the portal files it once. */
  id: string
  filing: F
  /** For the list: the classifier may have changed by then. */
  title: string
  /** E-mail of the person in whose name it goes; null: nobody was signed in. Of nobody else's account it is sent. */
  account: string | null
  /** In the store `photos`; each is sent once under its own id. */
  photos: readonly string[]
  /** The same of documents. */
  documents?: readonly string[]
  arrived: readonly string[]
  state: State
  /** Attempts in a row that failed. */
  tries: number
  /** How long to wait after the last attempt, in milliseconds of a clock that nobody sets. */
  waitMs: number
  /** The portal named the wait: opening the app does not shorten it. */
  isTold: boolean
  trouble: Trouble | null
  number: string | null
  stage: string | null
  /** By the phone's clock: for showing only. */
  madeAt: number
  /** The same, of when the number came. */
  sentAt?: number
  /** As it was typed, with the names of what was chosen: for putting it right. */
  typed?: Readonly<Record<string, string>>
}

/**
 * Attempts without an answer, 23 minutes at least, to the end of which the item rests: then each opening, `online` and
 * the button try once. Ten thousand phones that come back to one process need up to nine (`./bench comeback`).
 */
export const BUDGET = 12
const FIRST_MS = 2_000
const LONGEST_MS = 15 * 60_000

export function made<F = Filing>(id: string, filing: F, title: string, photos: readonly string[], madeAt: number): Item<F> {
  return {
    id, filing, title, photos, madeAt, account: null,
    arrived: [], state: 'waiting', tries: 0, waitMs: 0, isTold: false, trouble: null, number: null, stage: null,
  } // prettier-ignore
}

/** `sending` of a tab that was killed is as good as waiting: only one place sends at a time. */
export function isOpen(item: Item<unknown>): boolean {
  return item.state === 'waiting' || item.state === 'sending'
}

export function isSpent(item: Item<unknown>): boolean {
  return item.tries >= BUDGET
}

/** Whatever is no longer open is left as it is: its person has begun to put it right a moment ago. */
export function begun<F = Filing>(item: Item<F>): Item<F> {
  return !isOpen(item) ? item : { ...item, state: 'sending', trouble: null }
}

export function photoArrived<F = Filing>(item: Item<F>, photo: string): Item<F> {
  return { ...item, arrived: [...item.arrived.filter((one) => one !== photo), photo] }
}

export function sent<F = Filing>(item: Item<F>, number: string, stage: string): Item<F> {
  return { ...item, state: 'sent', tries: 0, waitMs: 0, isTold: false, trouble: null, number, stage }
}

/**
 * After an attempt that failed. What passes by itself waits, longer each time and never at the same moment as others
 * (many phones come back at once); what does not, waits for its person with the portal's words.
 */
export function failed<F = Filing>(item: Item<F>, problem: Problem, random: () => number): Item<F> {
  const { status, code, detail, fields, choices } = problem
  const trouble: Trouble = { status, code, detail, fields, choices }
  if ((code === 'photo_missing' || code === 'document_missing') && item.arrived.length > 0) {
    // The portal keeps photos a month; here they still are.
    return { ...item, state: 'waiting', arrived: [], waitMs: 0, isTold: false, tries: item.tries + 1, trouble }
  }
  if (!problem.passes) return { ...item, state: 'needs_person', waitMs: 0, isTold: false, trouble }
  const told = problem.retryAfterMs
  // The portal names the least wait: it does not know how many were told the same.
  const waitMs = (told ?? 0) + spread(Math.min(LONGEST_MS, FIRST_MS * 2 ** item.tries), random)
  return { ...item, state: 'waiting', tries: item.tries + 1, waitMs, isTold: told !== null, trouble }
}

/**
 * Its second half by chance. By chance altogether, a phone might have used its budget up while the portal stands still
 * for some minutes.
 */
function spread(ms: number, random: () => number): number {
  return ms / 2 + (random() * ms) / 2
}

/** The person has put something right, or asks to try at once. The key stays: nothing was filed under it. */
export function again<F = Filing>(item: Item<F>, filing: F = item.filing): Item<F> {
  return { ...item, filing, state: 'waiting', tries: 0, waitMs: 0, isTold: false, trouble: null }
}

/** After `key_taken`: as a new appeal, since another one was filed under the old key. */
export function anew<F = Filing>(item: Item<F>, id: string): Item<F> {
  return { ...again(item), id, arrived: [], number: null, stage: null }
}
