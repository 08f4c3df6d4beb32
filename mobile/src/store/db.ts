import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Draft } from './drafts'
import type { Kept } from './kept'
import type { Own } from './own'
import type { Deed } from '../deeds/deed'
import type { Item } from '../outbox/machine'

/** Bytes and not a Blob: Safari has lost blobs of IndexedDB. `for`: the appeal or draft it belongs to. */
export interface StoredPhoto {
  id: string
  for: string
  type: string
  name: string
  bytes: ArrayBuffer
  /** Where it was taken, as the picture said. */
  spot?: { lat: number; lon: number } | null
  /** It is a document: the code of the question that it answers. */
  question?: string
}

export interface Schema extends DBSchema {
  outbox: { key: string; value: Item }
  photos: { key: string; value: StoredPhoto; indexes: { for: string } }
  drafts: { key: string; value: Draft }
  kept: { key: string; value: Kept; indexes: { at: number } }
  settings: { key: string; value: unknown }
  own: { key: string; value: Own; indexes: { at: number } }
  deeds: { key: string; value: Item<Deed> }
}

export type Db = IDBPDatabase<Schema>

export const NAME = 'otklik'
/** Each number is one step of `STEPS`: a released step is never changed, a new one is added. */
const STEPS: readonly ((db: Db) => void)[] = [
  (db) => {
    db.createObjectStore('outbox', { keyPath: 'id' })
    db.createObjectStore('photos', { keyPath: 'id' }).createIndex('for', 'for')
    db.createObjectStore('drafts', { keyPath: 'id' })
    db.createObjectStore('kept', { keyPath: 'name' }).createIndex('at', 'at')
    db.createObjectStore('settings')
  },
  (db) => {
    db.createObjectStore('own', { keyPath: 'name' }).createIndex('at', 'at')
    db.createObjectStore('deeds', { keyPath: 'id' })
  },
]
export const VERSION = STEPS.length

/** No place to keep anything: a private window, storage forbidden, a full disk. Nothing may be promised to the person. */
export class NoStore extends Error {}

/** Steps of which the database of an older app has not seen yet. */
export function upgrade(db: Db, from: number, to: number = VERSION): void {
  for (const step of STEPS.slice(from, to)) step(db)
}

let opened: Promise<Db> | null = null

/** The one database of this page or worker. Throws NoStore. */
export function database(): Promise<Db> {
  opened ??= open().catch((failure: unknown) => {
    opened = null // a disk may have room again
    throw new NoStore(String(failure))
  })
  return opened
}

async function open(): Promise<Db> {
  return openDB<Schema>(NAME, VERSION, {
    upgrade: (db, from, to) => upgrade(db, from, to ?? VERSION),
    // A newer app in another tab wants to change the database: this one lets go and opens again when asked.
    blocking: (_from, _to, event) => {
      opened = null
      ;(event.target as IDBDatabase).close()
    },
    terminated: () => {
      opened = null
    },
  })
}
