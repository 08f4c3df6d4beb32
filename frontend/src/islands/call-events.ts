import { offer, openCard, showNews } from '../calls/card'
import { fresh, isMine, listening, type News, parsed, typedIn } from '../calls/news'
import type { Island } from './mount'

const EVERY = 2000 // ms between two questions while nothing is streamed

/** The part of the page that shows calls now; what is heard outlives it when another page is put in its place. */
let desk: HTMLElement | undefined

/**
 * On an element with data-url (list of calls), data-stream, data-newest, data-seat, data-call (address before a call's
 * id). With data-opens a call for this desk opens its card at once, in place of the page, unless something is being
 * typed; without it, and while typing, a link to it is shown, which F2 presses. Streamed where there is a stream, else
 * asked for every two seconds.
 */
const callEvents: Island = (root) => {
  const isFirst = desk === undefined
  desk = root
  if (isFirst) listen(root)
}

function listen(root: HTMLElement): void {
  const { url = '', stream = '', seat = '', call = '' } = root.dataset
  let newest = Number(root.dataset['newest'])
  showNews()
  // What the first call needs comes while nobody calls.
  void Promise.all([import('./call-form'), import('./address-suggest'), import('./confirm-once')])

  const hear = (found: News[]): boolean => {
    const heard = fresh(found, newest)
    newest = heard.newest
    const mine = heard.news.filter((one) => isMine(one, seat)).at(-1)
    const address = `${call}${mine?.call}`
    if (!mine || window.location.pathname === address) return false
    const opens = desk?.dataset['opens'] !== undefined && !typedIn(document.querySelectorAll<HTMLInputElement>('main input, main textarea'))
    if (opens) void openCard(address)
    else offer(address)
    return opens
  }

  const ask = async (): Promise<void> => {
    const answer = await fetch(`${url}?after=${newest}`).catch(() => null)
    if (!answer?.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const list = page.querySelector<HTMLElement>('[data-part=list]')
    const there = desk?.querySelector<HTMLElement>('[data-part=list]')
    if (list && there && !there.contains(document.activeElement)) there.replaceWith(list)
    hear(parsed(list?.dataset['news'] ?? ''))
  }

  let source: EventSource | undefined
  const from = listening(stream, newest)
  if (from) {
    source = new EventSource(from, { withCredentials: true })
    source.addEventListener('call', (event: MessageEvent<string>) => {
      if (!hear(parsed(event.data)) && desk?.querySelector('[data-part=list]')) void ask()
    })
    source.addEventListener('open', () => void ask())
    window.addEventListener('pagehide', () => source?.close())
  }
  window.setInterval(() => {
    if (source?.readyState !== EventSource.OPEN && document.visibilityState === 'visible') void ask()
  }, EVERY)
}

export default callEvents
