import { type Answer, address, call, type Asking, type Read, type Readable, type Wire } from '../api/client'
import { Problem } from '../api/problem'
import type { paths } from '../api/schema'
import { database } from './db'

/** An answer that everybody may read, for when there is no network. Never a personal one. */
export interface Kept {
  name: string
  url: string
  data: unknown
  etag: string | null
  /** By the phone's clock: for showing only. */
  at: number
}

export interface Found<T> {
  data: T
  /** When it was fetched, if it is an old one because the portal did not answer; null: it is fresh. */
  oldFrom: Date | null
}

const MOST = 200 // answers; the oldest go first

/**
 * From the portal, or as it was kept the last time. Throws Problem where neither is there.
 * under: the name it is kept by, where the newest answer replaces those of other addresses (what is near); else each
 * address is kept by itself.
 */
export async function keptGet<P extends Readable>(
  wire: Wire,
  path: P,
  asking: Asking<paths[P]['get']> = {},
  under?: string,
): Promise<Found<Read<P>>> {
  const url = `${wire.language} ${address(path, asking.path, asking.query)}`
  const name = under ?? url
  const before = await recall(name)
  try {
    const etag = before?.url === url ? before.etag : null
    const answer = await read(wire, path, etag ? { ...asking, etag } : asking)
    const data = answer.data ?? (before?.data as Read<P>)
    await keep({ name, url, data, etag: answer.etag, at: Date.now() })
    return { data, oldFrom: null }
  } catch (failure) {
    if (!before || !(failure instanceof Problem) || !failure.passes) throw failure
    return { data: before.data as Read<P>, oldFrom: new Date(before.at) }
  }
}

/** The compiler does not see that every Readable path has a GET. */
function read<P extends Readable>(wire: Wire, path: P, asking: Asking<paths[P]['get']>): Promise<Answer<Read<P>>> {
  return call(wire, 'get' as never, path, asking as never)
}

/** What was kept under this name, without asking anybody. */
export async function recall(name: string): Promise<Kept | undefined> {
  try {
    return await (await database()).get('kept', name)
  } catch {
    return undefined // without a store everything is asked of the portal
  }
}

async function keep(answer: Kept): Promise<void> {
  try {
    const all = (await database()).transaction('kept', 'readwrite')
    await all.store.put(answer)
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
