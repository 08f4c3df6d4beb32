import { Problem } from '../api/problem'
import { NoPush, push, type Stand, type Ticket } from '../device/push'
import { asMe } from './here'
import { SENT_TO, setSetting, setting } from '../store/settings'

/** off-here: the portal of this region sends none by the service of this phone or browser. */
export type Notices = Stand | 'off-here'

/** Throws Problem where the portal cannot be asked. */
export async function stand(): Promise<Notices> {
  const here = await push.stand()
  if (here === 'impossible' || here === 'denied') return here
  if (!(await offered()).isHere) return 'off-here'
  return here === 'on' && (await setting<string | null>(SENT_TO, null)) ? 'on' : 'off'
}

/** Call it from a press: the phone asks the person now. Throws NoPush, Problem. */
export async function switchOn(): Promise<void> {
  await subscribe(await push.on((await offered()).key))
}

/** Throws Problem; the browser itself is switched off first, so nothing is shown any more in any case. */
export async function switchOff(): Promise<void> {
  const to = await setting<string | null>(SENT_TO, null)
  await dropNotices()
  if (to) await asMe('post', '/push/subscriptions/end', { body: push.via() === 'web' ? { endpoint: to } : { token: to } } as never)
}

/** Of the browser only: the portal ends what belongs to a device that is signed out. */
export async function dropNotices(): Promise<void> {
  await setSetting(SENT_TO, null)
  if ((await push.stand()) === 'on') await push.off()
}

/**
 * In an app of a store, at each start: Google and Apple give another token when they like, and the portal
 * forgets one that is dead. Asks the person nothing. What fails is tried at the next start.
 */
export async function renewNotices(): Promise<void> {
  if (push.via() === 'web' || !(await setting<string | null>(SENT_TO, null))) return
  try {
    if ((await push.stand()) === 'on') await subscribe(await push.on(''))
  } catch (failure) {
    if (!(failure instanceof Problem || failure instanceof NoPush)) throw failure
  }
}

async function subscribe(ticket: Ticket): Promise<void> {
  if (ticket.via === 'web') {
    const keys = { p256dh: ticket.p256dh, auth: ticket.auth }
    await asMe('post', '/push/subscriptions', { body: { endpoint: ticket.endpoint, keys } } as never)
    await setSetting(SENT_TO, ticket.endpoint)
  } else {
    await asMe('post', '/push/subscriptions', { body: { via: ticket.via, token: ticket.token } } as never)
    await setSetting(SENT_TO, ticket.token)
  }
}

/** A portal of an earlier release names no ways: it sends to browsers alone. */
async function offered(): Promise<{ key: string; isHere: boolean }> {
  const { data } = await asMe('get', '/push')
  const key = data?.key ?? ''
  const ways: readonly string[] = data?.ways ?? (key ? ['web'] : [])
  return { key, isHere: ways.includes(push.via()) }
}
