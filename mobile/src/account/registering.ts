import { setSetting, setting } from '../store/settings'

/** A registration that is under way, so that it goes on after the app was closed. The password is never written down. */
export interface Registering {
  surname: string
  given_name: string
  patronymic: string
  email: string
  phone: string
  rules: boolean
  /** The letter has gone out: the code is wanted. */
  isSent: boolean
}

const NAME = 'registering'
export const NOTHING: Registering = { surname: '', given_name: '', patronymic: '', email: '', phone: '', rules: false, isSent: false }

export const registering = () => setting<Registering>(NAME, NOTHING)
/** null: it has come to its end. Throws nothing: without a store it lasts as long as the page. */
export const keepRegistering = (now: Registering | null) => setSetting(NAME, now ?? NOTHING).catch(() => {})
