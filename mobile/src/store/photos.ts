import { uuid } from '@lib/uuid'
import { database, type StoredPhoto } from './db'

/** Keeps a photo for the draft or appeal `owner`. Throws when there is no room: QuotaExceededError, NoStore. */
export async function addPhoto(owner: string, photo: Blob & { name?: string }): Promise<StoredPhoto> {
  const kept: StoredPhoto = {
    id: uuid(),
    for: owner,
    type: photo.type || 'image/jpeg',
    name: photo.name ?? '',
    bytes: await photo.arrayBuffer(),
  }
  await (await database()).add('photos', kept)
  return kept
}

export async function photosOf(owner: string): Promise<StoredPhoto[]> {
  return (await database()).getAllFromIndex('photos', 'for', owner)
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
