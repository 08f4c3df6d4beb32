import type { Shelf } from '../outbox/deliver'
import type { Deed, Turned } from '../deeds/deed'
import { replacing } from '../deeds/replace'
import type { Filing, Item } from '../outbox/machine'
import { database } from './db'
import { Taken } from './drafts'
import { paper, photo } from './photos'
import { setting } from './settings'

/** Items of one store with their photos. */
function shelfOf<F extends Filing | Deed>(store: 'outbox' | 'deeds'): Shelf<F> {
  return {
    items: async () => (await (await database()).getAll(store)) as Item<F>[],
    photo,
    paper,
    async change(id, how) {
      const all = (await database()).transaction([store, 'photos', 'drafts'], 'readwrite')
      const [out, photos] = [all.objectStore(store), all.objectStore('photos')]
      const was = (await out.get(id)) as Item<F> | undefined
      if (!was) return null
      const is = how(was)
      const hasLeft = is.state === 'sent' && was.state !== 'sent'
      await out.put((hasLeft ? { ...is, sentAt: Date.now() } : is) as never)
      if (is.id !== id) {
        await out.delete(id)
        for (const one of await photos.index('for').getAll(id)) await photos.put({ ...one, for: is.id })
      }
      if (is.state === 'sent') {
        // With those of an attempt to put it right that was given up.
        for (const one of await photos.index('for').getAllKeys(id)) await photos.delete(one)
        for (const one of is.photos) await photos.delete(one)
        await all.objectStore('drafts').delete(id)
      }
      await all.done
      return is
    },
  }
}

/** The outbox on this device. */
export const shelf = shelfOf<Filing>('outbox')
/** What people did with their own appeals and has not arrived yet. */
export const deeds = shelfOf<Deed>('deeds')

/** E-mail of who is signed in. */
async function account(): Promise<string | null> {
  return (await setting<{ email: string } | null>('account', null))?.email ?? null
}

/** A deed takes the photos of `owner` along, a draft's id. Throws NoStore. */
export async function putDeed(item: Item<Deed>, owner: string): Promise<void> {
  const mine = { ...item, account: await account() }
  const all = (await database()).transaction(['deeds', 'photos'], 'readwrite')
  await all.objectStore('deeds').add(mine)
  for (const kept of await all.objectStore('photos').index('for').getAll(owner)) {
    if (item.photos.includes(kept.id)) await all.objectStore('photos').put({ ...kept, for: item.id })
  }
  await all.done
}

/** In place of those of its kind that have not arrived; what then waits is decided by `replacing`. Throws NoStore. */
export async function putTurn(item: Item<Turned>): Promise<void> {
  const mine = { ...item, account: await account() }
  const all = (await database()).transaction('deeds', 'readwrite')
  const before = ((await all.store.getAll()) as Item<Turned>[]).filter(
    ({ state, account, filing: { what, number } }) =>
      state !== 'sent' && account === mine.account && what === mine.filing.what && number === mine.filing.number,
  )
  for (const one of before) await all.store.delete(one.id)
  const next = replacing(before, mine)
  if (next) await all.store.add(next)
  await all.done
}

export async function dropDeed(item: Item<Deed>): Promise<void> {
  const all = (await database()).transaction(['deeds', 'photos'], 'readwrite')
  await all.objectStore('deeds').delete(item.id)
  for (const id of item.photos) await all.objectStore('photos').delete(id)
  await all.done
}

/**
 * The draft of the same id with its photos becomes an item, in one transaction: it is never in both places and never in
 * none. Throws Taken: another tab has sent it.
 */
export async function putOut(item: Item): Promise<void> {
  const mine = { ...item, account: item.filing.email ? null : await account() }
  const all = (await database()).transaction(['outbox', 'drafts'], 'readwrite')
  if ((await all.objectStore('outbox').getKey(item.id)) !== undefined) throw new Taken()
  await all.objectStore('outbox').add(mine)
  await all.objectStore('drafts').delete(item.id)
  await all.done
}

/**
 * What was put right goes on its way, and the draft of it is done with. `how` is given the item as it is now: it may
 * have left meanwhile. null: it is gone.
 */
export async function putRight(id: string, how: (was: Item) => Item): Promise<Item | null> {
  const person = await account()
  const all = (await database()).transaction(['outbox', 'drafts'], 'readwrite')
  const was = await all.objectStore('outbox').get(id)
  const right = was ? how(was) : null
  // Who has signed in since files it as an account: nobody asked for a name.
  const is = right && right.state !== 'sent' ? { ...right, account: right.filing.email ? null : person } : right
  if (is) await all.objectStore('outbox').put(is)
  await all.objectStore('drafts').delete(id)
  await all.done
  return is
}

/** With its photos and what was typed to put it right. Only a person does this, after a question. */
export async function drop(item: Item): Promise<void> {
  const all = (await database()).transaction(['outbox', 'photos', 'drafts'], 'readwrite')
  await all.objectStore('outbox').delete(item.id)
  await all.objectStore('drafts').delete(item.id)
  for (const id of await all.objectStore('photos').index('for').getAllKeys(item.id)) await all.objectStore('photos').delete(id)
  for (const id of item.photos) await all.objectStore('photos').delete(id)
  await all.done
}

/** Everything that has not left: appeals and deeds. */
export async function unsent(): Promise<(Item | Item<Deed>)[]> {
  return [...(await shelf.items()), ...(await deeds.items())].filter((item) => item.state !== 'sent')
}

/** Only a person does this, after a question. */
export async function dropUnsent(): Promise<void> {
  for (const item of await unsent()) await ('what' in item.filing ? dropDeed(item as Item<Deed>) : drop(item as Item))
}

/** Deeds that have arrived: the portal tells of them now. */
export async function forgetSentDeeds(): Promise<void> {
  for (const item of await deeds.items()) if (item.state === 'sent') await dropDeed(item)
}
