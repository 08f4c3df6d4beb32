import { csrfToken } from '../lib/csrf'
import type { Island } from './mount'

/** `codes` with the one at `from` at the place `to`; out of bounds is the nearest end. */
export function moved(codes: readonly string[], from: number, to: number): string[] {
  const rest = codes.filter((_, place) => place !== from)
  const code = codes[from]
  if (code !== undefined) rest.splice(Math.max(0, Math.min(to, rest.length)), 0, code)
  return rest
}

/** Which of the rows, by their middles from the top, a pointer at `y` stands before. */
export function placeAt(middles: readonly number[], y: number): number {
  const place = middles.findIndex((middle) => y < middle)
  return place === -1 ? middles.length : place
}

/**
 * On a <form> with `data-part=list`: its rows (`data-code`) are dragged by their handles or moved by the arrows on them.
 * The whole order is saved each time; the buttons «up» and «down» of the page without a script are put away.
 */
const reorder: Island = (root) => {
  const list = root.querySelector<HTMLElement>('[data-part="list"]')
  const told = root.querySelector<HTMLElement>('[data-part="told"]')
  if (!(root instanceof HTMLFormElement) || !list) return
  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(':scope > [data-code]')]
  const codes = (): string[] => rows().map((row) => row.dataset['code'] ?? '')
  const say = (words: string): void => {
    if (told) told.textContent = words
  }

  let saved = codes().join()
  let pause = 0
  const save = async (): Promise<void> => {
    const order = codes().join()
    if (order === saved) return
    const form = new FormData(root)
    form.set('order', order)
    const headers = { Accept: 'application/json', 'X-CSRFToken': csrfToken(list) }
    const answer = await fetch(root.action, { method: 'POST', body: form, headers }).catch(() => null)
    if (answer?.ok) saved = order
    if (order !== codes().join()) return // another move is under way, and its own saving tells of itself
    say((answer?.ok ? root.dataset['saved'] : root.dataset['failed']) ?? '')
  }
  const put = (row: HTMLElement, place: number): void => {
    const all = rows()
    const from = all.indexOf(row)
    const code = moved(codes(), from, place).indexOf(row.dataset['code'] ?? '')
    const rest = all.filter((one) => one !== row)
    list.insertBefore(row, rest[code] ?? null)
  }

  const onArrow = (event: KeyboardEvent, row: HTMLElement, handle: HTMLElement): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!step) return
    event.preventDefault()
    put(row, rows().indexOf(row) + step)
    handle.focus()
    say(`${root.dataset['place'] ?? ''} ${rows().indexOf(row) + 1} / ${rows().length}`)
    clearTimeout(pause)
    pause = window.setTimeout(() => void save(), 800)
  }
  const onDrag = (down: PointerEvent, row: HTMLElement, handle: HTMLElement): void => {
    handle.setPointerCapture(down.pointerId)
    row.classList.add('reorder__row--held')
    const move = (event: PointerEvent): void => {
      const middles = rows()
        .filter((one) => one !== row)
        .map((one) => one.getBoundingClientRect())
        .map((box) => box.top + box.height / 2)
      put(row, placeAt(middles, event.clientY))
    }
    const end = (): void => {
      handle.removeEventListener('pointermove', move)
      row.classList.remove('reorder__row--held')
      void save()
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('lostpointercapture', end, { once: true })
  }

  for (const row of rows()) {
    const handle = row.querySelector<HTMLElement>('[data-part="handle"]')
    if (!handle) continue
    handle.hidden = false
    handle.addEventListener('keydown', (event) => onArrow(event, row, handle))
    handle.addEventListener('pointerdown', (event) => onDrag(event, row, handle))
  }
  root.dataset['ready'] = ''
}

export default reorder
