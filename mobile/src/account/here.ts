import { callAs, type At } from '../api/as'
import { type Answer, type Asking, call, type Given } from '../api/client'
import type { paths } from '../api/schema'
import { wire } from '../api/wire'
import { safe } from '../device/safe'
import { SENT_TO, setSetting, setting } from '../store/settings'
import { clearOwn } from '../store/own'
import { Tokens } from './tokens'

const LOCK = 'otklik-account'
const WHO = 'account'

/** Who is signed in, for showing and for telling one person's waiting deeds from another's. */
export interface Who {
  name: string
  email: string
}

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('otklik-account')
const listeners = new Set<() => void>()
channel?.addEventListener('message', () => {
  tokens.forget()
  listeners.forEach((listener) => listener())
})

/** Called when somebody has signed in or out, also in another tab. Returns the way out. */
export function onAccount(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function told(): void {
  channel?.postMessage(null)
  listeners.forEach((listener) => listener())
}

export const tokens = new Tokens({
  safe,
  renew: async (refresh) => {
    const language = await setting('language', 'ru')
    const { data } = await call(wire(language), 'post', '/session/renew', { body: { refresh } })
    return data!
  },
  // Without locks (Safari before 15.4) two tabs may renew at once: the portal then signs one of them out.
  alone: async (work) => (typeof navigator.locks === 'undefined' ? work() : navigator.locks.request(LOCK, () => work()) as never),
  now: () => performance.now(),
  ended: forgetPerson,
})

/** In the person's name, in the language of the app. Throws Problem. */
export async function asMe<P extends keyof paths, M extends 'get' | 'post'>(
  method: M,
  path: P,
  asking: Asking<At<P, M>> = {},
): Promise<Answer<Given<At<P, M>>>> {
  return callAs(tokens, wire(await setting('language', 'ru')), method, path, asking)
}

/** Whose the app is now; null: nobody is signed in. Needs no network. */
export async function who(): Promise<Who | null> {
  return setting<Who | null>(WHO, null)
}

export async function nowIs(person: Who): Promise<void> {
  await setSetting(WHO, person).catch(() => {}) // shown only while the page is open
  told()
}

/** Everything personal that was kept for reading goes. The outbox and drafts stay: only the person deletes those. */
async function forgetPerson(): Promise<void> {
  await clearOwn().catch(() => {})
  await setSetting(WHO, null).catch(() => {})
  await setSetting('waiting', 0).catch(() => {})
  await setSetting(SENT_TO, null).catch(() => {}) // ended at the portal with the sign-in: the next person says anew
  told()
}

export { forgetPerson }
