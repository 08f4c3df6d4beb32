import { openInto, plain } from '../lib/opening'
import { say } from '../lib/words'

const PATIENCE = 5000 // ms for a card; then the browser opens the page by itself

/** News for the operator, above whatever stands on the page; it stays when another page is put in its place. */
const note = typeof document === 'undefined' ? undefined : document.createElement('div')
let opening = false

/** Where news stand, and how they are followed without the mouse. Back from a card is the page before it, anew. */
export function showNews(): void {
  if (!note) return
  note.className = 'page call-note'
  note.setAttribute('role', 'status')
  document.querySelector('#main')?.prepend(note)
  const follow = (event: Event): void => {
    const offered = link()
    if (!offered) return
    event.preventDefault()
    void openCard(offered.href)
  }
  note.addEventListener('click', (event) => event.target instanceof HTMLAnchorElement && plain(event) && follow(event))
  document.addEventListener('keydown', (event) => event.key === 'F2' && follow(event))
  window.addEventListener('popstate', () => {
    if (!window.location.hash) window.location.reload()
  })
}

/** A link to the card, which F2 presses. */
export function offer(address: string): void {
  const line = document.createElement('p')
  line.className = 'note note--warning'
  const offered = document.createElement('a')
  offered.href = address
  offered.textContent = say('Новый звонок: открыть карточку', 'A new call: open the card')
  offered.setAttribute('aria-keyshortcuts', 'F2')
  line.append(offered, ' (F2)')
  note?.replaceChildren(line)
}

/**
 * The card in place of the page; while one opens, another is offered. What was typed into a form is kept by its own
 * island. The focus goes where the card's page would put it.
 */
export async function openCard(address: string): Promise<void> {
  const place = document.querySelector<HTMLElement>('#main > .page:not(.call-note)')
  if (opening || !place) return offer(address)
  opening = true
  if (link()?.pathname === new URL(address, window.location.href).pathname) note?.replaceChildren()
  const patience = new AbortController()
  const late = window.setTimeout(() => patience.abort(), PATIENCE)
  try {
    await openInto(place, address, patience.signal)
  } catch {
    return window.location.assign(address)
  } finally {
    window.clearTimeout(late)
    opening = false
  }
  window.scrollTo(0, 0)
  const heading = place.querySelector<HTMLElement>('h1')
  heading?.setAttribute('tabindex', '-1')
  const first = place.querySelector<HTMLElement>('[autofocus]') ?? heading
  first?.focus({ preventScroll: true })
  if (heading && !link()) note?.replaceChildren(spoken(heading.innerText))
}

function link(): HTMLAnchorElement | null {
  return note?.querySelector('a') ?? null
}

function spoken(words: string): HTMLElement {
  const line = document.createElement('p')
  line.className = 'visually-hidden'
  line.textContent = say(`Открыта карточка звонка: ${words}`, `The card of a call is open: ${words}`)
  return line
}
