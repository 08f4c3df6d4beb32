import type { Island } from './mount'

/** Rows from one to the other, both ends included, whichever was pressed first. */
export function between(first: number, last: number): number[] {
  const start = Math.min(first, last)
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, n) => start + n)
}

/**
 * On the form of a batch, whose boxes stand in the list: the first marked row opens it, it says how many are marked, and
 * Shift marks all rows since the last one.
 */
const deskBatch: Island = (root) => {
  if (!(root instanceof HTMLFormElement)) return
  // Not root.id: the boxes are called «id», and a form's fields hide its own properties.
  const name = root.getAttribute('id') ?? ''
  const boxes = [...document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][form="${name}"]`)]
  const fold = root.querySelector('details')
  const count = root.querySelector<HTMLElement>('[data-count]')
  const whole = root.querySelector<HTMLElement>('[data-all]')
  const all = whole?.querySelector('input')
  let last = -1
  const tell = (): void => {
    const marked = boxes.filter((box) => box.checked).length
    if (count) {
      count.textContent = String(marked)
      count.hidden = marked === 0
    }
    if (fold && marked > 0) fold.open = true
    if (all) {
      all.checked = marked === boxes.length
      all.indeterminate = marked > 0 && marked < boxes.length
    }
  }
  boxes.forEach((box, n) => {
    box.addEventListener('click', (event) => {
      if (event.shiftKey && last >= 0) for (const i of between(last, n)) boxes[i]!.checked = box.checked
      last = n
      tell()
    })
  })
  if (whole) whole.hidden = false
  all?.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
    tell()
  })
  tell()
}

export default deskBatch
