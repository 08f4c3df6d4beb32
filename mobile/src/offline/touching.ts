import { addressNear, type Places, plain } from './lookup'
import type { ComingWork } from './coming'
import { keptJson } from './packs'

/** A place as far as it is known: a settlement with the address in words, a point, or both. */
export interface Somewhere {
  settlement: number | null
  address: string
  spot: { lat: number; lon: number } | null
}

/** Works that concern this place, by what the phone keeps. A point is taken for the kept house that is nearest to it. */
export async function touching(works: readonly ComingWork[], at: Somewhere): Promise<ComingWork[]> {
  const house = at.settlement === null && at.spot ? await addressNear(at.spot) : null
  const there = house ? { ...at, settlement: house.settlement.id, address: house.address } : at
  const known = await keptJson<Places>('places.json')
  const isHere = known.some(({ settlements }) => settlements.some(([id]) => id === there.settlement))
  return works.filter((one) => concerns(one, there, isHere))
}

/** isHere: the settlement lies in a kept municipality, so that works of the whole of it concern it. */
export function concerns({ work_places, shape }: Pick<ComingWork, 'work_places' | 'shape'>, at: Somewhere, isHere: boolean): boolean {
  const spot = at.spot
  if (spot && shape.some(([outer, ...holes]) => outer && holds(outer, spot) && !holes.some((hole) => holds(hole, spot)))) return true
  const words = plain(at.address).split(' ')
  return work_places.some(({ settlement, street, houses }) => {
    if (settlement === null) return isHere
    if (settlement !== at.settlement) return false
    if (street && !named(street).every((word) => words.includes(word))) return false
    return houses.length === 0 || houses.some((one) => sameHouse(at.address, street, one))
  })
}

// How kinds of streets are written: people leave them out.
const KINDS = /^(ул|улица|пер|переулок|пр|пркт|пр-кт|проспект|проезд|пр-д|ш|шоссе|б-р|бульвар|пл|площадь|наб|набережная|туп|тупик|мкр|кв-л|линия)$/

function named(street: string): string[] {
  return plain(street).split(' ').filter((word) => word && !KINDS.test(word)) // prettier-ignore
}

const FLAT = / (кв|квартира|оф|офис|пом|помещение|под|подъезд|эт|этаж)( .*)?$/

/** What stands behind the name of the street: «ул. Новая, д. 5 к. 2, кв. 3» has the house «5 к 2». */
function sameHouse(address: string, street: string, house: string): boolean {
  const said = plain(address).replace(FLAT, '')
  const name = named(street).at(-1) ?? ''
  const number = /\d.*/.exec(said.slice(name ? said.lastIndexOf(name) + name.length : 0))?.[0] ?? ''
  return close(number) === close(plain(house))
}

function close(number: string): string {
  return number.replace(/корп(ус)?/g, 'к').replace(/ /g, '')
}

/** Whether a ring of [lon, lat] holds the point: a ray crosses its sides an odd number of times. */
function holds(ring: readonly (readonly number[])[], { lat, lon }: { lat: number; lon: number }): boolean {
  let isIn = false
  for (let n = 0, before = ring.length - 1; n < ring.length; before = n, n += 1) {
    const [x1 = 0, y1 = 0] = ring[n] ?? []
    const [x2 = 0, y2 = 0] = ring[before] ?? []
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) isIn = !isIn
  }
  return isIn
}
