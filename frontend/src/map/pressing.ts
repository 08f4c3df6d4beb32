import { Marker, type Map as Drawn, type MapGeoJSONFeature } from 'maplibre-gl'

import { tell } from './start'
import { type MapData, sides } from './view'
import { say } from '../lib/words'

/** How much nearer a press on a cluster comes. */
const NEARER = 2

/** A press on a cluster comes nearer, on a point opens its card; a row of the list shows its point. */
export function pressing(map: Drawn, data: MapData): void {
  const panel = document.getElementById('map-card')
  let pin: Marker | undefined

  const mark = (written: string | undefined): void => {
    const [lon, lat] = (written ?? '').split(',').map(Number)
    pin?.remove()
    pin = undefined
    if (lon !== undefined && lat !== undefined && Number.isFinite(lon + lat)) pin = new Marker({ color: '#c8321e' }).setLngLat([lon, lat]).addTo(map)
  }
  const close = (): void => {
    if (!panel) return
    panel.hidden = true
    panel.replaceChildren()
    mark(undefined)
    map.getCanvas().focus()
  }
  const open = async (number: string): Promise<void> => {
    const answer = await fetch(`${data.card}${number}`).catch(() => undefined)
    if (!panel || !answer?.ok) return tell(say('Это обращение уже не показать. Обновите карту.', 'This appeal cannot be shown any more. Reload the map.'))
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').body.firstElementChild
    if (!(fresh instanceof HTMLElement)) return
    panel.replaceChildren(document.adoptNode(fresh))
    panel.hidden = false
    mark(fresh.dataset['at'])
    panel.querySelector('#map-close')?.addEventListener('click', close)
    panel.focus()
  }
  const nearer = (feature: MapGeoJSONFeature): void => {
    if (feature.geometry.type !== 'Point') return
    const [lon = 0, lat = 0] = feature.geometry.coordinates
    map.easeTo({ center: [lon, lat], zoom: map.getZoom() + NEARER })
  }

  map.on('click', (event) => {
    const [found] = map.queryRenderedFeatures(event.point, { layers: ['points', 'cells'] })
    if (found?.layer.id === 'points') void open(String(found.properties['number']))
    else if (found) nearer(found)
  })
  for (const layer of ['points', 'cells']) {
    map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'))
    map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''))
  }
  panel?.addEventListener('keydown', (event) => event.key === 'Escape' && close())
  const side = document.querySelector<HTMLElement>('.map-side')
  for (const kind of ['focusin', 'mouseover']) {
    side?.addEventListener(kind, (event) => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-at]') : null
      if (row) mark(row.dataset['at'])
    })
  }
}

/** "west,south,east,north" as the map wants it. */
export function fit(map: Drawn, written: string): void {
  const box = sides(written)
  if (box) map.fitBounds(box, { padding: 0 })
}
