import { type Combobox, press } from '../lib/combobox'
import { debounce } from '../lib/debounce'
import { counted, plural, say } from '../lib/words'
import type { Island } from './mount'

export interface Suggestion {
  id: string
  label: string
}

/** Address of a search, or "" when there is too little to look for. */
export function question(url: string, text: string, settlement: string): string {
  const q = text.trim()
  if (q.length < 2) return ''
  const query = new URLSearchParams(settlement ? { settlement, q } : { q })
  return `${url}${url.includes('?') ? '&' : '?'}${query.toString()}`
}

/**
 * On <input data-url="/places/suggest" data-settlement="field-settlement" data-into="address_id">: an ARIA combobox.
 * data-settlement: id of the field whose value narrows the search; data-into: name of the hidden field that takes the
 * chosen row's id (emptied when the text is edited). Without JavaScript the server searches for the text.
 */
const addressSuggest: Island = (root) => {
  if (!(root instanceof HTMLInputElement) || !root.dataset['url']) return
  const input = root
  const url = root.dataset['url']
  const list = listFor(input)
  const status = statusFor(input)
  let rows: Suggestion[] = []
  let box: Combobox = { open: false, active: -1, size: 0 }
  let asked: AbortController | undefined

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
    input.value = row.label
    setInto(input, row.id)
    draw({ open: false, active: -1, size: rows.length })
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }

  const show = (found: Suggestion[]): void => {
    rows = found
    list.replaceChildren(...rows.map((row, n) => optionOf(row, `${list.id}-${n}`)))
    draw({ open: rows.length > 0 && document.activeElement === input, active: -1, size: rows.length })
    status.textContent = told(rows.length)
  }

  const ask = debounce(() => {
    asked?.abort()
    const address = question(url, input.value, settlementOf(input))
    if (!address) return show([])
    asked = new AbortController()
    // No connection or an older question: the list stays as it is, the text is sent as typed.
    fetch(address, { signal: asked.signal, headers: { Accept: 'application/json' } })
      .then((answer) => (answer.ok ? (answer.json() as Promise<Suggestion[]>) : []))
      .then(show, () => undefined)
  }, 180)

  input.addEventListener('input', () => {
    setInto(input, '')
    ask.later()
  })
  input.addEventListener('keydown', (event) => {
    const chosen = box.active
    const next = press(box, event.key)
    if (next.act !== 'none') event.preventDefault()
    draw(next.box)
    if (next.act === 'choose') choose(chosen)
  })
  input.addEventListener('blur', () => draw({ ...box, open: false, active: -1 }))
  if (document.activeElement === input) ask.later()
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

function optionOf(row: Suggestion, id: string): HTMLLIElement {
  const option = document.createElement('li')
  option.className = 'suggest__option'
  option.id = id
  option.setAttribute('role', 'option')
  option.textContent = row.label
  return option
}

function settlementOf(input: HTMLInputElement): string {
  const field = document.getElementById(input.dataset['settlement'] ?? '')
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : ''
}

function setInto(input: HTMLInputElement, id: string): void {
  const hidden = input.form?.elements.namedItem(input.dataset['into'] ?? '')
  if (hidden instanceof HTMLInputElement) hidden.value = id
}

function told(n: number): string {
  const words = plural(n, 'подсказка', 'подсказки', 'подсказок')
  return n ? say(`${n} ${words}, выбирайте стрелками`, `${counted(n, 'suggestion')}, use the arrow keys`) : ''
}

export default addressSuggest
