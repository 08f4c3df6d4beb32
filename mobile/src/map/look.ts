import { colours, style } from '@map/style'
import type { CircleLayerSpecification, GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { ORIGIN } from '../device/origin'

export interface Dot {
  number: string
  kind: string
  lat: number
  lon: number
}

type Shapes = Extract<GeoJSONSourceSpecification['data'], { type: 'FeatureCollection' }>
const ROOT = ORIGIN || (typeof location === 'undefined' ? '' : location.origin)
/** Land of a kept file ends here and is drawn larger from then on; the portal's goes deeper. */
export const KEPT_ZOOM = 14
const PORTAL_ZOOM = 16
export const LAND = 'otklik-land'

/** The query of the appeal tiles: what the list is narrowed to. */
export function appealTiles(said: string): string[] {
  return [`${ROOT}/tiles/appeals/{z}/{x}/{y}.mvt${said ? `?${said}` : ''}`]
}

/** The portal's own map (frontend/src/map/style.ts), with the list's points and the person above it. */
export function dressed(said: string, isKept: boolean): StyleSpecification {
  const c = colours(getComputedStyle(document.documentElement))
  const base = style({ region: '', bbox: '', tiles: '', land: '', list: '', card: '', go: '', basemap: '', attribution: '' }, said, c)
  const circle = (id: string, source: string, paint: CircleLayerSpecification['paint']): LayerSpecification => ({ id, type: 'circle', source, paint: paint ?? {} })
  return {
    ...base,
    sources: {
      land: { type: 'vector', tiles: [`${LAND}://{z}/{x}/{y}`], maxzoom: isKept ? KEPT_ZOOM : PORTAL_ZOOM },
      appeals: { type: 'vector', tiles: appealTiles(said), maxzoom: 18 },
      dots: { type: 'geojson', data: dotsData([]) },
      accuracy: { type: 'geojson', data: around(null) },
      me: { type: 'geojson', data: around(null) },
    },
    layers: [
      ...base.layers,
      { id: 'accuracy', type: 'fill', source: 'accuracy', paint: { 'fill-color': c.accent, 'fill-opacity': 0.14, 'fill-outline-color': c.accent } },
      circle('me', 'me', { 'circle-color': c.accent, 'circle-radius': 7, 'circle-stroke-color': c.halo, 'circle-stroke-width': 3 }),
      circle('dots', 'dots', {
        'circle-color': ['match', ['get', 'kind'], 'problem', c.problem, 'proposal', c.proposal, c.thanks],
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 6, 17, 11],
        'circle-stroke-color': c.halo,
        'circle-stroke-width': 2,
      }),
      circle('picked', 'dots', { 'circle-color': 'transparent', 'circle-radius': 15, 'circle-stroke-color': c.ink, 'circle-stroke-width': 3 }),
    ].map((layer) => (layer.id === 'picked' ? { ...layer, filter: ['==', ['get', 'number'], ''] } : layer)) as LayerSpecification[],
  }
}

export function dotsData(dots: readonly Dot[]): Shapes {
  return {
    type: 'FeatureCollection',
    features: dots.map(({ number, kind, lat, lon }) => ({ type: 'Feature', properties: { number, kind }, geometry: { type: 'Point', coordinates: [lon, lat] } })),
  }
}

/** The middle of a position; nothing without one. */
export function around(spot: { lat: number; lon: number } | null): Shapes {
  return dotsData(spot ? [{ number: '', kind: '', ...spot }] : [])
}

/** The circle in which the person is, as a ring of 48 corners: the map draws no circles in metres. */
export function ring(spot: { lat: number; lon: number; accuracyM: number } | null): Shapes {
  if (!spot) return dotsData([])
  const up = spot.accuracyM / 111_195
  const aside = up / Math.max(0.01, Math.cos((spot.lat * Math.PI) / 180))
  const corners = Array.from({ length: 49 }, (_, n) => {
    const turn = (n / 48) * 2 * Math.PI
    return [spot.lon + aside * Math.cos(turn), spot.lat + up * Math.sin(turn)]
  })
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [corners] } }] }
}
