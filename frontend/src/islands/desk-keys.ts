import type { Island } from './mount'

/** Kept in the browser: whoever switched the single letters off finds them off on every page (WCAG 2.1.4). */
const KEPT = 'otklik-desk-keys'
const TYPING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'

export interface Press {
  code: string
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
  repeat: boolean
}

/**
 * The name of a pressed key as `data-key` has it: by its place on the board, so that it is the same in the Russian layout;
 * "" for what is none of ours.
 */
export function named(press: Press): string {
  if (press.ctrlKey || press.altKey || press.metaKey) return ''
  if (press.key === '?' || (press.code === 'Slash' && press.shiftKey)) return '?'
  if (press.code === 'Slash') return '/'
  if (press.shiftKey) return ''
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1]
  return letter ? letter.toLowerCase() : ''
}

/** A row further or back; at an end it stays. From nowhere: the first. */
export function stepped(from: number, by: 1 | -1, rows: number): number {
  return from < 0 ? 0 : Math.min(Math.max(from + by, 0), rows - 1)
}

/**
 * On the page of the desk: single letters press what has `data-key`, J and K walk the rows of the list, X marks one, «?»
 * opens the sheet of keys. Never while somebody types.
 */
const deskKeys: Island = (root) => {
  const sheet = root.querySelector<HTMLDialogElement>('dialog')
  const box = sheet?.querySelector<HTMLInputElement>('input[type=checkbox]')
  const on = (): boolean => window.localStorage.getItem(KEPT) !== 'off'
  const mark = (): void => void document.documentElement.classList.toggle('with-keys', on())
  mark()
  if (box) box.checked = on()
  box?.addEventListener('change', () => {
    window.localStorage.setItem(KEPT, box.checked ? 'on' : 'off')
    mark()
  })
  const button = root.querySelector<HTMLElement>('[data-sheet]')
  if (button) button.hidden = false
  button?.addEventListener('click', () => sheet?.showModal())
  sheet?.querySelector('[data-close]')?.addEventListener('click', () => sheet.close())
  document.addEventListener('keydown', (event) => {
    const key = named(event)
    const typing = event.target instanceof Element && event.target.closest<HTMLElement>(TYPING)
    // Out of the field and back to the letters; an open list of suggestions closes first.
    if (typing && event.key === 'Escape' && typing.getAttribute('aria-expanded') !== 'true') typing.blur()
    if (!key || typing || !on() || document.querySelector('dialog[open]')) return
    if (act(key, event.repeat, sheet)) event.preventDefault()
  })
}

function act(key: string, repeated: boolean, sheet: HTMLDialogElement | null): boolean {
  if (key === 'j' || key === 'k') return walk(key === 'j' ? 1 : -1)
  if (repeated) return false
  if (key === '?') sheet?.showModal()
  else if (key === 'x') return select()
  else return press(key)
  return true
}

function rows(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')]
}

/** The row in hand: with the focus in it, else the open one. */
function here(all: HTMLAnchorElement[]): number {
  const focused = document.activeElement?.closest('li')?.querySelector('a[data-row]')
  const at = all.findIndex((row) => row === focused)
  return at >= 0 ? at : all.findIndex((row) => row.hasAttribute('aria-current'))
}

/** On a narrow screen the list is not there beside an open appeal: the next one opens. */
function walk(by: 1 | -1): boolean {
  const all = rows()
  const row = all[stepped(here(all), by, all.length)]
  if (!row) return false
  if (row.checkVisibility()) row.focus()
  else window.location.assign(row.href)
  return true
}

function select(): boolean {
  const all = rows()
  const box = all[here(all)]?.closest('li')?.querySelector<HTMLInputElement>('input[type=checkbox]')
  box?.click()
  return box !== undefined && box !== null
}

/** A button is pressed; what folds opens, and its first field waits for words. */
function press(key: string): boolean {
  const target = [...document.querySelectorAll<HTMLElement>(`[data-key="${key}"]`)].find((one) => one.checkVisibility())
  if (!target) return false
  const fold = target.closest('details')
  if (fold && target.tagName === 'SUMMARY') {
    fold.open = true
    target.focus()
    const field = fold.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea, button')
    requestAnimationFrame(() => field?.focus())
  } else target.click()
  return true
}

export default deskKeys
