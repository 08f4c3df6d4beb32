/** Bytes that the app takes and that still fit; null: the browser does not say. */
export async function space(storage: StorageManager | undefined = navigator.storage): Promise<{ used: number; free: number } | null> {
  try {
    const { quota, usage } = (await storage?.estimate?.()) ?? {}
    return quota === undefined ? null : { used: usage ?? 0, free: Math.max(0, quota - (usage ?? 0)) }
  } catch {
    return null
  }
}

/** What the program of the map weighs as it travels, about; a test of the build compares (otklik/web/app/tests/test_size.py). */
export const MAP_PROGRAM_BYTES = 470_000

/** The program of the map, which the worker keeps once it was asked for. */
export async function keepMapProgram(): Promise<void> {
  const { workerUrl } = await import('../map/drawn')
  await fetch(workerUrl)
}
