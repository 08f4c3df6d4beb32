import { openInto, plain } from '../lib/opening'
import type { Island } from './mount'

/** From this width on the list and the appeal stand beside each other (styles/desk.css). */
const WIDE = '(min-width: 80em)'

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
  await openInto(item, link.href, signal)
  item.closest('.split')?.classList.add('split--opened')
  for (const row of document.querySelectorAll('a[data-row][aria-current]')) row.removeAttribute('aria-current')
  link.setAttribute('aria-current', 'true')
  item.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  if (item.getBoundingClientRect().top < 0) item.scrollIntoView()
}

export default deskSplit
