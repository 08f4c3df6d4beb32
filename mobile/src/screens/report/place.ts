import type { Values } from './form'

export interface Spot {
  lat: number
  lon: number
}

/** Worse than this the person is asked to say more exactly where it is. */
export const ROUGH_M = 100
/** Two places of one appeal further apart than this: somebody is asked which is right. */
export const APART_M = 500

export { metresBetween } from '../nearby/near'

/** The point that was chosen; null: there is only a settlement, or nothing. */
export function spotOf(values: Values): Spot | null {
  return values.lat && values.lon ? { lat: Number(values.lat), lon: Number(values.lon) } : null
}

/** Where it roughly is, for looking around: the point, else that of the address, else that of the settlement. */
export function aroundOf(values: Values): Spot | null {
  const spot = spotOf(values)
  if (spot) return spot
  return values.nearLat && values.nearLon ? { lat: Number(values.nearLat), lon: Number(values.nearLon) } : null
}

/** Everything that said where it is, taken back: one place, not two. The words of the address stay. */
export const NOWHERE: Values = {
  lat: '', lon: '', accuracy: '', from: '', settlement: '', settlementLabel: '', nearLat: '', nearLon: '', territory: '', territoryName: '',
} // prettier-ignore

export function atSpot(spot: Spot, from: 'gps' | 'photo' | 'map', accuracyM = 0): Values {
  return { ...NOWHERE, lat: spot.lat.toFixed(6), lon: spot.lon.toFixed(6), accuracy: String(Math.round(accuracyM)), from }
}

export function near(spot: Spot | null): Values {
  return { nearLat: spot ? String(spot.lat) : '', nearLon: spot ? String(spot.lon) : '' }
}
