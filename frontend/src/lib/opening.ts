import { mountAll } from '../islands/mount'

/** A plain press of the first button, or Enter: with Ctrl and the like the browser opens a window of its own. */
export function plain(press: Pick<MouseEvent, 'button' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): boolean {
  return press.button === 0 && !press.ctrlKey && !press.metaKey && !press.shiftKey && !press.altKey
}

/**
 * Put what stands at `address` in place of what `place` holds: the main part of a page, or the whole of a fragment. Its
 * islands wake, the address bar and the title follow; where the focus goes the caller decides. Throws where something
 * else answers, so that the browser opens the page itself and says what is the matter.
 */
export async function openInto(place: HTMLElement, address: string, signal: AbortSignal): Promise<void> {
  const answer = await fetch(address, { headers: { 'HX-Request': 'true' }, signal })
  if (!answer.ok || answer.redirected) throw new Error(`not what was asked for: ${answer.status}`)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const found = page.querySelector('#main > .page') ?? page.body
  place.replaceChildren(...[...found.childNodes].map((node) => document.importNode(node, true)))
  window.history.pushState(null, '', address)
  document.title = page.title || (place.querySelector('h1')?.textContent ?? document.title)
  mountAll(place)
}
