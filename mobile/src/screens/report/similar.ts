import type { Shapes, Wire } from '../../api/client'
import { call } from '../../api/client'
import { Problem } from '../../api/problem'
import { keptAround } from '../nearby/look'
import { metresBetween, type Spot } from './place'

export type Near = Pick<Shapes['Nearby']['appeals'][number], 'number' | 'kind' | 'stage' | 'topic' | 'address' | 'lat' | 'lon' | 'distance'>

export interface Similar {
  found: Near[]
  /** When it was fetched, if it is what was kept of the surroundings; null: the portal has just said it. */
  oldFrom: Date | null
}

export const AROUND_M = 150
const MOST = 3
const OPEN: readonly string[] = ['published', 'sending', 'registered', 'returned', 'answered']

/** Open appeals of the same topic around the place. Without the portal: out of what was kept of «Поблизости». */
export async function similar(wire: Wire, at: Spot, topic: string, kind: string): Promise<Similar> {
  try {
    const query = { lat: +at.lat.toFixed(5), lon: +at.lon.toFixed(5), radius: AROUND_M, limit: 50, kind: kind as 'problem' }
    const { data } = await call(wire, 'get', '/nearby', { query })
    return { found: among(data?.appeals ?? [], at, topic, kind), oldFrom: null }
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure
    const kept = await keptAround(at)
    return { found: among(kept?.spots ?? [], at, topic, kind), oldFrom: kept?.at ?? null }
  }
}

/** The distance is to the place of the draft, not to where the list was fetched. */
export function among(appeals: readonly Near[], at: Spot, topic: string, kind: string): Near[] {
  return appeals
    .filter((one) => one.topic === topic && one.kind === kind && OPEN.includes(one.stage))
    .map((one) => ({ ...one, distance: metresBetween(at, one) }))
    .filter((one) => one.distance <= AROUND_M)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST)
}
