import { NoPush, type Push, type Stand, type Ticket } from '../push'

/** What of the browser it needs; null where one of them is missing. */
export interface Browser {
  permission(): NotificationPermission
  ask(): Promise<NotificationPermission>
  /** Of the app's own worker; waits until it is there. */
  pushes(): Promise<Pick<PushManager, 'getSubscription' | 'subscribe'>>
}

export function webPush(browser: () => Browser | null): Push {
  return {
    async stand(): Promise<Stand> {
      const here = browser()
      if (!here) return 'impossible'
      if (here.permission() === 'denied') return 'denied'
      return (await (await here.pushes()).getSubscription()) ? 'on' : 'off'
    },
    async on(serverKey): Promise<Ticket> {
      const here = browser()
      if (!here) throw new NoPush('impossible')
      if ((await here.ask()) !== 'granted') throw new NoPush('denied')
      return ticket(await subscribed(await here.pushes(), serverKey))
    },
    async off(): Promise<void> {
      const here = browser()
      const there = here && (await (await here.pushes()).getSubscription())
      await there?.unsubscribe()
    },
    via: () => 'web',
  }
}

async function subscribed(
  pushes: Pick<PushManager, 'getSubscription' | 'subscribe'>,
  serverKey: string,
): Promise<PushSubscription> {
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(serverKey) }
  try {
    return await pushes.subscribe(wanted)
  } catch (failure) {
    // A subscription for the portal's former key stands in the way.
    if ((failure as Error).name !== 'InvalidStateError') throw new NoPush('failed')
  }
  try {
    await (await pushes.getSubscription())?.unsubscribe()
    return await pushes.subscribe(wanted)
  } catch {
    throw new NoPush('failed')
  }
}

function ticket(subscription: PushSubscription): Ticket {
  const { endpoint, keys } = subscription.toJSON()
  if (!endpoint || !keys?.p256dh || !keys.auth) throw new NoPush('failed')
  return { via: 'web', endpoint, p256dh: keys.p256dh, auth: keys.auth }
}

/** Safari takes bytes only. */
function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** An iPhone has these only once the app is on the home screen. */
function present(): Browser | null {
  const all = 'Notification' in globalThis && 'PushManager' in globalThis && 'serviceWorker' in navigator
  if (!all) return null
  return {
    permission: () => Notification.permission,
    ask: () => Notification.requestPermission(),
    pushes: async () => (await navigator.serviceWorker.ready).pushManager,
  }
}

export const push: Push = webPush(present)
