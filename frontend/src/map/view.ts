export type Sides = [west: number, south: number, east: number, north: number]

/** What the server tells the script (web/map/page.py). */
export interface MapData {
  region: string // the whole land: "west,south,east,north"
  bbox: string // what the address asks for, "" for the whole
  tiles: string
  land: string
  list: string
  card: string
  go: string
  basemap: string
  attribution: string
}

const FILTERS = ['kind', 'category', 'stage'] as const

export function sides(written: string): Sides | undefined {
  const found = written.split(',').map(Number)
  return found.length === 4 && found.every(Number.isFinite) ? (found as Sides) : undefined
}

/** Five digits are a metre; a view over the edge of the world is cut. */
export function written([west, south, east, north]: Sides): string {
  const cut = (n: number, most: number): number => Math.round(Math.max(-most, Math.min(most, n)) * 1e5) / 1e5
  return [cut(west, 180), cut(south, 85), cut(east, 180), cut(north, 85)].join(',')
}

/** The chosen filters, and more values, as a query; empty ones are left out. */
export function query(chosen: Iterable<[string, unknown]>, more: Record<string, string> = {}): string {
  const said = new URLSearchParams()
  const given = new Map([...chosen].map(([name, value]) => [name, String(value)]))
  for (const name of FILTERS) {
    const value = given.get(name)
    if (value) said.set(name, value)
  }
  for (const [name, value] of Object.entries(more)) if (value) said.set(name, value)
  return said.toString().replaceAll('%2C', ',')
}

export function withQuery(address: string, said: string): string {
  return said ? `${address}${address.includes('?') ? '&' : '?'}${said}` : address
}
