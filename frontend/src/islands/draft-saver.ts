import { csrfToken } from '../lib/csrf'
import { debounce } from '../lib/debounce'
import { SAVED } from '../lib/events'
import { say } from '../lib/words'
import type { Island } from './mount'

/** The text fields of a form as a body; files travel by themselves. */
export function body(entries: Iterable<[string, FormDataEntryValue]>): URLSearchParams {
  const out = new URLSearchParams()
  for (const [name, value] of entries) if (typeof value === 'string') out.append(name, value)
  return out
}

/** «14:05» of the person's own clock. */
export function clockTime(at: Date): string {
  return at.toLocaleTimeString(say('ru-RU', 'en-GB'), { hour: '2-digit', minute: '2-digit' })
}

export type Kept = 'kept' | 'changed' | 'lost'

/** changed: somebody else has written meanwhile (409); saving again would not help. */
export function kept(status: number): Kept {
  if (status === 409) return 'changed'
  return status >= 200 && status < 300 ? 'kept' : 'lost'
}

/** What the person reads below the form. */
export function told(how: Kept, at: string): string {
  if (how === 'kept') return say(`Черновик сохранён в ${at}`, `Draft saved at ${at}`)
  if (how === 'lost') return say('Черновик пока не сохранён: нет связи', 'The draft is not saved yet: no connection')
  return say(
    'Не сохранено: это изменил кто-то другой. Нажмите «Сохранить», чтобы сравнить: ваш текст останется.',
    'Not saved: somebody else has changed this. Press “Save” to compare: your text will stay.',
  )
}

const QUIET = 1500 // ms without typing before a save
const RETRY = 15_000 // ms after a failed one

/**
 * On <form data-url="/new/…/draft">: saves itself while it is being filled in and when the page is left. The server
 * answers 2xx without a body, 409 where somebody else has written. Without JavaScript each step is saved when it is sent.
 */
const draftSaver: Island = (root) => {
  if (!(root instanceof HTMLFormElement) || !root.dataset['url']) return
  const url = root.dataset['url']
  const note = document.createElement('p')
  note.className = 'draft-note'
  note.setAttribute('role', 'status')
  root.append(note)
  let last = body(new FormData(root)).toString()
  let sent = false

  const save = async (leaving: boolean): Promise<void> => {
    const now = body(new FormData(root))
    if (sent || now.toString() === last) return
    const before = last
    last = now.toString()
    const headers = { 'X-CSRFToken': csrfToken(root) }
    const how = await fetch(url, { method: 'POST', body: now, headers, keepalive: leaving }).then(
      (answer) => kept(answer.status),
      (): Kept => 'lost',
    )
    if (how === 'lost') {
      last = before
      window.setTimeout(() => void save(false), RETRY)
    }
    if (how === 'kept') root.dispatchEvent(new CustomEvent(SAVED, { bubbles: true }))
    note.textContent = told(how, clockTime(new Date()))
  }

  const soon = debounce(() => void save(false), QUIET)
  root.addEventListener('input', () => soon.later())
  root.addEventListener('change', () => soon.later())
  root.addEventListener('submit', () => (sent = true))
  window.addEventListener('pageshow', () => (sent = false))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save(true)
  })
}

export default draftSaver
