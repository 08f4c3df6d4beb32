import { HOME } from '../device/origin'

/** What the portal sends (otklik/outbox/push.py); everything in it may be missing. */
interface Said {
  title?: unknown
  body?: unknown
  url?: unknown
}

export interface Shown {
  title: string
  body: string
  /** A screen of the app, whatever address was sent. */
  path: string
}

/** Of what a push service brings. Browsers punish a push that shows nothing, so something is always shown. */
export function shown(text: string | undefined, origin: string): Shown {
  let said: Said = {}
  try {
    said = (JSON.parse(text ?? '{}') as Said | null) ?? {}
  } catch {
    // Not from our portal.
  }
  const word = (value: unknown) => (typeof value === 'string' ? value : '')
  return { title: word(said.title) || 'Отклик', body: word(said.body), path: pathOf(word(said.url), origin) }
}

/** Only screens of the app are opened: the portal may be known under another name than the one it writes. */
export function pathOf(url: string, origin: string): string {
  try {
    const { pathname, search } = new URL(url, origin)
    return pathname.startsWith(HOME) ? pathname + search : HOME
  } catch {
    return HOME
  }
}

/** A window of the app comes to the front at this screen, a new one where none is open. */
export async function open(path: string, clients: Clients): Promise<void> {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  const ours = windows.find((window) => new URL(window.url).pathname.startsWith(HOME))
  if (!ours) {
    await clients.openWindow(path)
    return
  }
  try {
    await ours.focus() // allowed for a press only
  } catch {
    // The window stays where it is and still goes to the screen.
  }
  if ('navigate' in ours) await ours.navigate(path)
}
