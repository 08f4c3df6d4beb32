import { database } from './db'
import { unsent } from './outbox'

/** How many of each are kept here; bytes: of everything together, null where the browser does not say. */
export interface Counted {
  outbox: number
  drafts: number
  kept: number
  own: number
  bytes: number | null
}

/** Throws NoStore. */
export async function counted(): Promise<Counted> {
  const db = await database()
  const [waiting, drafts, kept, own] = await Promise.all([unsent(), db.count('drafts'), db.count('kept'), db.count('own')])
  const used = await navigator.storage?.estimate?.().catch(() => undefined)
  return { outbox: waiting.length, drafts, kept, own, bytes: used?.usage ?? null }
}

/** What the portal gives again. Drafts, photos and the outbox are the person's own and stay. Throws NoStore. */
export async function clearReadable(): Promise<void> {
  const db = await database()
  await db.clear('kept')
  await db.clear('own')
}
