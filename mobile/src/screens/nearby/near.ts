import type { Shapes } from '../../api/client'

export interface Place {
  lat: number
  lon: number
}
/** As the portal tells it in few bytes. */
export type Dot = Shapes['Dots']['appeals'][number]
export type Spot = Dot & { distance: number }

export const RADII_KM = [1, 3, 5, 10] as const

/** What the list is narrowed to; "" narrows nothing. */
export interface Narrow {
  kind: string
  category: string
  stage: string
}
export const WIDE: Narrow = { kind: '', category: '', stage: '' }

/** Where one looks: the phone's own place, or a chosen one with its name. */
export interface Centre extends Place {
  label: string
  /** Metres, of the phone's own place; null: chosen by the person. */
  accuracyM: number | null
}

/** What the screen comes back to. */
export interface Chosen {
  centre: Centre
  radiusKm: number
  narrow: Narrow
}

/** How many conditions narrow the list. */
export function narrowed(narrow: Narrow): number {
  return Object.values(narrow).filter(Boolean).length
}

/** The name under which the answer is kept: the newest of each radius and each set of conditions. */
export function keptName(radiusKm: number, { kind, category, stage }: Narrow): string {
  return `nearby ${radiusKm} ${kind} ${category} ${stage}`.trimEnd()
}

/** Metres on the sphere. */
export function metresBetween(a: Place, b: Place): number {
  const radians = Math.PI / 180
  const up = Math.sin(((b.lat - a.lat) * radians) / 2) ** 2
  const aside = Math.sin(((b.lon - a.lon) * radians) / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.sqrt(up + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * aside))
}

/**
 * Of a kept list those within `radiusM` metres of `here` that fit, nearest first, with their distances from `here`.
 * topicsOf: titles of the topics of the category; null: unknown, so that the category narrows nothing.
 */
export function within(spots: readonly Dot[], here: Place, radiusM: number, narrow: Narrow, topicsOf: ReadonlySet<string> | null): Spot[] {
  return spots
    .filter((one) => (!narrow.kind || one.kind === narrow.kind) && (!narrow.stage || one.stage === narrow.stage))
    .filter((one) => !narrow.category || !topicsOf || topicsOf.has(one.topic))
    .map((one) => ({ ...one, distance: metresBetween(here, one) }))
    .filter((one) => one.distance <= radiusM)
    .sort((a, b) => a.distance - b.distance)
}

/** A place so rough that the list would be of another street. */
export function isRough(accuracyM: number | null): boolean {
  return accuracyM !== null && accuracyM > 1000
}

/** Zoom of a map 360 pixels wide that shows the radius to both sides. */
export function zoomFor(radiusKm: number, lat: number): number {
  const metresPerPixel = (2 * radiusKm * 1000) / 360
  return Math.max(3, Math.min(17, Math.log2((40_075_016 * Math.cos((lat * Math.PI) / 180)) / (512 * metresPerPixel))))
}
