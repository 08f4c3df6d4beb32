import { call, type Shapes } from '../api/client'
import { wire } from '../api/wire'
import { addressNear } from '../offline/lookup'
import { language, w } from '../words'

/** A chosen place and what is known of it. */
export interface Found {
  lat: number
  lon: number
  /** As people say it: the address, else the settlement, else the numbers. */
  label: string
  /** Settlement and house of the register; "" where neither is near. */
  named: string
  /** unknown: nobody could be asked. */
  found: Shapes['Territories']['found'] | 'unknown'
  isOffline: boolean
}

/** By the portal; without a connection by the kept files. Throws nothing. */
export async function placeOf(spot: { lat: number; lon: number }): Promise<Found> {
  const query = { lat: +spot.lat.toFixed(6), lon: +spot.lon.toFixed(6) }
  try {
    const asked = wire(language)
    const [place, territory] = await Promise.all([call(asked, 'get', '/address', { query }), call(asked, 'get', '/territory', { query })])
    const { settlement, address } = place.data ?? { settlement: null, address: null }
    const known = territory.data?.territories.map((one) => one.name).join(' / ')
    const named = [settlement?.label, address?.label].filter(Boolean).join(', ')
    return {
      ...query,
      label: named || known || numbers(query),
      named,
      found: territory.data?.found ?? 'unknown',
      isOffline: false,
    }
  } catch {
    const kept = await addressNear(query)
    return { ...query, label: kept?.label ?? numbers(query), named: kept?.label ?? '', found: 'unknown', isOffline: !kept }
  }
}

function numbers({ lat, lon }: { lat: number; lon: number }): string {
  return w.map.point(lat.toFixed(5), lon.toFixed(5))
}
