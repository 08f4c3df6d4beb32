import type { Shelf } from '../outbox/deliver'
import type { Item } from '../outbox/machine'
import { database } from './db'
import { photo } from './photos'

/** The outbox on this device. */
export const shelf: Shelf = {
  items: async () => (await database()).getAll('outbox'),
  photo,
  async change(id, how) {
    const all = (await database()).transaction(['outbox', 'photos'], 'readwrite')
    const was = await all.objectStore('outbox').get(id)
    if (!was) return null
    const is = how(was)
    if (is.id !== id) {
      await all.objectStore('outbox').delete(id)
      for (const photo of await all.objectStore('photos').index('for').getAll(id)) {
        await all.objectStore('photos').put({ ...photo, for: is.id })
      }
    }
    await all.objectStore('outbox').put(is)
    if (is.state === 'sent') {
      for (const key of await all.objectStore('photos').index('for').getAllKeys(is.id)) await all.objectStore('photos').delete(key)
    }
    await all.done
    return is
  },
}

/** The draft with its photos becomes an item, in one transaction: it is never in both places and never in none. */
export async function putOut(item: Item, draft: string): Promise<void> {
  const all = (await database()).transaction(['outbox', 'photos', 'drafts'], 'readwrite')
  await all.objectStore('outbox').add(item)
  for (const id of item.photos) {
    const kept = await all.objectStore('photos').get(id)
    if (kept) await all.objectStore('photos').put({ ...kept, for: item.id })
  }
  await all.objectStore('drafts').delete(draft)
  await all.done
}

/** With its photos and what was typed to put it right. Only a person does this, after a question. */
export async function drop(item: Item): Promise<void> {
  const all = (await database()).transaction(['outbox', 'photos', 'drafts'], 'readwrite')
  await all.objectStore('outbox').delete(item.id)
  await all.objectStore('drafts').delete(item.id)
  for (const key of await all.objectStore('photos').index('for').getAllKeys(item.id)) await all.objectStore('photos').delete(key)
  await all.done
}
