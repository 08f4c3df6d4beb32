import { database } from './db'

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
