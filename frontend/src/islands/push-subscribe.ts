import { csrfToken } from '../lib/csrf'
import type { Island } from './mount'

/** The portal's public key as browsers want it: bytes out of base64url. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  const raw = atob(key.replace(/-/g, '+').replace(/_/g, '/').padEnd(Math.ceil(key.length / 4) * 4, '='))
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0))
}

/** What the server keeps of a browser's subscription. */
export function asForm(found: PushSubscriptionJSON): URLSearchParams {
  return new URLSearchParams({
    endpoint: found.endpoint ?? '',
    p256dh: found.keys?.['p256dh'] ?? '',
    auth: found.keys?.['auth'] ?? '',
  })
}

export type Ending = 'on' | 'refused' | { text: string }

export interface World {
  allow(): Promise<NotificationPermission>
  subscribe(key: Uint8Array<ArrayBuffer>): Promise<PushSubscriptionJSON>
  tell(form: URLSearchParams): Promise<{ ok: boolean; text: string }>
}

/** Ask the person, then the browser, then tell the server. Never rejects. */
export async function switchOn(world: World, key: string, failed: string): Promise<Ending> {
  try {
    if ((await world.allow()) !== 'granted') return 'refused'
    const answer = await world.tell(asForm(await world.subscribe(keyBytes(key))))
    return answer.ok ? 'on' : { text: answer.text || failed }
  } catch {
    return { text: failed }
  }
}

/** On the form of «Уведомления»: `on` is its button, `told` the line under it. */
const pushSubscribe: Island = (root) => {
  const button = root.querySelector<HTMLButtonElement>('[data-part=on]')
  const told = root.querySelector<HTMLElement>('[data-part=told]')
  if (!(root instanceof HTMLFormElement) || !button || !told) return
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return
  told.textContent = ''
  button.hidden = false
  button.addEventListener('click', async () => {
    button.disabled = true
    const data = root.dataset
    const ending = await switchOn(browser(root), data['key'] ?? '', data['failed'] ?? '')
    if (ending === 'on') return location.reload()
    told.textContent = ending === 'refused' ? (data['refused'] ?? '') : ending.text
    button.disabled = false
  })
}

function browser(form: HTMLFormElement): World {
  return {
    allow: () => Notification.requestPermission(),
    async subscribe(key) {
      const worker = await navigator.serviceWorker.register(form.dataset['worker'] ?? '/sw.js')
      await navigator.serviceWorker.ready
      // One for another key of the portal would be refused beside the new one.
      await (await worker.pushManager.getSubscription())?.unsubscribe()
      const found = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
      return found.toJSON()
    },
    async tell(body) {
      const headers = { 'X-CSRFToken': csrfToken(form), Accept: 'application/json' }
      const answer = await fetch(form.action, { method: 'POST', body, headers })
      const said = (await answer.json().catch(() => ({}))) as { text?: string }
      return { ok: answer.ok, text: said.text ?? '' }
    },
  }
}

export default pushSubscribe
