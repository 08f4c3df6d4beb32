import { csrfToken } from '../lib/csrf'
import type { Island } from './mount'

/** A sign of work holds the appeal longer, once in this time. */
const EVERY = 60_000 // milliseconds
/** Who only passes by takes nothing. */
const LOOK = 700
const SIGNS = ['keydown', 'pointerdown', 'input'] as const

/** Says when work shows that must be told: the first sign after `every`. */
export function pace(every: number, told: number): (now: number) => boolean {
  let last = told
  return (now) => {
    if (now - last < every) return false
    last = now
    return true
  }
}

interface Answer {
  ok: boolean
  words: string
}

async function post(url: string, token: string): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { Accept: 'application/json', 'HX-Request': 'true', 'X-CSRFToken': token },
  })
  if (answer.redirected) return { ok: false, words: '' } // signed out meanwhile: the next press says so
  if (answer.ok) return { ok: true, words: await answer.text() }
  const said = answer.status === 409 ? ((await answer.json()) as { text: string }).text : ''
  return { ok: false, words: said }
}

/**
 * On <div data-url="…/hold" data-held="mine|other">: the opened appeal is taken into work, and held longer while its
 * moderator works. Who finds it taken sees the page anew, without its forms; what was typed stays where it is.
 */
const deskHold: Island = (root) => {
  const { url, held } = root.dataset
  if (!url || held === 'other') return
  const token = csrfToken(root)
  const take = (): Promise<void> =>
    post(url, token).then(
      ({ ok, words }) => {
        if (!root.isConnected) return
        if (ok) show(root, words)
        else if (words && root.dataset['held'] !== 'mine') window.location.reload()
        else if (words) tell(root, words)
      },
      () => undefined, // no connection: the hold runs on by itself for some minutes
    )
  const due = pace(EVERY, Date.now())
  const work = (): void => {
    if (!root.isConnected) for (const sign of SIGNS) document.removeEventListener(sign, work)
    else if (due(Date.now())) void take()
  }
  for (const sign of SIGNS) document.addEventListener(sign, work)
  if (held !== 'mine') setTimeout(() => root.isConnected && void take(), LOOK)
}

/** Words of our own server; a button under the finger keeps the focus on its successor. */
function show(root: HTMLElement, html: string): void {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const focused = root.contains(document.activeElement)
  root.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)))
  root.dataset['held'] = 'mine'
  if (focused) root.querySelector('button')?.focus()
}

function tell(root: HTMLElement, words: string): void {
  const note = document.createElement('p')
  note.className = 'note note--error'
  note.setAttribute('role', 'alert')
  note.textContent = words
  root.replaceChildren(note)
}

export default deskHold
