import 'maplibre-gl/dist/maplibre-gl.css'
import { words } from '@map/words'
import { addProtocol, type GeoJSONSource, Map as Drawn, setWorkerUrl, type VectorTileSource } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { Spot } from '../device/geo'
import { keptMaps } from '../offline/packs'
import { Held, land } from './land'
import { appealTiles, around, type Dot, dotsData, dressed, LAND, ring } from './look'

setWorkerUrl(workerUrl)
export { workerUrl }

export interface View {
  lat: number
  lon: number
  zoom: number
}

export interface Pressed {
  moved?: (view: View, byPerson: boolean) => void
  /** A point of the list, or of the tiles below it. */
  pressed?: (number: string) => void
}

export interface Shown {
  dots: (list: readonly Dot[]) => void
  me: (spot: Spot | null) => void
  narrow: (said: string) => void
  pick: (number: string) => void
  fly: (lat: number, lon: number, zoom?: number) => void
  zoom: (by: number) => void
  view: () => View
  remove: () => void
}

/** Below it the tiles of appeals count; with `tiles` false only land and what is given are shown. */
export async function draw(box: HTMLElement, start: View, on: Pressed, options: { said?: string; tiles?: boolean } = {}): Promise<Shown> {
  const files = (await keptMaps()).map(({ key, bytes }) => new Held(key, bytes))
  const tile = land(files, (url, init) => fetch(url, init))
  addProtocol(LAND, async (asked, { signal }) => ({ data: await tile(asked.url, signal) }))
  const made = dressed(options.said ?? '', files.length > 0)
  if (options.tiles === false) made.layers = made.layers.filter((layer) => !('source' in layer && layer.source === 'appeals'))
  const map = new Drawn({
    container: box,
    style: made,
    center: [start.lon, start.lat],
    zoom: start.zoom,
    maxZoom: 20,
    refreshExpiredTiles: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    locale: words(),
    fadeDuration: 0,
    attributionControl: false,
  })
  map.touchZoomRotate.disableRotation()
  await new Promise<void>((ready) => void map.once('style.load', () => ready()))
  const data = (name: string) => map.getSource<GeoJSONSource>(name)
  const view = (): View => {
    const { lat, lng } = map.getCenter()
    return { lat, lon: lng, zoom: map.getZoom() }
  }
  map.on('moveend', (event) => on.moved?.(view(), 'originalEvent' in event && Boolean(event.originalEvent)))
  map.on('click', ({ point }) => {
    const reach = 12 // a finger is wider than a point
    const box: [[number, number], [number, number]] = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]]
    const [dot] = map.queryRenderedFeatures(box, { layers: ['dots', ...['points', 'cells'].filter((name) => map.getLayer(name))] })
    if (dot?.layer.id === 'cells' && dot.geometry.type === 'Point') {
      map.easeTo({ center: dot.geometry.coordinates as [number, number], zoom: map.getZoom() + 2 })
    } else if (dot) on.pressed?.(String(dot.properties['number']))
  })
  box.dataset['ready'] = ''
  return {
    dots: (list) => void data('dots')?.setData(dotsData(list)),
    me(spot) {
      void data('accuracy')?.setData(ring(spot))
      void data('me')?.setData(around(spot))
    },
    narrow: (said) => void map.getSource<VectorTileSource>('appeals')?.setTiles(appealTiles(said)),
    pick: (number) => void map.setFilter('picked', ['==', ['get', 'number'], number]),
    fly: (lat, lon, zoom) => void map.easeTo({ center: [lon, lat], zoom: zoom ?? map.getZoom() }),
    zoom: (by) => void map.easeTo({ zoom: map.getZoom() + by }),
    view,
    remove: () => map.remove(),
  }
}
