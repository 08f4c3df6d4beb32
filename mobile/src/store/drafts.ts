import { database } from './db'

/** What a person has typed of an appeal so far. Photos lie in `photos` with the draft's id as their owner. */
export interface Draft {
  id: string
  values: Record<string, string>
  /** By the phone's clock: for showing only. */
  at: number
}

/** The one draft of the simple form; a list of drafts takes ids of its own. */
export const REPORT = 'report'

export async function draft(id: string): Promise<Draft | undefined> {
  return (await database()).get('drafts', id)
}

export async function saveDraft(id: string, values: Record<string, string>): Promise<void> {
  await (await database()).put('drafts', { id, values, at: Date.now() })
}

/** With its photos. */
export async function dropDraft(id: string): Promise<void> {
  const all = (await database()).transaction(['drafts', 'photos'], 'readwrite')
  await all.objectStore('drafts').delete(id)
  for (const key of await all.objectStore('photos').index('for').getAllKeys(id)) await all.objectStore('photos').delete(key)
  await all.done
}

/** Without its photos: they have gone on with the item. */
export async function forgetDraft(id: string): Promise<void> {
  await (await database()).delete('drafts', id)
}
