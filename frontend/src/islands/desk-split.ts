import { type Island, mountAll } from './mount'

/** From this width on the list and the appeal stand beside each other (styles/desk.css). */
const WIDE = '(min-width: 80em)'

/** A plain press of the first button, or Enter: with Ctrl and the like the browser opens a window of its own. */
export function plain(press: Pick<MouseEvent, 'button' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): boolean {
  return press.button === 0 && !press.ctrlKey && !press.metaKey && !press.shiftKey && !press.altKey
}

/**
 * On the list and the appeal beside it: a row of the list opens on the right while the list stays where it is. Narrow
 * screens, and whatever goes wrong, open the page as the link says.
 */
const deskSplit: Island = (root) => {
  const item = root.querySelector<HTMLElement>('#item')
  if (!item) return
  let asked: AbortController | null = null
  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-row]') : null
    if (!link || !plain(event) || !window.matchMedia(WIDE).matches) return
    event.preventDefault()
    asked?.abort()
    asked = new AbortController()
    open(link, item, asked.signal).catch((trouble: unknown) => {
      if (!(trouble instanceof DOMException && trouble.name === 'AbortError')) window.location.assign(link.href)
    })
  })
  window.addEventListener('popstate', () => window.location.reload())
}

async function open(link: HTMLAnchorElement, item: HTMLElement, signal: AbortSignal): Promise<void> {
  const answer = await fetch(link.href, { headers: { 'HX-Request': 'true' }, signal })
  if (!answer.ok || answer.redirected) throw new Error('not the appeal: a page of its own says what is the matter')
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  item.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)))
  item.closest('.split')?.classList.add('split--opened')
  for (const row of document.querySelectorAll('a[data-row][aria-current]')) row.removeAttribute('aria-current')
  link.setAttribute('aria-current', 'true')
  window.history.pushState(null, '', link.href)
  mountAll(item)
  const heading = item.querySelector<HTMLElement>('h1')
  document.title = heading?.textContent ?? document.title
  heading?.focus({ preventScroll: true })
  if (item.getBoundingClientRect().top < 0) item.scrollIntoView()
}

export default deskSplit
