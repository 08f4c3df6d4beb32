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
  settlement: { id: number; label: string } | null
  /** Street and house; "" where no house of the register stands there. */
  address: string
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
    return {
      ...query,
      label: [settlement?.label, address?.label].filter(Boolean).join(', ') || known || numbers(query),
      settlement: settlement && { id: settlement.id, label: settlement.label },
      address: address?.label ?? '',
      found: territory.data?.found ?? 'unknown',
      isOffline: false,
    }
  } catch {
    const kept = await addressNear(query)
    const label = kept && [kept.settlement.label, kept.address].filter(Boolean).join(', ')
    return { ...query, label: label ?? numbers(query), settlement: kept?.settlement ?? null, address: kept?.address ?? '', found: 'unknown', isOffline: !kept }
  }
}

function numbers({ lat, lon }: { lat: number; lon: number }): string {
  return w.map.point(lat.toFixed(5), lon.toFixed(5))
}
