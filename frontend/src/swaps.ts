import { isKnown } from './islands/personal'

/** What htmx serves, and what of it asks by itself as soon as the page is there. */
const SERVED = '[hx-get], [hx-post]'
const AT_ONCE = '[hx-trigger~="load"]'
/** By these a reader comes near a form, long before anything in it changes. */
const NEAR = ['pointerover', 'pointerdown', 'focusin', 'input', 'change'] as const

/**
 * Bring htmx when the page needs it: at once where something of a known reader's own loads by itself, else when a reader
 * first comes near what it serves. Most only read. What was typed or chosen before htmx came is told to it again.
 */
export function onDemand(root: HTMLElement, load: () => Promise<unknown>): void {
  if (isKnown(document.cookie) && root.querySelector(AT_ONCE)) {
    void load()
    return
  }
  let coming = false
  const missed = new Map<string, EventTarget>() // the last of each kind
  const near = (event: Event): void => {
    const { target } = event
    if (!(target instanceof Element) || !target.closest(SERVED)) return
    if (event.type === 'input' || event.type === 'change') missed.set(event.type, target)
    if (coming) return
    coming = true
    load().then(
      // A turn of the page later: htmx's own start waits for one too.
      () => setTimeout(started),
      () => (coming = false), // no connection: the form works by its button, the next touch tries again
    )
  }
  const started = (): void => {
    for (const name of NEAR) root.removeEventListener(name, near)
    for (const [kind, target] of missed) target.dispatchEvent(new Event(kind, { bubbles: true }))
  }
  for (const name of NEAR) root.addEventListener(name, near)
}
