import { uuid } from '@lib/uuid'
import type { Paper } from '../outbox/deliver'
import { database, type StoredPhoto } from './db'

/**
 * Keeps a photo for the draft or appeal `owner`. spot: where it was taken; it stays on this device until the person
 * takes it as the place of the appeal. Throws when there is no room: QuotaExceededError, NoStore.
 */
export async function addPhoto(owner: string, photo: Blob & { name?: string }, spot: StoredPhoto['spot'] = null): Promise<StoredPhoto> {
  const kept: StoredPhoto = {
    id: uuid(),
    for: owner,
    type: photo.type || 'image/jpeg',
    name: photo.name ?? '',
    bytes: await photo.arrayBuffer(),
    spot,
  }
  await (await database()).add('photos', kept)
  return kept
}

/** In this order; what it does not name comes last. */
export async function photosOf(owner: string, order: readonly string[] = []): Promise<StoredPhoto[]> {
  const found = (await (await database()).getAllFromIndex('photos', 'for', owner)).filter((one) => one.question === undefined)
  const place = ({ id }: StoredPhoto) => (order.includes(id) ? order.indexOf(id) : order.length)
  return found.sort((a, b) => place(a) - place(b))
}

export async function photo(id: string): Promise<Blob | null> {
  const kept = await (await database()).get('photos', id)
  return kept ? blob(kept) : null
}

export function blob(kept: StoredPhoto): Blob {
  return new Blob([kept.bytes], { type: kept.type })
}

export async function dropPhoto(id: string): Promise<void> {
  await (await database()).delete('photos', id)
}

/** A document for the draft or appeal `owner`, as the answer to a question. Throws QuotaExceededError, NoStore. */
export async function addDocument(owner: string, question: string, file: File): Promise<StoredPhoto> {
  const kept: StoredPhoto = { id: uuid(), for: owner, type: file.type, name: file.name, bytes: await file.arrayBuffer(), question }
  await (await database()).add('photos', kept)
  return kept
}

/** By name. */
export async function documentsOf(owner: string): Promise<StoredPhoto[]> {
  const found = await (await database()).getAllFromIndex('photos', 'for', owner)
  return found.filter((one) => one.question !== undefined).sort((a, b) => a.name.localeCompare(b.name))
}

/** A document as it is sent; null: it is gone. */
export async function paper(id: string): Promise<Paper | null> {
  const kept = await (await database()).get('photos', id)
  return kept?.question === undefined ? null : { question: kept.question, name: kept.name, bytes: blob(kept) }
}
