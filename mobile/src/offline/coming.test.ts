import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import type { Wire } from '../api/client'
import { type Coming, type ComingWork, fresh, known, type Reception, together } from './coming'
import { concerns, type Somewhere, touching } from './touching'
import { keepAll } from './packs'

const NOW = new Date('2026-12-01T09:00:00+03:00')
const work = (id: number, more: Partial<ComingWork> = {}): ComingWork => ({
  id, url: '', off: 'hot', emergency: false, text: '', where: '', performer: '', publisher: '',
  starts_at: '2026-12-01T08:00:00+03:00', ends_at: '2026-12-01T18:00:00+03:00', cancelled: false, work_places: [], shape: [], ...more,
}) // prettier-ignore
const reception = (code: string, ends_at: string) => ({ code, starts_at: ends_at, ends_at }) as Reception
const at = (address: string, settlement: number | null = 7): Somewhere => ({ settlement, address, spot: null })
const on = (street: string, houses: string[] = [], settlement: number | null = 7) => ({ work_places: [{ settlement, street, houses }], shape: [] })

test('what is over or called off is not shown, what two municipalities share once, the oldest date is told', () => {
  const here = { works: [work(1, on('ул. Новая')), work(2, { ends_at: '2026-12-01T08:30:00+03:00' })], receptions: [reception('a', '2026-11-30T12:00:00Z')] }
  const there = { works: [work(1, on('ул. Мира')), work(3, { cancelled: true })], receptions: [reception('b', '2026-12-02T12:00:00Z')] }
  const found = together([{ data: here, oldFrom: null }, { data: there, oldFrom: NOW }], NOW)
  expect(found.works.map(({ id, work_places }) => [id, work_places.length])).toEqual([[1, 2]])
  expect(found.receptions.map(({ code }) => code)).toEqual(['b'])
  expect(found.oldFrom).toEqual(NOW)
})

test('an address is met by its street and house, however it is written', () => {
  const is = (address: string, where: ReturnType<typeof on>) => concerns(where, at(address), false)
  expect(is('Новая, 5', on('ул. Новая', ['5']))).toBe(true)
  expect(is('Липовка, улица Новая д. 5', on('ул. Новая', ['5']))).toBe(true)
  expect(is('ул. Новая, 7 корп 2', on('ул. Новая', ['7 к. 2']))).toBe(true)
  expect(is('Новая, 5, кв. 3', on('ул. Новая', ['5']))).toBe(true)
  expect(is('Подъездная, 5', on('ул. Подъездная', ['5']))).toBe(true)
  expect(is('ул. 8 Марта, 5', on('ул. 8 Марта', ['5']))).toBe(true)
  expect(is('ул. 8 Марта', on('ул. 8 Марта', ['8']))).toBe(false)
  expect(is('Новая, 15', on('ул. Новая', ['5']))).toBe(false)
  expect(is('Новая', on('ул. Новая', ['5']))).toBe(false)
  expect(is('Новая, 15', on('ул. Новая'))).toBe(true)
  expect(is('Мира, 5', on('ул. Новая'))).toBe(false)
  expect(is('', on(''))).toBe(true) // the whole settlement
  expect(concerns(on('', [], 8), at('Новая'), true)).toBe(false)
  expect([true, false].map((isHere) => concerns(on('', [], null), at('Новая'), isHere))).toEqual([true, false])
})

test('a piece of the map is met by a point in it and not in its holes', () => {
  const square = (a: number, b: number) => [[a, a], [b, a], [b, b], [a, b], [a, a]] as [number, number][] // prettier-ignore
  const drawn = { work_places: [], shape: [[square(0, 10), square(4, 6)]] }
  const is = (lat: number, lon: number) => concerns(drawn, { settlement: null, address: '', spot: { lat, lon } }, false)
  expect([is(2, 2), is(5, 5), is(11, 2)]).toEqual([true, false, false])
})

test('of each kept municipality the newest answer stays, and a point is the nearest kept house', async () => {
  const file = (name: string, made: unknown) => ({ key: `1/${name}`, territory: '1', name, version: '1', bytes: new TextEncoder().encode(JSON.stringify(made)).buffer as ArrayBuffer })
  const places = { territory: '1', name: 'Округ', settlements: [[7, 'Липовка', 55, 39]] }
  const houses = { settlements: { 7: [['ул. Новая', [['5', 55.5, 39.5]]]] } }
  await keepAll({ code: '1', name: 'Округ', at: 1 }, [file('places.json', places), file('addresses.json', houses)], [])
  const asked = vi.fn(async (_url: string) => {
    const body: Coming = { works: [work(1, on('ул. Новая', ['5'])), work(2, on('ул. Мира'))], receptions: [] }
    return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
  })
  const wire: Wire = { base: '', language: 'ru', timeout: () => new AbortController().signal, fetch: asked }
  expect(await known('ru', NOW)).toBeNull()
  expect((await fresh(wire, NOW)).oldFrom).toBeNull()
  expect(asked.mock.calls[0]?.[0]).toBe('/coming?territory=1')
  const kept = await known('ru', NOW)
  expect(kept?.oldFrom).not.toBeNull()
  const met = await touching(kept!.works, { settlement: null, address: 'во дворе', spot: { lat: 55.5001, lon: 39.5 } })
  expect(met.map(({ id }) => id)).toEqual([1])
})
