import type { Island } from './mount'

const AA = 4.5

/** Contrast of a colour «#1450b8» with white, as WCAG counts it; null: not a colour. */
export function contrastWithWhite(colour: string): number | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour.trim())
  if (!found) return null
  const [r = 0, g = 0, b = 0] = found.slice(1).map((part) => {
    const c = parseInt(part, 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
}

/** Beside the field: the device's own choice of colours, and while one is typed whether words in it can be read.
 *  The server decides. */
const accentCheck: Island = (root) => {
  const input = root.querySelector('input')
  if (!input) return
  const pick = document.createElement('input')
  pick.type = 'color'
  pick.className = 'accent-pick'
  pick.setAttribute('aria-label', root.dataset['pick'] ?? '')
  const said = document.createElement('p')
  said.setAttribute('role', 'status')
  said.className = 'small'
  root.append(pick, said)
  const show = (): void => {
    const ratio = contrastWithWhite(input.value)
    const words = ratio !== null && ratio >= AA ? root.dataset['good'] : root.dataset['bad']
    said.textContent = ratio === null ? '' : (words ?? '').replace('@', ratio.toFixed(1))
    if (ratio !== null) pick.value = input.value.trim().toLowerCase()
  }
  input.addEventListener('input', show)
  pick.addEventListener('input', () => {
    input.value = pick.value
    show()
  })
  show()
}

export default accentCheck
