import type { ScreenWords } from './ru'
import type { ShellWords } from './shell.ru'

export type Language = 'ru' | 'en'
export type Words = ShellWords & ScreenWords
/** Each in itself. */
export const NAMES: Readonly<Record<Language, string>> = { ru: 'Русский', en: 'English' }

/** Every word that a person reads: those of the frame before anything is drawn, the others before the first screen. */
export const w = {} as Words
export let language: Language = 'ru'

const KEY = 'otklik-language'

/** Of the frame. Another language begins the page anew. */
export async function load(chosen: Language = keptLanguage()): Promise<void> {
  Object.assign(w, chosen === 'en' ? (await import('./shell.en')).en : (await import('./shell.ru')).ru)
  language = chosen
  document.documentElement.lang = chosen
}

export async function loadScreens(): Promise<void> {
  if (!w.kind) Object.assign(w, language === 'en' ? (await import('./en')).en : (await import('./ru')).ru)
}

/** Russian until the person chooses: what people file and read here is Russian, whatever the phone says. */
export function keptLanguage(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'ru'
  } catch {
    return 'ru'
  }
}

export function keepLanguage(chosen: Language): void {
  try {
    localStorage.setItem(KEY, chosen)
  } catch {
    // A private window: Russian the next time.
  }
}
