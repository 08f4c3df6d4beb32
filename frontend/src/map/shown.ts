import 'maplibre-gl/dist/maplibre-gl.css'
import { Map as Drawn, NavigationControl, type StyleSpecification, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'

import { pressing } from './pressing'
import { searching } from './searching'
import { listing } from './listing'
import { appealTiles, colours, style } from './style'
import { type MapData, query, sides, withQuery, written } from './view'
import { words } from './words'

setWorkerUrl(workerUrl)

const FRESH_EVERY = 20_000 // milliseconds between looks for what is new, while the page is looked at

export async function show(root: HTMLElement, canvas: HTMLElement, data: MapData): Promise<void> {
  const filters = document.getElementById('map-filters') as HTMLFormElement
  const chosen = (more: Record<string, string> = {}): string => query(new FormData(filters), more)
  const base = await basemap(data)
  const dressed = (): StyleSpecification => style(data, chosen(), colours(getComputedStyle(document.documentElement)), base)
  const map = new Drawn({
    container: canvas,
    style: dressed(),
    bounds: sides(data.bbox) ?? sides(data.region) ?? [-180, -85, 180, 85],
    fitBoundsOptions: { padding: data.bbox ? 0 : 16 },
    maxZoom: 20,
    refreshExpiredTiles: false, // by our own clock: they expire every second
    dragRotate: false,
    pitchWithRotate: false,
    locale: words(),
    fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
    attributionControl: { compact: false },
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  root.querySelector<HTMLElement>('.map-buttons')?.removeAttribute('hidden')

  const view = (): string => written(map.getBounds().toArray().flat() as [number, number, number, number])
  const list = listing(data, () => chosen({ bbox: view() }))
  const remember = (): void => history.replaceState(null, '', withQuery('/map', chosen({ bbox: view() })))
  const here = document.getElementById('map-here')

  map.on('moveend', (event) => {
    remember()
    const byPerson = 'originalEvent' in event && event.originalEvent
    if (byPerson && here) here.hidden = false
    else list.load()
  })
  here?.addEventListener('click', () => {
    here.hidden = true
    list.load()
  })
  filters.addEventListener('change', () => {
    map.getSource<import('maplibre-gl').VectorTileSource>('appeals')?.setTiles(appealTiles(data, chosen()))
    remember()
    list.load()
  })
  filters.addEventListener('submit', (event) => event.preventDefault())
  setInterval(() => {
    if (document.visibilityState === 'visible' && map.areTilesLoaded()) map.refreshTiles('appeals')
  }, FRESH_EVERY)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => map.setStyle(dressed()))
  pressing(map, data)
  searching(map, data)
  map.on('load', () => {
    root.dataset['ready'] = ''
  })
}

/** A style of the region's own choice; a raster needs none. Where it does not answer our own land is shown. */
async function basemap(data: MapData): Promise<StyleSpecification | undefined> {
  if (!data.basemap || data.basemap.includes('{z}')) return undefined
  try {
    const answer = await fetch(data.basemap)
    return answer.ok ? ((await answer.json()) as StyleSpecification) : undefined
  } catch {
    return undefined
  }
}
