/* Shows notifications while no page of the portal is open, and opens the page that one leads to. Served as /sw.js by
   otklik/web/notices/worker.py; a file of its own without imports, since browsers run it apart from every page. */

interface Shown {
  readonly data: unknown
  close(): void
}
interface Event_ extends Event {
  readonly data?: { json(): unknown } | null
  readonly notification: Shown
  waitUntil(work: Promise<unknown>): void
}
interface Worker_ {
  readonly location: { readonly origin: string }
  readonly registration: { showNotification(title: string, options: object): Promise<void> }
  readonly clients: { openWindow(url: string): Promise<unknown> }
  addEventListener(kind: string, heard: (event: Event_) => void): void
}

// A module for the compiler only: the built file has no exports.
export {}

const worker = self as unknown as Worker_

/** What came, whatever it is: a browser wants something shown for each message. */
function read(event: Event_): { title: string; body: string; url: string } {
  let said: Record<string, unknown> = {}
  try {
    said = (event.data?.json() ?? {}) as Record<string, unknown>
  } catch {
    // not JSON: nothing of ours
  }
  return { title: String(said['title'] ?? ''), body: String(said['body'] ?? ''), url: String(said['url'] ?? '/') }
}

/** Pages of this portal only. */
function ours(url: string): string {
  try {
    const found = new URL(url, worker.location.origin)
    return found.origin === worker.location.origin ? found.href : worker.location.origin
  } catch {
    return worker.location.origin
  }
}

worker.addEventListener('push', (event) => {
  const { title, body, url } = read(event)
  event.waitUntil(worker.registration.showNotification(title, { body, data: { url: ours(url) } }))
})

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { url } = event.notification.data as { url: string }
  event.waitUntil(worker.clients.openWindow(ours(url)))
})
