import { wire } from '../../api/wire'
import { Problem } from '../../api/problem'
import type { Shapes } from '../../api/client'
import { keptGet, recall } from '../../store/kept'
import { setSetting, setting } from '../../store/settings'
import { language } from '../../words'
import { type Chosen, keptName, metresBetween, type Narrow, narrowed, type Place, RADII_KM, type Spot, WIDE, within } from './near'

export interface Seen {
  spots: Spot[]
  complete: boolean
  at: Date
  /** The portal did not answer. */
  isOld: boolean
  /** Out of the kept list of another radius or without conditions; null: this very list was fetched. */
  outOfKm: number | null
}

/** What the portal gives at once. */
export const MOST = 200
const CHOSEN = 'nearby'
const ROUNDED_M = 50 // the place asked about is rounded, and a phone moves while it lies

export async function lastChosen(): Promise<Chosen | null> {
  return setting<Chosen | null>(CHOSEN, null)
}

export async function remember(chosen: Chosen): Promise<void> {
  await setSetting(CHOSEN, chosen).catch(() => {}) // without a store the next visit begins anew
}

/** From the portal, or out of what is kept. Throws Problem where neither has it. */
export async function look({ centre, radiusKm, narrow }: Chosen): Promise<Seen> {
  const query = {
    // 1e-4 of a degree: 11 m are near enough, and a step aside asks for the same list.
    lat: +centre.lat.toFixed(4),
    lon: +centre.lon.toFixed(4),
    radius: radiusKm * 1000,
    limit: MOST,
    with_photo: !savesData(),
    ...(narrow.kind && { kind: narrow.kind as Shapes['Kind'] }),
    ...(narrow.category && { category: narrow.category }),
    ...(narrow.stage && { stage: narrow.stage as Shapes['State'] }),
  }
  try {
    const found = await keptGet(wire(language), '/nearby/brief', { query }, keptName(radiusKm, narrow))
    // The portal has measured from a place rounded by 11 m: nothing of its answer is left out here.
    if (!found.oldFrom) return { spots: within(found.data.appeals, centre, radiusKm * 1100, WIDE, null), complete: found.data.complete, at: new Date(), isOld: false, outOfKm: null }
  } catch (failure) {
    if (!(failure instanceof Problem) || !failure.passes) throw failure
    const kept = await fromKept({ centre, radiusKm, narrow })
    if (!kept) throw failure
    return kept
  }
  const kept = await fromKept({ centre, radiusKm, narrow })
  if (!kept) throw new Problem({ status: 0, code: 'offline' })
  return kept
}

/** What was fetched the last time for this radius, or is part of what was fetched for another one; null: nothing is kept. */
export async function fromKept({ centre, radiusKm, narrow }: Chosen): Promise<Seen | null> {
  const of = (found: KeptList, km: number, by: Narrow, topics: Set<string> | null): Seen | null => {
    const apartM = metresBetween(centre, found.centre)
    if (apartM >= (km + radiusKm) * 1000) return null // of another place, which says nothing of this one
    const isWhole = apartM + radiusKm * 1000 <= km * 1000 + ROUNDED_M
    const spots = within(found.data.appeals, centre, radiusKm * 1000, by, topics)
    return { spots, complete: found.data.complete && isWhole, at: found.at, isOld: true, outOfKm: km === radiusKm && !narrowed(by) ? null : km }
  }
  const same = await kept(radiusKm, narrow)
  const first = same && of(same, radiusKm, WIDE, null)
  if (first) return { ...first, outOfKm: null }
  const topics = await topicsOf(narrow.category)
  for (const km of [...RADII_KM].sort((a, b) => Number(a < radiusKm) - Number(b < radiusKm) || a - b)) {
    const other = await kept(km, WIDE)
    const part = other && of(other, km, narrow, topics)
    if (part) return part
  }
  return null
}

interface KeptList {
  data: Shapes['Dots']
  at: Date
  centre: Place
}

async function kept(radiusKm: number, narrow: Narrow): Promise<KeptList | null> {
  const found = await recall(keptName(radiusKm, narrow))
  if (!found) return null
  const asked = new URLSearchParams(found.url.split('?')[1])
  return { data: found.data as Shapes['Dots'], at: new Date(found.at), centre: { lat: Number(asked.get('lat')), lon: Number(asked.get('lon')) } }
}

/** Titles of the topics of a category out of the kept classifier. */
async function topicsOf(category: string): Promise<Set<string> | null> {
  if (!category) return null
  const found = await categories()
  return new Set(found.find((one) => one.code === category)?.topics.map((topic) => topic.title))
}

/** The kept classifier, fetched when it is not there. None where neither is. */
export async function categories(): Promise<Shapes['Classifier']['categories']> {
  try {
    return (await keptGet(wire(language), '/classifier')).data.categories
  } catch {
    return []
  }
}

/** All that was kept of any surroundings, each once, and when the newest of it was fetched; null: nothing is. */
export async function keptAround(here: Place): Promise<{ spots: Spot[]; at: Date } | null> {
  const lists = (await Promise.all(RADII_KM.map((km) => kept(km, WIDE)))).filter((one) => one !== null)
  const newest = lists.sort((a, b) => b.at.getTime() - a.at.getTime())[0]
  if (!newest) return null
  const each = new Map(lists.flatMap(({ data }) => data.appeals).map((one) => [one.number, one]))
  return { spots: within([...each.values()], here, 50_000, WIDE, null), at: newest.at }
}

/** The person has told the browser to spare traffic: no small pictures then. */
function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
}
