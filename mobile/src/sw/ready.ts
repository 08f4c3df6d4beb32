import { IS_NATIVE } from '../device/origin'

/** Registers the worker. `waits` is called when a newer version of the app is here and waits for the person's word. */
export function worker(waits: () => void): void {
  if (IS_NATIVE || !('serviceWorker' in navigator)) return
  // After the first page has everything: the worker fetches the same files again.
  if (document.readyState === 'complete') void register(waits)
  else addEventListener('load', () => void register(waits))
}

async function register(waits: () => void): Promise<void> {
  try {
    const found = await navigator.serviceWorker.register('/app/sw.js', { scope: '/app/', updateViaCache: 'none' })
    const told = () => {
      if (found.waiting && navigator.serviceWorker.controller) waits()
    }
    told()
    found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', told))
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void found.update().catch(() => {}) // an app lies open for weeks
    })
  } catch (failure) {
    console.error('worker', failure) // without it the app works while there is a network
  }
}

/** The person agrees: the waiting version takes over and the page begins anew. */
export async function takeOver(): Promise<void> {
  const found = await navigator.serviceWorker?.getRegistration('/app/')
  if (!found?.waiting) return location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  found.waiting.postMessage('take over')
}
