import { type Combobox, press } from './combobox'
import { debounce } from './debounce'
import { counted, plural, say } from './words'

export interface Row {
  label: string
  /** What it is, in a word; shown below the label. */
  about?: string
}

export interface Asking<R extends Row> {
  /** Where to ask for suggestions, or "" when there is too little to ask about. */
  address(text: string): string
  chosen(row: R): void
  /** The text was changed by hand. */
  edited?(): void
}

/** Make the input an ARIA combobox whose rows are fetched while typing. The focus stays in the input. */
export function suggesting<R extends Row>(input: HTMLInputElement, asking: Asking<R>): void {
  const list = listFor(input)
  const status = statusFor(input)
  let rows: R[] = []
  let box: Combobox = { open: false, active: -1, size: 0 }
  let asked: AbortController | undefined
  let chosen = '' // what stands in the input after a choice: nothing more is suggested to it

  const draw = (next: Combobox): void => {
    box = next
    list.hidden = !box.open
    input.setAttribute('aria-expanded', String(box.open))
    const options = [...list.children]
    options.forEach((option, n) => option.setAttribute('aria-selected', String(n === box.active)))
    const active = options[box.active]
    if (active) input.setAttribute('aria-activedescendant', active.id)
    else input.removeAttribute('aria-activedescendant')
    active?.scrollIntoView({ block: 'nearest' })
  }

  const choose = (n: number): void => {
    const row = rows[n]
    if (!row) return
    input.value = chosen = row.label
    asked?.abort()
    draw({ open: false, active: -1, size: rows.length })
    asking.chosen(row)
  }

  const show = (found: R[]): void => {
    rows = found
    list.replaceChildren(...rows.map((row, n) => optionOf(row, `${list.id}-${n}`)))
    draw({ open: rows.length > 0 && document.activeElement === input, active: -1, size: rows.length })
    status.textContent = told(rows.length)
  }

  const ask = debounce(() => {
    asked?.abort()
    if (chosen && input.value === chosen) return
    const address = asking.address(input.value)
    if (!address) return show([])
    asked = new AbortController()
    // No connection or an older question: the list stays as it is, the text is sent as typed.
    fetch(address, { signal: asked.signal, headers: { Accept: 'application/json' } })
      .then((answer) => (answer.ok ? (answer.json() as Promise<R[]>) : []))
      .then(show, () => undefined)
  }, 180)

  input.addEventListener('input', () => {
    chosen = ''
    asking.edited?.()
    ask.later()
  })
  input.addEventListener('keydown', (event) => {
    const active = box.active
    const next = press(box, event.key)
    if (next.act !== 'none') event.preventDefault()
    draw(next.box)
    if (next.act === 'choose') choose(active)
  })
  input.addEventListener('blur', () => draw({ ...box, open: false, active: -1 }))
  if (document.activeElement === input && input.value) ask.later()
  // mousedown, not click: the input must keep the focus.
  list.addEventListener('mousedown', (event) => {
    event.preventDefault()
    const option = event.target instanceof Element ? event.target.closest('[role=option]') : null
    if (option) choose([...list.children].indexOf(option))
  })
}

function listFor(input: HTMLInputElement): HTMLUListElement {
  const frame = document.createElement('div')
  frame.className = 'suggest'
  const held = document.activeElement === input // the script came while the person was typing
  input.replaceWith(frame)
  const list = document.createElement('ul')
  list.className = 'suggest__list'
  list.id = `${input.id}-list`
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', say('Подсказки', 'Suggestions'))
  frame.append(input, list)
  const attributes = { role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false' }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
  input.setAttribute('aria-controls', list.id)
  if (held) input.focus({ preventScroll: true })
  return list
}

function statusFor(input: HTMLInputElement): HTMLElement {
  const status = document.createElement('p')
  status.className = 'visually-hidden'
  status.setAttribute('role', 'status')
  input.parentElement?.after(status)
  return status
}

function optionOf(row: Row, id: string): HTMLLIElement {
  const option = document.createElement('li')
  option.className = 'suggest__option'
  option.id = id
  option.setAttribute('role', 'option')
  option.textContent = row.label
  if (row.about) {
    const about = document.createElement('span')
    about.className = 'suggest__kind'
    about.textContent = row.about
    option.append(' ', about)
  }
  return option
}

function told(n: number): string {
  const words = plural(n, 'подсказка', 'подсказки', 'подсказок')
  return n ? say(`${n} ${words}, выбирайте стрелками`, `${counted(n, 'suggestion')}, use the arrow keys`) : ''
}
