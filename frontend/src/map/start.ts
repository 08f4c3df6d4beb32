import { say } from '../lib/words'
import type { MapData } from './view'

/** The list and the forms work as they are; the map comes on top where the browser can draw one. */
export function start(root: HTMLElement): void {
  const data = JSON.parse(root.dataset['map'] ?? '') as MapData
  const canvas = document.getElementById('map-canvas')
  const still = document.getElementById('map-still')
  if (!canvas || !still) return
  if (!drawable()) return tell(say('Карта не открылась: браузер не умеет её рисовать. Вместо неё картинка и список.', 'The map did not open: this browser cannot draw it. There is a picture and a list instead.'))
  canvas.hidden = false
  still.hidden = true
  import('./shown').then(
    ({ show }) => show(root, canvas, data),
    () => {
      canvas.hidden = true
      still.hidden = false
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
