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
  await saveDraft({ id: 'a', values: { text: 'Яма' }, at: 1 })
  const { id } = await addPhoto('a', jpeg())
  await putOut(made('a', FILING, 'T', [id], 1))
  expect(await draft('a')).toBeUndefined()
  expect((await shelf.items()).map((item) => item.id)).toEqual(['a'])
  expect((await photosOf('a')).map((one) => one.id)).toEqual([id])
  expect(await (await photo(id))?.text()).toBe('снимок')
})

test('a draft that another tab has sent is not sent again, and typing on does not bring it back', async () => {
  const { drafts, saveDraft, Taken } = await import('./drafts')
  const { putOut, shelf } = await import('./outbox')
  await saveDraft({ id: 'a', values: { text: 'Яма' }, at: 1 })
  await putOut(made('a', FILING, 'T', [], 1))
  await expect(putOut(made('a', { ...FILING, text: 'другое' }, 'T', [], 1))).rejects.toBeInstanceOf(Taken)
  await expect(saveDraft({ id: 'a', values: {}, at: 2 })).rejects.toBeInstanceOf(Taken)
  expect((await shelf.items()).map((item) => item.filing.text)).toEqual(['x'])
  expect(await drafts()).toEqual([])
})

test('drafts: the newest first, without those that put right what lies in the outbox', async () => {
  const { drafts, saveDraft } = await import('./drafts')
  const { putOut } = await import('./outbox')
  await putOut(made('c', FILING, 'T', [], 1))
  await saveDraft({ id: 'c', values: {}, at: 9 }, true)
  for (const [id, at] of [['a', 1], ['b', 2]] as const) await saveDraft({ id, values: {}, at })
  expect((await drafts()).map((one) => one.id)).toEqual(['b', 'a'])
})

test('photos come in the order of the person; one that was added a moment before the tab was killed comes last', async () => {
  const { addPhoto, photosOf } = await import('./photos')
  const ids: string[] = []
  for (let n = 0; n < 4; n += 1) ids.push((await addPhoto('a', jpeg(), { lat: 55, lon: 39 })).id)
  const order = [ids[2]!, ids[0]!, ids[1]!]
  const found = await photosOf('a', order)
  expect(found.map((one) => one.id)).toEqual([...order, ids[3]])
  expect(found[0]?.spot).toEqual({ lat: 55, lon: 39 })
})

test('what was put right goes with what was typed; where it has left meanwhile nothing of it is changed', async () => {
  const { putOut, putRight, shelf } = await import('./outbox')
  const { draft, saveDraft } = await import('./drafts')
  await putOut(made('a', FILING, 'T', [], 1))
  await saveDraft({ id: 'a', values: { text: 'Исправлено' }, at: 1 }, true)
  await putRight('a', (was) => ({ ...was, title: 'Другая' }))
  expect((await shelf.items())[0]?.title).toBe('Другая')
  expect(await draft('a')).toBeUndefined()
  expect(await putRight('b', (was) => was)).toBeNull()
})

test('settlements that were seen once are found without a network', async () => {
  const { settlements } = await import('./settlements')
  const lipovka = { id: 7, label: 'д. Липовка, Ясенский округ', territory_code: '1', point: null }
  expect((await settlements(wire(() => json({ settlements: [lipovka] }, '"1"')), 'Лип')).isOld).toBe(false)
  const offline = wire(() => {
    throw new TypeError('offline')
  })
  expect(await settlements(offline, 'лип')).toEqual({ found: [lipovka], isOld: true })
  expect(await settlements(offline, 'Ясен')).toEqual({ found: [lipovka], isOld: true })
  expect(await settlements(offline, 'Ивня')).toEqual({ found: [], isOld: true })
})

test('the classifier: that of the last time at once, then another only if it is another', async () => {
  const { classifier } = await import('./classifier')
  const shown: number[] = []
  const see = (found: { version: number }) => void shown.push(found.version)
  await classifier(wire(() => json({ version: 1, categories: [] }, '"1"')), see)
  await classifier(wire(() => json({ version: 1, categories: [] }, '"1"')), see)
  await classifier(wire(() => json({ version: 1, categories: [], added: 'same version' }, '"1b"')), see)
  await classifier(wire(() => json({ version: 2, categories: [], added: 'unknown' }, '"2"')), see)
  const broken = wire(() => json({ nothing: 'of the kind' }, '"3"'))
  await classifier(broken, see)
  expect(shown).toEqual([1, 1, 1, 1, 1, 2, 2])
})

