/** A piece of a page that JavaScript improves. The page works without it. */
export type Island = (root: HTMLElement) => void

/** Loaded when the first `data-island` of that name is met, never before. */
const ISLANDS: Record<string, () => Promise<{ default: Island }>> = {
  'accent-check': () => import('./accent-check'),
  'address-suggest': () => import('./address-suggest'),
  'article-hints': () => import('./article-hints'),
  branching: () => import('./branching'),
  'call-events': () => import('./call-events'),
  'call-form': () => import('./call-form'),
  'char-count': () => import('./char-count'),
  'confirm-once': () => import('./confirm-once'),
  'copy-link': () => import('./copy-link'),
  'copy-text': () => import('./copy-text'),
  'desk-batch': () => import('./desk-batch'),
  'desk-hold': () => import('./desk-hold'),
  'desk-keys': () => import('./desk-keys'),
  'desk-split': () => import('./desk-split'),
  'draft-saver': () => import('./draft-saver'),
  'fill-text': () => import('./fill-text'),
  'install-app': () => import('./install-app'),
  'near-me': () => import('./near-me'),
  passkey: () => import('./passkey'),
  personal: () => import('./personal'),
  'photo-crop': () => import('./photo-crop'),
  'photo-upload': () => import('./photo-upload'),
  'photo-viewer': () => import('./photo-viewer'),
  'push-subscribe': () => import('./push-subscribe'),
  ranking: () => import('./ranking'),
  reorder: () => import('./reorder'),
  'search-suggest': () => import('./search-suggest'),
  'undo-bar': () => import('./undo-bar'),
}

/** Names in a `data-island` attribute: several may share one element, blanks between. */
export function names(attribute: string): string[] {
  return attribute.split(/\s+/).filter((name) => name in ISLANDS)
}

/** Wake the islands in `root`, each once, however often it is called; those in a folded part when it is first seen. */
export function mountAll(root: HTMLElement): void {
  const found = [...root.querySelectorAll<HTMLElement>('[data-island]')]
  if (root.matches('[data-island]')) found.unshift(root)
  for (const element of found) {
    if (element.dataset['awake'] !== undefined) continue
    const folded = element.closest('details:not([open])')?.querySelector(':scope > :not(summary)')
    element.dataset['awake'] = 'folded'
    if (folded) onceSeen(folded, () => void wakeAll(element))
    else void wakeAll(element)
  }
}

/** A fold may also lie open by its styles, on a wide screen: the attribute does not tell. */
function onceSeen(element: Element, then: () => void): void {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return
    watch.disconnect()
    then()
  })
  watch.observe(element)
}

/** `data-awake` says "yes" when keys and clicks are heard: whoever drives the page by a program waits for it. */
async function wakeAll(element: HTMLElement): Promise<void> {
  element.dataset['awake'] = 'waking'
  await Promise.all(names(element.dataset['island'] ?? '').map((name) => wake(name, element)))
  element.dataset['awake'] = 'yes'
}

async function wake(name: string, element: HTMLElement): Promise<void> {
  const load = ISLANDS[name]
  if (load) (await load()).default(element)
}
