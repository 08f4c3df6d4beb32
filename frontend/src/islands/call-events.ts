import { say } from '../lib/words'
import type { Island } from './mount'

/** What the server tells of a call; nothing personal. */
export interface News {
  id: number
  call: number
  event: string
  extension: string
}

const EVERY = 2000 // ms between two questions while nothing is streamed

/** Whether this desk is meant: its own extension rings or answers, or a call rings at nobody's in particular. */
export function isMine(news: News, seat: string): boolean {
  if (news.event === 'ended') return false
  return news.extension ? news.extension === seat : news.event === 'ringing'
}

/** News not seen before, oldest first, and the newest id. */
export function fresh(found: readonly News[], newest: number): { news: News[]; newest: number } {
  const news = found.filter((one) => one.id > newest).sort((x, y) => x.id - y.id)
  return { news, newest: news.at(-1)?.id ?? newest }
}

/** News as the server wrote them; what cannot be read is none. */
export function parsed(text: string): News[] {
  try {
    const said: unknown = JSON.parse(text)
    return (Array.isArray(said) ? said : [said]) as News[]
  } catch {
    return []
  }
}

/** The address of the stream, from the last event on; "" for none. */
export function listening(stream: string, newest: number): string {
  return stream && `${stream}${stream.includes('?') ? '&' : '?'}after=${newest}`
}

/**
 * On an element with data-url (list of calls), data-stream, data-newest, data-seat, data-call (address before a call's
 * id). With data-opens a call for this desk opens its card at once, unless something is being typed; without it, and
 * while typing, a link to it is shown. Streamed where there is a stream, else asked for every two seconds.
 */
const callEvents: Island = (root) => {
  const { url = '', stream = '', seat = '', call = '' } = root.dataset
  let newest = Number(root.dataset['newest'])
  const note = document.createElement('div')
  note.setAttribute('role', 'status')
  root.prepend(note)

  const hear = (found: News[]): void => {
    const heard = fresh(found, newest)
    newest = heard.newest
    const mine = heard.news.filter((one) => isMine(one, seat)).at(-1)
    if (!mine || window.location.pathname === `${call}${mine.call}`) return
    if (root.dataset['opens'] && !isTyping()) window.location.assign(`${call}${mine.call}`)
    else note.replaceChildren(linkTo(`${call}${mine.call}`))
  }

  const ask = async (): Promise<void> => {
    const answer = await fetch(`${url}?after=${newest}`).catch(() => null)
    if (!answer?.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const list = page.querySelector<HTMLElement>('[data-part=list]')
    const there = root.querySelector<HTMLElement>('[data-part=list]')
    if (list && there && !there.contains(document.activeElement)) there.replaceWith(list)
    hear(parsed(list?.dataset['news'] ?? ''))
  }

  let source: EventSource | undefined
  const from = listening(stream, newest)
  if (from) {
    source = new EventSource(from, { withCredentials: true })
    source.addEventListener('call', (event: MessageEvent<string>) => {
      hear(parsed(event.data))
      void ask() // the list beside it
    })
    source.addEventListener('open', () => void ask())
    window.addEventListener('pagehide', () => source?.close())
  }
  window.setInterval(() => {
    if (source?.readyState !== EventSource.OPEN && document.visibilityState === 'visible') void ask()
  }, EVERY)
}

function isTyping(): boolean {
  const on = document.activeElement
  return on instanceof HTMLInputElement && on.value !== '' && on.type !== 'hidden'
}

function linkTo(address: string): HTMLElement {
  const line = document.createElement('p')
  line.className = 'note note--warning'
  const link = document.createElement('a')
  link.href = address
  link.textContent = say('Новый звонок: открыть карточку', 'A new call: open the card')
  line.append(link)
  return line
}

export default callEvents
