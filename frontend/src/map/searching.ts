import type { Map as Drawn } from 'maplibre-gl'

import { query, withQuery } from './view'
import type { MapData } from './view'
import { fit } from './pressing'
import { tell } from './start'
import { say } from '../lib/words'

/** The name of a settlement, or the person's own place, moves the map. */
export function searching(map: Drawn, data: MapData): void {
  const form = document.getElementById('map-search')
  if (form instanceof HTMLFormElement) {
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void go(form)
    })
    form.addEventListener('change', () => {
      // A chosen suggestion has filled the hidden field in.
      if (String(new FormData(form).get('settlement_id'))) void go(form)
    })
  }
  document.getElementById('map-locate')?.addEventListener('click', () => locate(map))

  async function go(said: HTMLFormElement): Promise<void> {
    const fields = new FormData(said)
    const more = { settlement: String(fields.get('settlement')), settlement_id: String(fields.get('settlement_id')) }
    const answer = await fetch(withQuery(data.go, query([], more)), { headers: { Accept: 'application/json' } }).catch(() => undefined)
    if (!answer) return tell(say('Нет связи. Попробуйте ещё раз.', 'No connection. Try again.'))
    const found = (await answer.json()) as { bbox?: string; name?: string; text?: string }
    if (found.bbox) {
      fit(map, found.bbox)
      tell(found.name ?? '')
    } else tell(found.text ?? '')
  }
}

function locate(map: Drawn): void {
  const refused = say('Не удалось узнать, где вы. Разрешите браузеру показать место или найдите населённый пункт по названию.', 'Your place is not known. Let the browser tell it, or find a settlement by its name.')
  if (!('geolocation' in navigator)) return tell(refused)
  tell(say('Ищем вас…', 'Looking for you…'))
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      tell('')
      map.easeTo({ center: [coords.longitude, coords.latitude], zoom: Math.max(map.getZoom(), 14) })
    },
    () => tell(refused),
    { timeout: 10_000, maximumAge: 60_000 },
  )
}
