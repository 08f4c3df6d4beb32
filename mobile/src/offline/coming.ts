import type { Read, Wire } from '../api/client'
import { keptGet, recall } from '../store/kept'
import { territories } from './packs'

export type Coming = Read<'/coming'>
export type ComingWork = Coming['works'][number]
export type Reception = Coming['receptions'][number]

export interface Found extends Coming {
  /** When the oldest of it was fetched, if the portal does not answer now; null: it is fresh. */
  oldFrom: Date | null
}

/** The kept municipalities; without one the whole region. */
async function codes(): Promise<string[]> {
  const kept = (await territories().catch(() => [])).map(({ code }) => code)
  return kept.length ? kept : ['']
}

/** What is kept, without asking anybody; null: nothing is. What is over since is not in it. */
export async function known(language: string, now = new Date()): Promise<Found | null> {
  const found = []
  for (const territory of await codes()) {
    const kept = await recall(`${language} /coming${territory && `?territory=${territory}`}`)
    if (kept) found.push({ data: kept.data as Coming, oldFrom: new Date(kept.at) })
  }
  return found.length ? together(found, now) : null
}

/** From the portal, and kept for when there is none; a municipality that cannot be asked now is as it was kept. Throws Problem. */
export async function fresh(wire: Wire, now = new Date()): Promise<Found> {
  const asked = await Promise.allSettled((await codes()).map((territory) => keptGet(wire, '/coming', { query: { territory } })))
  const found = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (!found.length) throw (asked[0] as PromiseRejectedResult).reason
  return together(found, now)
}

/** Each once, what is over left out, the earliest first. */
export function together(found: readonly { data: Coming; oldFrom: Date | null }[], now: Date): Found {
  const old = found.flatMap(({ oldFrom }) => (oldFrom ? [oldFrom] : [])).sort((a, b) => +a - +b)
  const works = merged(found.flatMap(({ data }) => data.works))
  return {
    works: works.filter((one) => !one.cancelled && new Date(one.ends_at) > now).sort(soonest),
    receptions: [...new Map(found.flatMap(({ data }) => data.receptions).map((one) => [one.code, one])).values()]
      .filter((one) => new Date(one.ends_at) > now)
      .sort(soonest),
    oldFrom: old[0] ?? null,
  } // prettier-ignore
}

/** A work of two municipalities has in each file only its places there. */
function merged(all: readonly ComingWork[]): ComingWork[] {
  const made = new Map<number, ComingWork>()
  for (const one of all) {
    const before = made.get(one.id)
    made.set(one.id, before ? { ...one, work_places: [...before.work_places, ...one.work_places] } : one)
  }
  return [...made.values()]
}

function soonest(a: { starts_at: string }, b: { starts_at: string }): number {
  return +new Date(a.starts_at) - +new Date(b.starts_at)
}
