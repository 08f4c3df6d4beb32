import { put } from '../calls/parts'
import { pressing } from '../calls/pin'
import { csrfToken } from '../lib/csrf'
import { debounce } from '../lib/debounce'
import { fill, type Field, unsaved } from '../lib/unsaved'
import { inTurn } from '../lib/turns'
import { say } from '../lib/words'
import { body, clockTime } from './draft-saver'
import type { Island } from './mount'

/** Fields on which the script of the topic and the list of what is alike hang. */
const ASKED = new Set(['settlement', 'settlement_choice', 'address', 'side', 'topic', 'topic_choice', 'kind'])
const QUIET = 800 // ms without typing before a save
const RETRY = 5000 // ms after a failed one
const HINTS = 300 // ms after a choice: the address and its settlement change together

/** What the line under the form says of a save. */
export function told(status: number, text: string, at: Date): string {
  if (status >= 200 && status < 300) {
    return say(`Сохранено в ${clockTime(at)}`, `Saved at ${clockTime(at)}`)
  }
  return text || say('Пока не сохранено: нет связи', 'Not saved yet: no connection')
}

/**
 * On <form data-save data-hints> of a call: saves itself while it is filled in, asks for hints when place or topic were
 * chosen. Enter looks things up, Ctrl+Enter files. Without JavaScript the first button of the form looks up.
 */
const callForm: Island = (root) => {
  if (!(root instanceof HTMLFormElement) || !root.dataset['save']) return
  const form = root
  const { save = '', hints = '' } = form.dataset
  const note = form.querySelector('[data-part=saved]')
  let last = body(new FormData(form)).toString()
  let sent = false
  const kept = unsaved(save, window.sessionStorage)
  if (kept.take()) fill([...form.elements] as unknown as Field[], kept.take())
  let turn = 0
  const queued = inTurn()

  const keepNow = async (leaving = false): Promise<boolean> => {
    const now = body(new FormData(form))
    if (sent || now.toString() === last) return true
    const before = last
    last = now.toString()
    const headers = { 'X-CSRFToken': csrfToken(form), Accept: 'application/json' }
    const answer = await fetch(save, { method: 'POST', body: now, headers, keepalive: leaving }).catch(() => null)
    const refused = answer && !answer.ok ? await answer.json().then((said: { text?: string }) => said.text, () => '') : ''
    if (note) note.textContent = told(answer?.status ?? 0, refused ?? '', new Date())
    if (answer?.ok) {
      if (kept.take() === now.toString()) kept.drop()
      return true
    }
    last = before
    if (!refused) window.setTimeout(() => void keep(), RETRY)
    return false
  }

  const keep = (): Promise<boolean> => queued(keepNow)

  const ask = async (): Promise<void> => {
    const mine = ++turn
    if (!(await keep())) return
    const answer = await fetch(hints).catch(() => null)
    if (!answer?.ok || mine !== turn) return
    const page = await answer.text()
    if (mine === turn) put(form, page)
    last = body(new FormData(form)).toString()
  }

  const press = async (said: Record<string, string>): Promise<void> => {
    const all = body(new FormData(form))
    for (const [name, value] of Object.entries(said)) all.set(name, value)
    const headers = { 'X-CSRFToken': csrfToken(form), 'HX-Request': 'true' }
    const answer = await fetch(form.action, { method: 'POST', body: all, headers }).catch(() => null)
    if (note && !answer?.ok) note.textContent = told(answer?.status ?? 0, '', new Date())
    if (!answer?.ok) return
    put(form, await answer.text())
    kept.put(body(new FormData(form)).toString()) // and what was typed meanwhile
    soon.later()
    if (note) note.textContent = form.querySelector('[data-told]')?.textContent ?? ''
  }

  const soon = debounce(() => void keep(), QUIET)
  const asking = debounce(() => void ask(), HINTS)
  form.addEventListener('input', () => {
    kept.put(body(new FormData(form)).toString())
    soon.later()
  })
  form.addEventListener('change', (event) => {
    soon.later()
    if (event.target instanceof Element && ASKED.has(event.target.getAttribute('name') ?? '')) asking.later()
  })
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing) return
    const on = event.target
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      form.requestSubmit(form.querySelector<HTMLButtonElement>('.actions .button'))
    } else if (on instanceof HTMLInputElement && on.type !== 'image') {
      event.preventDefault()
      asking.later()
    }
  })
  pressing(form, (said) => {
    turn++
    void queued(() => press(said))
  })
  form.addEventListener('submit', () => {
    sent = true
    kept.drop()
  })
  if (kept.take()) soon.later()
  window.addEventListener('pageshow', () => (sent = false))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void keepNow(true)
  })
}

export default callForm
