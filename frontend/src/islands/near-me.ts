import { say } from '../lib/words'
import type { Island } from './mount'

/** Latitude and longitude to some hundred metres: an address that is kept and shared need not know the house. */
export function roughly({ latitude, longitude }: { latitude: number; longitude: number }): string {
  return `${latitude.toFixed(3)},${longitude.toFixed(3)}`
}

/**
 * A hidden button in a form with the fields `near`, `settlement`, `settlement_id` and `address`: it shows itself where
 * the browser can tell the place, and sends the form with it instead of what was typed.
 */
const nearMe: Island = (root) => {
  const form = root.closest('form')
  if (!form || !('geolocation' in navigator)) return
  const field = (name: string) => form.querySelector<HTMLInputElement>(`[name="${name}"]`)
  const said = document.createElement('p')
  said.setAttribute('role', 'status')
  root.after(said)
  root.hidden = false
  root.addEventListener('click', () => {
    said.textContent = say('Узнаём, где вы…', 'Finding out where you are…')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        for (const name of ['settlement', 'settlement_id', 'address']) {
          const typed = field(name)
          if (typed) typed.value = ''
        }
        const near = field('near')
        if (near) near.value = roughly(coords)
        form.requestSubmit()
      },
      () => {
        said.textContent = say('Браузер не сказал, где вы. Напишите населённый пункт.', 'The browser did not tell where you are. Name the settlement.')
      },
      { timeout: 10_000, maximumAge: 60_000 },
    )
  })
}

export default nearMe
