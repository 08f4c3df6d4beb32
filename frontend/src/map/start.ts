import { say } from '../lib/words'
import type { MapData } from './view'

/** The list and the forms work as they are; the map comes on top where the browser can draw one. */
export function start(root: HTMLElement): void {
  const data = JSON.parse(root.dataset['map'] ?? '') as MapData
  const canvas = document.getElementById('map-canvas')
  if (!canvas) return
  if (!drawable()) return tell(say('Карта не открылась: браузер не умеет её рисовать. Всё, что на ней есть, стоит в списке.', 'The map did not open: this browser cannot draw it. All that is on it stands in the list.'))
  canvas.hidden = false
  import('./shown').then(
    ({ show }) => show(root, canvas, data),
    () => {
      canvas.hidden = true
      tell(say('Карта не загрузилась. Обновите страницу или пользуйтесь списком.', 'The map did not load. Reload the page or use the list.'))
    },
  )
}

function drawable(): boolean {
  return Boolean(document.createElement('canvas').getContext('webgl2'))
}

export function tell(words: string): void {
  const status = document.getElementById('map-status')
  if (status) status.textContent = words
}
