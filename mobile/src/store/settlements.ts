import type { Shapes, Wire } from '../api/client'
import { call } from '../api/client'
import { Problem } from '../api/problem'
import { database } from './db'
import { recall } from './kept'

export type Settlement = Shapes['Settlement']

const NAME = 'settlements'
const MOST = 400

/** By the beginning of the name. Without the portal: out of those that were seen before; isOld then. */
export async function settlements(wire: Wire, typed: string): Promise<{ found: Settlement[]; isOld: boolean }> {
  try {
    const { data } = await call(wire, 'get', '/settlements', { query: { q: typed } })
    const found = data?.settlements ?? []
    await remember(found)
    return { found, isOld: false }
  } catch (failure) {
    if (!(failure instanceof Problem) || !failure.passes) throw failure
    return { found: begin(await seen(), typed), isOld: true }
  }
}

export function begin(known: readonly Settlement[], typed: string): Settlement[] {
  const plain = (text: string) => text.toLowerCase().replaceAll('ё', 'е')
  const wanted = plain(typed.trim())
  return known.filter(({ label }) => plain(label).split(/[\s,.(]+/).some((word) => word.startsWith(wanted)) || plain(label).includes(wanted)).slice(0, 8)
}

async function seen(): Promise<Settlement[]> {
  return ((await recall(NAME))?.data as Settlement[] | undefined) ?? []
}

/** The newest first. */
async function remember(found: readonly Settlement[]): Promise<void> {
  if (found.length === 0) return
  const ids = new Set(found.map((one) => one.id))
  const data = [...found, ...(await seen()).filter((one) => !ids.has(one.id))].slice(0, MOST)
  try {
    await (await database()).put('kept', { name: NAME, url: '', data, etag: null, at: Date.now() })
  } catch {
    // Without a store there is no list for later.
  }
}
