import { database } from './db'
import { setting } from './settings'

/** An answer that only this person may read, for when there is no network. All of it goes when they sign out. */
export interface Own {
  name: string
  data: unknown
  etag: string | null
  /** By the phone's clock: for showing only. */
  at: number
}

const MOST = 300 // appeals and photos; the oldest go first

export async function recallOwn<T>(name: string): Promise<(Own & { data: T }) | undefined> {
  try {
    return (await (await database()).get('own', name)) as (Own & { data: T }) | undefined
  } catch {
    return undefined // without a store everything is asked of the portal
  }
}

/** An answer that comes after the person has signed out is not kept. Throws nothing. */
export async function keepOwn(name: string, data: unknown, etag: string | null = null): Promise<void> {
  if (!(await setting('account', null))) return
  try {
    const all = (await database()).transaction('own', 'readwrite')
    await all.store.put({ name, data, etag, at: Date.now() })
    let over = (await all.store.count()) - MOST
    for (let old = await all.store.index('at').openCursor(); old && over > 0; over -= 1) {
      await old.delete()
      old = await old.continue()
    }
    await all.done
  } catch {
    // A full disk loses only what can be asked for again.
  }
}

/** Throws NoStore. */
export async function clearOwn(): Promise<void> {
  await (await database()).clear('own')
}

/** How many answers are kept. */
export async function countOwn(): Promise<number> {
  try {
    return await (await database()).count('own')
  } catch {
    return 0
  }
}
