import { call, type Shapes, type Wire } from '../../api/client'
import { Problem } from '../../api/problem'
import { keptAround } from '../nearby/look'
import { metresBetween, type Spot } from './place'
import type { Topic } from './form'

export type Near = Pick<Shapes['Neighbour'], 'number' | 'stage' | 'topic' | 'address' | 'distance'>
type Kept = Near & Pick<Shapes['Spot'], 'kind' | 'lat' | 'lon'>

export interface Similar {
  found: Near[]
  /** When it was fetched, if it is what was kept of the surroundings; null: the portal has just said it. */
  oldFrom: Date | null
}

/** Out of what is kept: a pit further away is another one. The portal looks by its own measure. */
export const AROUND_M = 150
const MOST = 3
const OPEN: readonly string[] = ['published', 'sending', 'registered', 'returned', 'answered']

/** What may be the same. Without the portal: out of what was kept of «Поблизости». Throws what is no Problem. */
export async function similar(wire: Wire, at: Spot, topic: Pick<Topic, 'code' | 'title'>, kind: string): Promise<Similar> {
  try {
    const query = { lat: +at.lat.toFixed(5), lon: +at.lon.toFixed(5), topic: topic.code }
    const { data } = await call(wire, 'get', '/appeals/similar', { query })
    return { found: (data?.appeals ?? []).slice(0, MOST), oldFrom: null }
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure
    const kept = await keptAround(at)
    return { found: among(kept?.spots ?? [], at, topic.title, kind), oldFrom: kept?.at ?? null }
  }
}

/** The distance is to the place of the draft, not to where the list was fetched. */
export function among(appeals: readonly Kept[], at: Spot, topic: string, kind: string): Near[] {
  return appeals
    .filter((one) => one.topic === topic && one.kind === kind && OPEN.includes(one.stage))
    .map((one) => ({ ...one, distance: metresBetween(at, one) }))
    .filter((one) => one.distance <= AROUND_M)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST)
}
