import { say } from '../lib/words'
import type { Island } from './mount'
import { placeAt } from './reorder'

/** Codes in their order after a press: what has no place yet goes to the end, what has one moves or gives it up. */
export function pressed(order: readonly string[], code: string, deed: 'next' | 'up' | 'down' | 'out', most: number): string[] {
  const at = order.indexOf(code)
  const rest = order.filter((one) => one !== code)
  if (deed === 'out') return rest
  if (at === -1) return rest.length < most ? [...rest, code] : [...rest]
  const to = deed === 'up' ? at - 1 : deed === 'down' ? at + 1 : at
  rest.splice(Math.max(0, Math.min(to, rest.length)), 0, code)
  return rest
}

/** The same after a drag: `code` at the place `to`. Where all places are taken the last one gives way to a new one. */
export function dropped(order: readonly string[], code: string, to: number, most: number): string[] {
  const rest = order.filter((one) => one !== code)
  rest.splice(to, 0, code)
  return rest.slice(0, most)
}

interface Row {
  element: HTMLElement
  select: HTMLSelectElement
  name: string
  buttons: Record<'next' | 'up' | 'down' | 'out', HTMLButtonElement>
  mark: HTMLElement
  grip: HTMLElement
}

/**
 * Around a list whose rows have a <select> of places: the selects are put away, one presses the rows in order and moves
 * them by «выше» and «ниже», or drags them by the grip. The selects stay what is sent.
 */
const ranking: Island = (root) => {
  const list = root.querySelector<HTMLElement>('[data-part="list"]')
  const told = root.querySelector<HTMLElement>('[data-part="told"]')
  if (!list) return
  const rows = [...list.querySelectorAll<HTMLElement>('[data-part="row"]')].flatMap((element) => dressed(element))
  const most = Math.max(0, ...rows.map((row) => row.select.options.length - 1))
  const place = (row: Row): number => Number(row.select.value) || Infinity
  let order = rows
    .filter((row) => row.select.value)
    .sort((a, b) => place(a) - place(b))
    .map((row) => row.select.name)

  const show = (): void => {
    for (const row of rows) {
      const at = order.indexOf(row.select.name)
      const placed = at !== -1
      row.select.value = placed ? String(at + 1) : ''
      row.mark.textContent = placed ? String(at + 1) : ''
      row.element.classList.toggle('ranking__row--placed', placed)
      row.buttons.next.hidden = placed || order.length >= most
      row.buttons.next.textContent = say(`Поставить ${order.length + 1}-м`, `Make it no. ${order.length + 1}`)
      row.buttons.next.setAttribute('aria-label', `${row.buttons.next.textContent}: ${row.name}`)
      for (const deed of ['up', 'down', 'out'] as const) row.buttons[deed].hidden = !placed
      row.buttons.up.disabled = at === 0
      row.buttons.down.disabled = at === order.length - 1
    }
    // Only what moved is moved: the pressed button keeps the focus.
    const sorted = [...rows].sort((a, b) => place(a) - place(b))
    sorted.forEach((row, n) => {
      if (list.children[n] !== row.element) list.insertBefore(row.element, list.children[n] ?? null)
    })
    root.dispatchEvent(new Event('change', { bubbles: true }))
  }
  const press = (row: Row, deed: 'next' | 'up' | 'down' | 'out'): void => {
    order = pressed(order, row.select.name, deed, most)
    show()
    const wanted = [row.buttons[deed], row.buttons.up, row.buttons.down, row.buttons.next]
    wanted.find((button) => !button.hidden && !button.disabled)?.focus()
    tell(row)
  }
  const tell = (row: Row): void => {
    const at = order.indexOf(row.select.name)
    if (told) told.textContent = at === -1 ? say(`${row.name}: без места`, `${row.name}: no place`) : say(`${row.name}: место ${at + 1}`, `${row.name}: place ${at + 1}`)
  }
  /** Listens at the document: a row that moves in the list would lose a captured pointer. */
  const drag = (row: Row, down: PointerEvent): void => {
    if (down.button !== 0) return
    down.preventDefault()
    row.element.classList.add('ranking__row--held')
    const move = (event: PointerEvent): void => {
      const others = rows.filter((one) => one !== row && order.includes(one.select.name)).sort((a, b) => place(a) - place(b))
      const boxes = others.map((one) => one.element.getBoundingClientRect())
      const to = placeAt(boxes.map((box) => box.top + box.height / 2), event.clientY)
      const wanted = dropped(order, row.select.name, to, most)
      if (wanted.join() === order.join()) return
      order = wanted
      show()
    }
    const over = new AbortController()
    const end = (): void => {
      over.abort()
      row.element.classList.remove('ranking__row--held')
      tell(row)
    }
    document.addEventListener('pointermove', move, { signal: over.signal })
    for (const kind of ['pointerup', 'pointercancel'] as const) document.addEventListener(kind, end, { signal: over.signal })
  }
  for (const row of rows) {
    row.grip.addEventListener('pointerdown', (event) => drag(row, event))
    for (const deed of ['next', 'up', 'down', 'out'] as const) row.buttons[deed].addEventListener('click', () => press(row, deed))
  }
  root.classList.add('ranking--by-buttons')
  show()
}

function dressed(element: HTMLElement): Row[] {
  const select = element.querySelector('select')
  const name = element.querySelector('[data-part="name"]')?.textContent?.trim() ?? ''
  if (!select) return []
  const button = (words: string, spoken: string): HTMLButtonElement => {
    const made = document.createElement('button')
    made.type = 'button'
    made.className = 'button button--quiet button--small'
    made.textContent = words
    made.setAttribute('aria-label', `${spoken}: ${name}`)
    return made
  }
  const buttons = {
    next: button('', ''),
    up: button('↑', say('Выше', 'Higher')),
    down: button('↓', say('Ниже', 'Lower')),
    out: button('×', say('Убрать с места', 'Take away')),
  }
  const mark = document.createElement('span')
  mark.className = 'ranking__mark'
  const way = document.createElement('span')
  way.className = 'ranking__ways'
  way.append(buttons.next, buttons.up, buttons.down, buttons.out)
  const grip = document.createElement('span')
  grip.className = 'ranking__grip'
  grip.dataset['part'] = 'grip'
  grip.textContent = '⠿'
  grip.ariaHidden = 'true' // the keyboard has the buttons
  select.hidden = true
  element.prepend(grip, mark)
  element.append(way)
  return [{ element, select, name, buttons, mark, grip }]
}

export default ranking
