import { call } from '../api/client'
import { Problem } from '../api/problem'
import type { Shapes } from '../api/client'
import { wire } from '../api/wire'
import { queued } from '../outbox/triggers'
import { language } from '../words'
import { asMe, forgetPerson, nowIs, tokens, who, type Who } from './here'
import { deviceName } from './device'
import { dropNotices } from './notices'
import { setSetting, setting } from '../store/settings'
import type { Session } from './tokens'

export interface Login {
  login: string
  password: string
  code: string
}

/** Throws Problem: `code_wanted`, `not_proved` with fields, `email_unconfirmed`, `closed`. */
export async function signIn({ login, password, code }: Login): Promise<void> {
  const body = { login, password, device: deviceName(), ...(code ? { one_time_code: code } : {}) }
  const { data } = await call(wire(language), 'post', '/session', { body })
  await entered(data!, login)
}

/** By the code that the portal's page gave and the secret that this app made. Throws Problem. */
export async function byBrowser(code: string, verifier: string): Promise<void> {
  const body = { code, verifier, device: deviceName() }
  const { data } = await call(wire(language), 'post', '/session/from-browser', { body })
  await entered(data!, '')
}

export type Newcomer = Shapes['Registration']

/** A letter with a code goes out. Throws Problem with fields. */
export async function register(said: Newcomer): Promise<void> {
  await quietly('/registration', said)
}

/** By the code of the letter. False: the e-mail is confirmed, but the password is another one: sign in. Throws Problem. */
export async function confirm(email: string, code: string, password: string): Promise<boolean> {
  const body = { email, code, password, device: deviceName() }
  const { data } = await call(wire(language), 'post', '/registration/confirm', { body })
  if (data?.session) await entered(data.session, email)
  return Boolean(data?.session)
}

/** The letter of the registration once more. Throws Problem. */
export const again = (email: string) => quietly('/registration/again', { email })
/** A letter with a link for a new password. Throws Problem. */
export const reset = (email: string) => quietly('/password/reset', { email })

/** A POST that answers 204: nothing is to be read. */
async function quietly(path: '/registration' | '/registration/again' | '/password/reset', body: object): Promise<void> {
  await call(wire(language), 'post', path, { body } as never)
}

async function entered(session: Session, login: string): Promise<void> {
  if (await who()) await signOut() // somebody else was signed in here: nothing of theirs is left to be read
  await tokens.begin(session)
  const person = await me(login)
  await nowIs(person)
  await queued() // what waited for this person
}

/** Of a profile. */
export function whoIs(me: Shapes['Me']): Who {
  return { name: [me.given_name, me.surname].filter(Boolean).join(' ') || me.name, email: me.email }
}

/** Name and e-mail of the account; what was typed where the portal did not say. */
async function me(login: string): Promise<Who> {
  try {
    const { data } = await asMe('get', '/me')
    return whoIs(data!)
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure
    return { name: '', email: login }
  }
}

const ENDING = 'ending'

/** For good. password: "" where the account has none. Throws Problem: `not_proved` with fields, `staff_stay`. */
export async function removeAccount(password: string): Promise<void> {
  await asMe('post', '/me/delete', { body: { password } })
  await tokens.end()
  await forgetPerson()
}

/** Here at once; the portal is told now, or by `endLeft` when there is a network. The outbox stays. */
export async function signOut(): Promise<void> {
  void dropNotices().catch(() => {}) // it waits for a worker that may never come
  const refresh = await tokens.end()
  if (refresh) await setSetting(ENDING, [...(await setting<string[]>(ENDING, [])), refresh])
  await forgetPerson()
  void endLeft()
}

/** Sign-ins that were ended here without a network end at the portal too. Throws nothing. */
export async function endLeft(): Promise<void> {
  for (const refresh of await setting<string[]>(ENDING, [])) {
    try {
      const { data } = await call(wire(language), 'post', '/session/renew', { body: { refresh } })
      await call({ ...wire(language), bearer: data!.access }, 'post', '/session/end', { body: {} } as never)
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.status !== 401) return // 401: it has ended already
    }
    const left = (await setting<string[]>(ENDING, [])).filter((one) => one !== refresh)
    await setSetting(ENDING, left).catch(() => {})
  }
}
