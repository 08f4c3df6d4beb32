import { fitting } from './lookup'
import { keptJson } from './packs'

/** contacts.json of a municipality, as the portal makes it (otklik/reference/offline). Days are YYYY-MM-DD. */
export interface Contacts {
  numbers: Number[]
  authorities: Body[]
  places: Spot[]
}
interface Checked {
  source?: string
  checked_on?: string | undefined
}
export interface Number extends Checked {
  number: string
  title: string
  about: string
}
export interface Body extends Checked {
  code: string
  name: string
  phone: string
  email: string
  address: string
  head: string
  hours: string
  phones: [title: string, phone: string][]
}
export interface Spot extends Checked {
  code: string
  name: string
  address: string
  hours: string
  phones: [title: string, phone: string][]
  services: string[]
}

/** Of every kept municipality, each once; null: nothing is kept. A file from before there were any has nothing in it. */
export async function contacts(): Promise<Contacts | null> {
  const kept = await keptJson<Partial<Contacts>>('contacts.json')
  if (!kept.length) return null
  return {
    numbers: once(kept.flatMap((one) => one.numbers ?? []), (one) => one.number + one.title),
    authorities: once(kept.flatMap((one) => one.authorities ?? []), (one) => one.code),
    places: once(kept.flatMap((one) => one.places ?? []), (one) => one.code),
  } // prettier-ignore
}

function once<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()]
}

/** Those in whose words each typed word begins one. */
export function found<T extends Body | Spot>(all: readonly T[], typed: string): T[] {
  const fits = fitting(typed)
  return all.filter((one) => fits([one.name, one.address, ...('services' in one ? one.services : [])].join(' ')))
}

/** What a phone can ring: «8 (800) 200-00-00, доб. 5» without the extension. */
export function ringing(phone: string): string {
  return (phone.split(/[,;]/)[0] ?? '').replace(/[^0-9+]/g, '')
}
