/** How sure it is that what waits on this device stays there. */
export interface Room {
  /** The browser has promised not to clear us away by itself. */
  persisted: boolean
  /** Bytes that still fit; null: the browser does not say. */
  freeBytes: number | null
  /** A warning is due before anything could be lost. */
  isTight: boolean
}

/** Ten photos as we make them, and as much again for the browser's own books. */
export const NEEDED_BYTES = 20_000_000

/** Asks for the promise; browsers that ask the person do it now, so call it when the first draft is begun. */
export async function askToPersist(storage: StorageManager | undefined = navigator.storage): Promise<boolean> {
  try {
    return (await storage?.persisted?.()) || (await storage?.persist?.()) || false
  } catch {
    return false
  }
}

export async function room(storage: StorageManager | undefined = navigator.storage): Promise<Room> {
  try {
    const persisted = (await storage?.persisted?.()) ?? false
    const { quota, usage } = (await storage?.estimate?.()) ?? {}
    const freeBytes = quota === undefined ? null : Math.max(0, quota - (usage ?? 0))
    return { persisted, freeBytes, isTight: freeBytes !== null && freeBytes < NEEDED_BYTES }
  } catch {
    return { persisted: false, freeBytes: null, isTight: false }
  }
}

export function isFull(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === 'QuotaExceededError'
}
