import type { Shapes } from '../api/client'
import { database } from './db'

/** What of the classifier a draft was filled in by. */
export interface Seen {
  version: number
  topic: string
  title: string
  questions: readonly Shapes['Question'][]
}

/** What a person has typed of an appeal so far. Photos lie in `photos` with the draft's id as their owner. */
export interface Draft {
  /** Also the Idempotency-Key of the appeal that it becomes: sent twice from two tabs it is filed once. */
  id: string
  values: Record<string, string>
  /** Ids of its photos in the order of the person; what the store has beyond them comes last. */
  photos?: readonly string[]
  /** So that only what has changed since is asked again. */
  seen?: Seen | undefined
  /** By the phone's clock: for showing, and for telling that another tab has written. */
  at: number
}

/** The appeal of this draft lies in the outbox already: another tab sent it. */
export class Taken extends Error {}

export async function draft(id: string): Promise<Draft | undefined> {
  return (await database()).get('drafts', id)
}

/** Newest first, without those that put an appeal of the outbox right. */
export async function drafts(): Promise<Draft[]> {
  const all = (await database()).transaction(['drafts', 'outbox'])
  const [found, out] = await Promise.all([all.objectStore('drafts').getAll(), all.objectStore('outbox').getAllKeys()])
  return found.filter(({ id }) => !out.includes(id)).sort((a, b) => b.at - a.at)
}

/** isEdit: it puts an appeal of the outbox right. Throws Taken, NoStore, QuotaExceededError. */
export async function saveDraft(made: Draft, isEdit = false): Promise<void> {
  const all = (await database()).transaction(['drafts', 'outbox'], 'readwrite')
  if (!isEdit && (await all.objectStore('outbox').getKey(made.id)) !== undefined) throw new Taken()
  await all.objectStore('drafts').put(made)
  await all.done
}

/** With its photos. Only a person does this, after a question. */
export async function dropDraft(id: string): Promise<void> {
  const all = (await database()).transaction(['drafts', 'photos'], 'readwrite')
  await all.objectStore('drafts').delete(id)
  for (const key of await all.objectStore('photos').index('for').getAllKeys(id)) await all.objectStore('photos').delete(key)
  await all.done
}
