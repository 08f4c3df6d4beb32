import { type Island, mountAll } from './mount'

/** Cookies by which the server says that it may have something for this reader. Most readers have none: nothing is asked. */
const HINTS = ['otklik_me=', 'otklik_notes=']

export function isKnown(cookies: string): boolean {
  return cookies.split('; ').some((cookie) => HINTS.some((hint) => cookie.startsWith(hint)))
}

const asked = new Map<string, Promise<Document>>()

/** One question for all places that want the same address. */
function answer(url: string): Promise<Document> {
  const known = asked.get(url)
  if (known) return known
  const fresh = fetch(url, { headers: { Accept: 'text/html' } })
    .then((found) => (found.ok ? found.text() : ''))
    .then((html) => new DOMParser().parseFromString(html, 'text/html'))
  asked.set(url, fresh)
  return fresh
}

/**
 * On <div data-url="/me" data-part="own">: a place for what belongs to the person, on a page that is the same for
 * everybody. Takes what stands inside `data-part` of that name in the answer; what was there stays when there is nothing.
 */
const personal: Island = (root) => {
  const { url, part } = root.dataset
  if (!url || !isKnown(document.cookie)) return
  answer(url).then(
    (page) => {
      const found = page.querySelector(`[data-part="${part ?? ''}"]`)
      if (!found?.childElementCount) return
      // Copies: a wide screen and a phone have places of their own.
      root.replaceChildren(...[...found.childNodes].map((node) => document.importNode(node, true)))
      mountAll(root)
    },
    () => undefined, // no connection: the page is whole without it
  )
}

export default personal
