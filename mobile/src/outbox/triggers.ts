import type { Why } from './deliver'
import { unsent } from '../store/outbox'
import { onChange, round, SYNC_TAG } from './send'

let timer: ReturnType<typeof setTimeout> | undefined

/** Tries now, and by itself again when the next item is due. Nothing thrown: the list shows what happened. */
export async function sendNow(why: Why): Promise<void> {
  clearTimeout(timer)
  try {
    const next = await round(why)
    if (next !== null) timer = setTimeout(() => void sendNow('clock'), Math.min(next, 2 ** 30))
  } catch (failure) {
    console.error('outbox', failure) // the store failed: the next opening tries again
  }
}

/**
 * Everything that says the network may be back. Browsers without Background Sync (iOS) live by these.
 * count: told how many have not left, now and whenever that changes.
 */
export function listen(count: (waiting: number) => void): void {
  const told = () => void waiting().then(count)
  onChange(told)
  told()
  addEventListener('online', () => void sendNow('chance'))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void sendNow('chance')
  })
  void sendNow('chance')
}

/** Something new lies in the outbox: try at once, and let the worker try when we are closed and the network is back. */
export async function queued(): Promise<void> {
  void sendNow('chance')
  try {
    const registration = await navigator.serviceWorker?.getRegistration?.()
    await (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync?.register(SYNC_TAG)
  } catch {
    // Refused by the browser's settings: the other triggers stay.
  }
}

async function waiting(): Promise<number> {
  try {
    return (await unsent()).length
  } catch {
    return 0 // the screen of the outbox says why
  }
}
