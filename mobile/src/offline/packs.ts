import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/**
 * Files of a municipality for work without a network. A database of its own: clearing it, or a browser that has no room
 * for it, never comes near drafts and the outbox. Bytes and not a Blob, as `store/db`.
 */
export interface KeptFile {
  key: string // territory/name
  territory: string
  name: string
  version: string
  bytes: ArrayBuffer
}

export interface KeptTerritory {
  code: string
  name: string
  /** By the phone's clock: for showing only. */
  at: number
}

interface Schema extends DBSchema {
  files: { key: string; value: KeptFile; indexes: { territory: string } }
  territories: { key: string; value: KeptTerritory }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null

function packs(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('otklik-offline', 1, {
    upgrade(db) {
      db.createObjectStore('files', { keyPath: 'key' }).createIndex('territory', 'territory')
      db.createObjectStore('territories', { keyPath: 'code' })
    },
    blocking: (_from, _to, event) => {
      opened = null
      ;(event.target as IDBDatabase).close()
    },
    terminated: () => {
      opened = null
    },
  }).catch((failure: unknown) => {
    opened = null
    throw failure
  })
  return opened
}

export async function territories(): Promise<KeptTerritory[]> {
  return (await packs()).getAll('territories')
}

export async function filesOf(territory: string): Promise<KeptFile[]> {
  return (await packs()).getAllFromIndex('files', 'territory', territory)
}

/** All files of a download at once: a municipality is on the device whole, as it was before, or not at all. */
export async function keepAll(territory: KeptTerritory, files: readonly KeptFile[], gone: readonly string[]): Promise<void> {
  const all = (await packs()).transaction(['files', 'territories'], 'readwrite')
  for (const key of gone) await all.objectStore('files').delete(key)
  for (const file of files) await all.objectStore('files').put(file)
  await all.objectStore('territories').put(territory)
  await all.done
}

export async function forget(territory: string): Promise<void> {
  const all = (await packs()).transaction(['files', 'territories'], 'readwrite')
  for (const key of await all.objectStore('files').index('territory').getAllKeys(territory)) await all.objectStore('files').delete(key)
  await all.objectStore('territories').delete(territory)
  await all.done
}

/** The maps of every kept municipality; none where nothing can be kept. */
export async function keptMaps(): Promise<{ key: string; bytes: ArrayBuffer }[]> {
  return named('map.pmtiles')
}

/** What the kept municipalities have under this name, read as JSON. */
export async function keptJson<T>(name: string): Promise<T[]> {
  return (await named(name)).map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as T)
}

async function named(name: string): Promise<KeptFile[]> {
  try {
    const db = await packs()
    const found = await Promise.all((await db.getAllKeys('territories')).map((code) => db.get('files', `${code}/${name}`)))
    return found.filter((file): file is KeptFile => file !== undefined)
  } catch {
    return []
  }
}
