import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { deleteDB, openDB } from 'idb'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Wire } from '../api/client'
import { made } from '../outbox/machine'

// Each test has a database of its own and modules that have not opened one yet.
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  vi.resetModules()
})

const FILING = { kind: 'problem', topic: 't', text: 'x', address: 'y', name: 'z', email: 'a@b.c', consent: true } as const
const jpeg = () => new Blob(['снимок'], { type: 'image/jpeg' })

function wire(answer: () => Response): Wire {
  return { base: '', language: 'ru', timeout: () => new AbortController().signal, fetch: async () => answer() }
}
const json = (body: unknown, etag: string) => new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json', ETag: etag } })

test('a database of each older version is brought up to date without losing a row', async () => {
  const { NAME, upgrade, VERSION } = await import('./db')
  for (let from = 1; from <= VERSION; from += 1) {
    const old = await openDB(NAME, from, { upgrade: (db, was) => upgrade(db as never, was, from) })
    await old.put('outbox', made('a', FILING, 'T', [], 1))
    old.close()
    const { shelf } = await import('./outbox')
    expect(await shelf.items()).toHaveLength(1)
    vi.resetModules()
    await deleteDB(NAME).catch(() => {})
  }
})

test('a draft with its photos becomes an item at once, and nothing is left behind', async () => {
  const { addPhoto, photo, photosOf } = await import('./photos')
  const { draft, saveDraft } = await import('./drafts')
  const { putOut, shelf } = await import('./outbox')
  await saveDraft('report', { text: 'Яма' })
  const { id } = await addPhoto('report', jpeg())
  await putOut(made('a', FILING, 'T', [id], 1), 'report')
  expect(await draft('report')).toBeUndefined()
  expect((await shelf.items()).map((item) => item.id)).toEqual(['a'])
  expect((await photosOf('a')).map((one) => one.id)).toEqual([id])
  expect(await (await photo(id))?.text()).toBe('снимок')
})

test('photos of what has left make room; what was deleted elsewhere is not brought back', async () => {
  const { addPhoto, photo } = await import('./photos')
  const { drop, putOut, shelf } = await import('./outbox')
  const { id } = await addPhoto('report', jpeg())
  await putOut(made('a', FILING, 'T', [id], 1), 'report')
  await shelf.change('a', (was) => ({ ...was, state: 'sent' }))
  expect(await photo(id)).toBeNull()
  await drop((await shelf.items())[0]!)
  expect(await shelf.change('a', (was) => was)).toBeNull()
  expect(await shelf.items()).toEqual([])
})

test('an item under a new key takes the place of the old one, its photos go with it', async () => {
  const { putOut, shelf } = await import('./outbox')
  const { addPhoto, photosOf } = await import('./photos')
  const { id } = await addPhoto('report', jpeg())
  await putOut(made('a', FILING, 'T', [id], 1), 'report')
  await shelf.change('a', (was) => ({ ...was, id: 'b' }))
  expect((await shelf.items()).map((item) => item.id)).toEqual(['b'])
  expect((await photosOf('b')).map((one) => one.id)).toEqual([id])
})

test('a deleted item leaves nothing: no photo that was added to put it right, no draft', async () => {
  const { drop, putOut, shelf } = await import('./outbox')
  const { addPhoto, photosOf } = await import('./photos')
  const { draft, saveDraft } = await import('./drafts')
  await putOut(made('a', FILING, 'T', [], 1), 'report')
  await addPhoto('a', jpeg())
  await saveDraft('a', { text: 'Яма' })
  await drop((await shelf.items())[0]!)
  expect([await photosOf('a'), await draft('a')]).toEqual([[], undefined])
})

test('what was fetched once is there without a network, with the time it is from', async () => {
  const { keptGet } = await import('./kept')
  const fresh = await keptGet(wire(() => json({ version: 1, categories: [] }, '"1"')), '/classifier')
  expect(fresh.oldFrom).toBeNull()
  const old = await keptGet(
    wire(() => {
      throw new TypeError('offline')
    }),
    '/classifier',
  )
  expect(old.data).toEqual(fresh.data)
  expect(old.oldFrom).toBeInstanceOf(Date)
})

test('nothing kept and no network is told; so is a refusal although something is kept', async () => {
  const { keptGet } = await import('./kept')
  const { Problem } = await import('../api/problem')
  const offline = wire(() => {
    throw new TypeError('offline')
  })
  await expect(keptGet(offline, '/classifier')).rejects.toBeInstanceOf(Problem)
  await keptGet(wire(() => json({ version: 1 }, '"1"')), '/classifier')
  const gone = wire(() => new Response('{"code":"gone"}', { status: 410, headers: { 'Content-Type': 'application/problem+json' } }))
  await expect(keptGet(gone, '/classifier')).rejects.toMatchObject({ status: 410 })
})

test('unchanged: the kept data are the fresh ones', async () => {
  const { keptGet } = await import('./kept')
  await keptGet(wire(() => json({ version: 7 }, '"7"')), '/classifier')
  const found = await keptGet(wire(() => new Response(null, { status: 304, headers: { ETag: '"7"' } })), '/classifier')
  expect(found).toEqual({ data: { version: 7 }, oldFrom: null })
})

test('only the newest answers are kept', async () => {
  const { keptGet } = await import('./kept')
  const { database } = await import('./db')
  for (let n = 0; n < 205; n += 1) {
    await keptGet(wire(() => json({ number: String(n) }, `"${n}"`)), '/appeals/{number}', { path: { number: String(n) } })
  }
  expect(await (await database()).count('kept')).toBe(200)
})

test('without a store it is said, and what can be done without one is done', async () => {
  const { database, NoStore } = await import('./db')
  const { keptGet } = await import('./kept')
  const { saveDraft } = await import('./drafts')
  globalThis.indexedDB.open = () => {
    throw new DOMException('forbidden', 'SecurityError')
  }
  await expect(database()).rejects.toBeInstanceOf(NoStore)
  await expect(saveDraft('report', {})).rejects.toBeInstanceOf(NoStore)
  expect((await keptGet(wire(() => json({ version: 1 }, '"1"')), '/classifier')).data).toEqual({ version: 1 })
})

test('room: tight before a draft with photos would not fit; silence of the browser is no alarm', async () => {
  const { askToPersist, room } = await import('./room')
  const storage = (quota: number | undefined, usage = 0) =>
    ({ persisted: async () => false, persist: async () => true, estimate: async () => ({ quota, usage }) }) as unknown as StorageManager
  expect(await room(storage(30_000_000, 15_000_000))).toMatchObject({ freeBytes: 15_000_000, isTight: true })
  expect(await room(storage(10 ** 9))).toMatchObject({ isTight: false })
  expect(await room(storage(undefined))).toMatchObject({ freeBytes: null, isTight: false })
  expect(await askToPersist(storage(1))).toBe(true)
  expect(await askToPersist({} as StorageManager)).toBe(false)
})
