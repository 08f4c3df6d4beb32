import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Wire } from '../api/client'
import { download, plan, weight } from './download'
import { filesOf, forget, keptJson, territories } from './packs'

const file = (name: string, version: string, bytes = 4) => ({ name, version, bytes, href: `/offline/1/${name}`, made_at: null })
const never = new AbortController().signal

/** A portal with these files; `cut` breaks while this one is read. */
function portal(files: ReturnType<typeof file>[], cut = ''): Wire {
  const json = (body: unknown) => new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
  return {
    base: '',
    language: 'ru',
    timeout: () => never,
    fetch: vi.fn(async (url: string) => {
      if (url === '/offline/1') return json({ code: '1', name: 'Округ', files })
      if (url === '/classifier') return json({ version: 1, categories: [] })
      if (cut && url.endsWith(cut)) throw new TypeError('cut')
      return new Response(JSON.stringify({ of: url }))
    }),
  }
}

beforeEach(() => forget('1'))
afterEach(() => vi.unstubAllGlobals())

test('everything is kept at once, and the second time nothing is wanted', async () => {
  const wire = portal([file('classifier.json', '1'), file('places.json', 'a'), file('map.pmtiles', 'b', 12)])
  const parts: number[] = []
  const first = await plan(wire, '1')
  expect(weight(first.wanted)).toBe(20)
  await download(wire, first, (part) => parts.push(part), never)
  expect(parts.at(-1)).toBe(1)
  expect(parts).toEqual([...parts].sort((a, b) => a - b))
  expect((await territories()).map(({ code, name }) => [code, name])).toEqual([['1', 'Округ']])
  expect(await keptJson('places.json')).toEqual([{ of: '/offline/1/places.json' }])
  expect((await plan(wire, '1')).wanted).toEqual([])
})

test('an update takes only what has changed and drops what is no more', async () => {
  const before = portal([file('places.json', 'a'), file('old.json', 'x'), file('map.pmtiles', 'b')])
  await download(before, await plan(before, '1'), () => {}, never)
  const after = portal([file('places.json', 'a'), file('map.pmtiles', 'c')])
  const change = await plan(after, '1')
  expect(change.wanted.map((one) => one.name)).toEqual(['map.pmtiles'])
  await download(after, change, () => {}, never)
  expect((await filesOf('1')).map((one) => [one.name, one.version])).toEqual([['map.pmtiles', 'c'], ['places.json', 'a']])
})

test('a broken connection in the middle leaves what was there before', async () => {
  const before = portal([file('places.json', 'a'), file('map.pmtiles', 'b')])
  await download(before, await plan(before, '1'), () => {}, never)
  const after = portal([file('places.json', 'c'), file('map.pmtiles', 'd')], 'map.pmtiles')
  await expect(download(after, await plan(after, '1'), () => {}, never)).rejects.toMatchObject({ code: 'offline' })
  expect((await filesOf('1')).map((one) => one.version).sort()).toEqual(['a', 'b'])
})

test('deleting leaves nothing of it', async () => {
  const wire = portal([file('places.json', 'a')])
  await download(wire, await plan(wire, '1'), () => {}, never)
  await forget('1')
  expect([await filesOf('1'), await territories()]).toEqual([[], []])
})
