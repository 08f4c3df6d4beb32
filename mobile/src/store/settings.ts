import { database } from './db'

/** What the portal sends notifications to: the address of a browser's service, or the token of a phone's. */
export const SENT_TO = 'push-endpoint'

/** Small choices that the service worker must know too; what must be there before the first paint is in localStorage. */
export async function setting<T>(name: string, otherwise: T): Promise<T> {
  try {
    return ((await (await database()).get('settings', name)) as T | undefined) ?? otherwise
  } catch {
    return otherwise
  }
}

/** Throws NoStore. */
export async function setSetting(name: string, value: unknown): Promise<void> {
  await (await database()).put('settings', value, name)
}
