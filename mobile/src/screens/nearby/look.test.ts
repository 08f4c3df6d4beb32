import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { database } from '../../store/db'
import { fromKept, look } from './look'
import { type Chosen, WIDE } from './near'

const HERE: Chosen = { centre: { lat: 55.5, lon: 39.5, label: '', accuracyM: 9 }, radiusKm: 5, narrow: WIDE }
const one = (number: string, lat: number, kind = 'problem') => ({ number, lat, lon: 39.5, kind, stage: 'published', topic: 'Ямы', address: '', published_on: '2026-01-01' })
const answers = (body: unknown) => vi.fn(async () => new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } }))
const noNetwork = () => vi.stubGlobal('fetch', vi.fn(async () => Promise.reject(new TypeError('offline'))))

beforeEach(async () => {
  await (await database()).clear('kept')
  vi.stubGlobal('fetch', answers({ complete: true, appeals: [one('1', 55.5), one('2', 55.53, 'thanks')] }))
})
afterEach(() => vi.unstubAllGlobals())

test('what was seen is there without a network, and says from when it is', async () => {
  expect(await look(HERE)).toMatchObject({ isOld: false, spots: [{ number: '1' }, { number: '2' }] })
  noNetwork()
  const old = await look(HERE)
  expect(old).toMatchObject({ isOld: true, outOfKm: null, spots: [{ number: '1' }, { number: '2' }] })
  expect(Date.now() - old.at.getTime()).toBeLessThan(60_000)
})

test('another radius and conditions are answered out of the kept list', async () => {
  await look(HERE)
  noNetwork()
  expect(await look({ ...HERE, radiusKm: 1 })).toMatchObject({ outOfKm: 5, spots: [{ number: '1' }] })
  expect(await look({ ...HERE, narrow: { ...WIDE, kind: 'thanks' } })).toMatchObject({ outOfKm: 5, spots: [{ number: '2' }] })
})

test('a list of another town says nothing of this place', async () => {
  await look(HERE)
  noNetwork()
  const away = { ...HERE, centre: { ...HERE.centre, lat: 54 } }
  expect(await fromKept(away)).toBeNull()
  await expect(look(away)).rejects.toMatchObject({ code: 'offline' })
})

test('a smaller circle within the kept one is known whole; one that reaches over its edge is not', async () => {
  await look(HERE)
  noNetwork()
  const north = { ...HERE, radiusKm: 3, centre: { ...HERE.centre, lat: 55.56 } }
  expect(await fromKept({ ...HERE, radiusKm: 1 })).toMatchObject({ complete: true })
  expect(await fromKept(north)).toMatchObject({ complete: false })
})

test('a refusal of the portal is told, not hidden behind the kept list', async () => {
  await look(HERE)
  vi.stubGlobal('fetch', vi.fn(async () => new Response('{"code":"bad_filter","detail":"Такого значения нет"}', { status: 400, headers: { 'Content-Type': 'application/problem+json' } })))
  await expect(look(HERE)).rejects.toMatchObject({ code: 'bad_filter' })
})
