import { NoPush, push, type Stand } from '../device/push'
import { asMe } from './here'
import { setSetting, setting } from '../store/settings'

const ENDPOINT = 'push-endpoint'
/** off-here: the portal of this region sends none. */
export type Notices = Stand | 'off-here'

/** Throws Problem where the portal cannot be asked. */
export async function stand(): Promise<Notices> {
  const here = await push.stand()
  if (here === 'impossible' || here === 'denied') return here
  if (!(await serverKey())) return 'off-here'
  return here === 'on' && (await setting<string | null>(ENDPOINT, null)) ? 'on' : 'off'
}

/** Call it from a press: the phone asks the person now. Throws NoPush, Problem. */
export async function switchOn(): Promise<void> {
  const ticket = await push.on(await serverKey())
  if (ticket.via !== 'web') throw new NoPush('impossible') // the portal knows no service of the stores yet
  const keys = { p256dh: ticket.p256dh, auth: ticket.auth }
  await asMe('post', '/push/subscriptions', { body: { endpoint: ticket.endpoint, keys } } as never)
  await setSetting(ENDPOINT, ticket.endpoint)
}

/** Throws Problem; the browser itself is switched off first, so nothing is shown any more in any case. */
export async function switchOff(): Promise<void> {
  const endpoint = await setting<string | null>(ENDPOINT, null)
  await dropNotices()
  if (endpoint) await asMe('post', '/push/subscriptions/end', { body: { endpoint } } as never)
}

/** Of the browser only: the portal ends what belongs to a device that is signed out. */
export async function dropNotices(): Promise<void> {
  await setSetting(ENDPOINT, null)
  if ((await push.stand()) === 'on') await push.off()
}

async function serverKey(): Promise<string> {
  return (await asMe('get', '/push')).data?.key ?? ''
}
