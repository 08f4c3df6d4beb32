import { metresBetween, type Place } from '../screens/nearby/near'
import { keptJson } from './packs'

/** places.json and addresses.json, as the portal makes them (otklik/places/packs). */
export interface Places {
  territory: string
  name: string
  settlements: [id: number, label: string, lat: number | null, lon: number | null][]
}
export interface Addresses {
  /** Of each settlement, by its id: streets with their houses. */
  settlements: Record<string, [label: string, houses: [number: string, lat: number | null, lon: number | null][]][]>
}
export interface Match {
  label: string
  settlement: { id: number; label: string }
  address: string
  lat: number
  lon: number
}

const AT_HOME_M = 150
const AROUND_M = 5000

/** The kept house or settlement nearest to a point; null: none is near, or nothing is kept. */
export async function addressNear(here: Place): Promise<Match | null> {
  const [places, addresses] = await Promise.all([keptJson<Places>('places.json'), keptJson<Addresses>('addresses.json')])
  const labels = new Map(places.flatMap(({ settlements }) => settlements.map(([id, label]) => [id, label] as const)))
  let best: Match | null = null
  let nearest = AT_HOME_M
  for (const { settlements } of addresses) {
    for (const [id, streets] of Object.entries(settlements)) {
      for (const [street, houses] of streets) {
        for (const [number, lat, lon] of houses) {
          if (lat === null || lon === null || Math.abs(lat - here.lat) > 0.002) continue
          const m = metresBetween(here, { lat, lon })
          if (m < nearest) {
            nearest = m
            best = match(Number(id), labels.get(Number(id)) ?? '', joined(street, number), lat, lon)
          }
        }
      }
    }
  }
  return best ?? settlementNear(places, here)
}

function settlementNear(places: readonly Places[], here: Place): Match | null {
  const near = places
    .flatMap(({ settlements }) => settlements)
    .flatMap(([id, label, lat, lon]) => (lat === null || lon === null ? [] : [{ id, label, lat, lon, m: metresBetween(here, { lat, lon }) }]))
    .sort((a, b) => a.m - b.m)[0]
  return near && near.m <= AROUND_M ? match(near.id, near.label, '', near.lat, near.lon) : null
}

/** Kept settlements and addresses by what is typed: «лип», «липовка новая 5». At most eight. */
export async function search(typed: string): Promise<Match[]> {
  const [places, addresses] = await Promise.all([keptJson<Places>('places.json'), keptJson<Addresses>('addresses.json')])
  return searched(typed, places, addresses)
}

export function searched(typed: string, places: readonly Places[], addresses: readonly Addresses[], most = 8): Match[] {
  const words = plain(typed).split(' ').filter(Boolean)
  if (!words.length) return []
  const found: Match[] = []
  for (const [id, label, lat, lon] of places.flatMap(({ settlements }) => settlements)) {
    const left = words.filter((word) => !plain(label).split(' ').some((part) => part.startsWith(word)))
    if (left.length === words.length) continue
    if (!left.length && lat !== null && lon !== null) found.push(match(id, label, '', lat, lon))
    if (left.length) found.push(...houses(id, label, left, addresses))
    if (found.length >= 4 * most) break
  }
  return found.sort((a, b) => a.address.length - b.address.length || a.label.length - b.label.length).slice(0, most)
}

function houses(id: number, settlement: string, words: readonly string[], addresses: readonly Addresses[]): Match[] {
  const found: Match[] = []
  for (const [street, all] of addresses.flatMap(({ settlements }) => settlements[id] ?? [])) {
    const parts = plain(street).split(' ')
    const left = words.filter((word) => !parts.some((part) => part.startsWith(word)))
    if (left.length === words.length || left.length > 1) continue
    const wanted = all.filter(([number]) => !left[0] || plain(number).startsWith(left[0])).slice(0, left[0] ? 4 : 1)
    for (const [number, lat, lon] of wanted) {
      if (lat !== null && lon !== null) found.push(match(id, settlement, left[0] ? joined(street, number) : street, lat, lon))
    }
  }
  return found
}

function match(id: number, settlement: string, address: string, lat: number, lon: number): Match {
  return { label: [settlement, address].filter(Boolean).join(', '), settlement: { id, label: settlement }, address, lat, lon }
}

function joined(street: string, number: string): string {
  return [street, number].filter(Boolean).join(', ')
}

/** Whether each typed word begins a word of a text; nothing typed fits every text. */
export function fitting(typed: string): (text: string) => boolean {
  const words = plain(typed).split(' ').filter(Boolean)
  return (text) => {
    const own = plain(text).split(' ')
    return words.every((word) => own.some((part) => part.startsWith(word)))
  }
}

/** As words are compared: small letters, no «ё», no signs. */
export function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replace(/[^0-9a-zа-я/-]+/g, ' ').trim()
}