test('photos of what has left make room, and the week that it is shown begins; what was deleted elsewhere is not brought back', async () => {
  const { addPhoto, photo } = await import('./photos')
  const { drop, putOut, shelf } = await import('./outbox')
  const { id } = await addPhoto('a', jpeg())
  await putOut(made('a', FILING, 'T', [id], 1))
  await shelf.change('a', (was) => ({ ...was, state: 'sent' }))
  expect(await photo(id)).toBeNull()
  expect((await shelf.items())[0]?.sentAt).toBeTypeOf('number')
  await drop((await shelf.items())[0]!)
  expect(await shelf.change('a', (was) => was)).toBeNull()
  expect(await shelf.items()).toEqual([])
})

test('an item under a new key takes the place of the old one, with its photos', async () => {
  const { addPhoto, photosOf } = await import('./photos')
  const { putOut, shelf } = await import('./outbox')
  const { id } = await addPhoto('a', jpeg())
  await putOut(made('a', FILING, 'T', [id], 1))
  await shelf.change('a', (was) => ({ ...was, id: 'b' }))
  expect((await shelf.items()).map((item) => item.id)).toEqual(['b'])
  expect((await photosOf('b')).map((one) => one.id)).toEqual([id])
})

test('a deleted item leaves nothing: no photo that was added to put it right, no draft', async () => {
  const { drop, putOut, shelf } = await import('./outbox')
  const { addPhoto, photosOf } = await import('./photos')
  const { draft, saveDraft } = await import('./drafts')
  await putOut(made('a', FILING, 'T', [], 1))
  await addPhoto('a', jpeg())
  await saveDraft({ id: 'a', values: { text: 'Яма' }, at: 1 }, true)
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
  await expect(saveDraft({ id: 'a', values: {}, at: 1 })).rejects.toBeInstanceOf(NoStore)
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

test('a deed goes with its photos in the name of who is signed in, and leaves none behind', async () => {
  const { addPhoto, photo } = await import('./photos')
  const { deeds, putDeed } = await import('./outbox')
  const { setSetting } = await import('./settings')
  await setSetting('account', { name: 'Вера', email: 'v@x.test' })
  const { id } = await addPhoto('clarify-1', jpeg())
  await putDeed(made('d', { what: 'clarify', number: '1', words: 'Ещё' }, 'Яма', [id], 1), 'clarify-1')
  expect(await deeds.items()).toMatchObject([{ id: 'd', account: 'v@x.test', photos: [id] }])
  await deeds.change('d', (was) => ({ ...was, state: 'sent' }))
  expect(await photo(id)).toBeNull()
})

test('a second press takes the support back in the store, and only one of a kind ever waits', async () => {
  const { deeds, putTurn } = await import('./outbox')
  const { keptStand, arrived } = await import('../account/stand')
  const { keepOwn } = await import('./own')
  const { nowIs } = await import('../account/here')
  await nowIs({ name: 'Вера', email: 'v@x.test' })
  const press = async (on: boolean, what: 'support' | 'follow' = 'support') => putTurn(made(crypto.randomUUID(), { number: '7', what, on }, 'Яма', [], 1))
  await press(true, 'follow')
  await press(true)
  await press(false)
  expect((await deeds.items()).map(({ filing }) => filing.what)).toEqual(['follow'])
  await press(true)
  const { id } = (await deeds.items()).find(({ filing }) => filing.what === 'support')!
  await deeds.change(id, (was) => ({ ...was, state: 'sending' }))
  await press(false)
  expect(await deeds.change(id, (was) => ({ ...was, state: 'sent' }))).toBeNull() // its answer comes too late
  expect((await deeds.items()).map(({ filing }) => [filing.what, 'on' in filing && filing.on])).toContainEqual(['support', false])
  await keepOwn('stands', [['7', { mine: false, supports: false, follows: false, supporters: 2 }]])
  await arrived({ number: '7', what: 'support', on: true })
  expect(await keptStand('7')).toMatchObject({ supports: true, supporters: 3 })
})

test('signing out takes what is personal and leaves the outbox, drafts and what everybody may read', async () => {
  const { keepOwn, recallOwn } = await import('./own')
  const { saveDraft, draft } = await import('./drafts')
  const { putOut, shelf } = await import('./outbox')
  const { forgetPerson, nowIs, who } = await import('../account/here')
  const { keptGet, recall } = await import('./kept')
  await nowIs({ name: 'Вера', email: 'v@x.test' })
  await keepOwn('list', [1])
  await keptGet(wire(() => json({ version: 1, categories: [] }, '"1"')), '/classifier')
  await saveDraft({ id: 'report', values: { text: 'Яма' }, at: 1 })
  await putOut(made('a', FILING, 'T', [], 1))
  await forgetPerson()
  await keepOwn('late', [1]) // an answer that was under way
  expect(await recallOwn('late')).toBeUndefined()
  expect(await who()).toBeNull()
  expect(await recallOwn('list')).toBeUndefined()
  expect(await draft('report')).toBeDefined()
  expect(await shelf.items()).toHaveLength(1)
  expect(await recall('ru /classifier')).toBeDefined()
})
