import { expect, test } from 'vitest'
import { Held, land } from './land'
import { ring } from './look'

const never = new AbortController().signal
const bytes = (buffer: ArrayBuffer) => [...new Uint8Array(buffer)]

// Made by the portal's own writer (otklik/places/offline.py): one tile, 14/9990/5000, in which «land» is written.
const FILE = [
  'UE1UaWxlcwN/AAAAAAAAAB0AAAAAAAAAnAAAAAAAAAAWAAAAAAAAALIAAAAAAAAAAAAAAAAAAACyAAAAAAAAABgAAAAAAAAAAQAAAAAAAAABAA',
  'AAAAAAAAEAAAAAAAAAAQICAQ4OAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB+LCAAAAAAAAgNjXL1m3wxGRglGAGT5igsJAAAAH4sIAAAAAAAC',
  'A6uuBQBDv6ajAgAAAB+LCAAAAAAAAgPLScxLAQDY1QCoBAAAAA==',
].join('')

test('land that is kept comes out of the file, also where there is no network; around it the portal is asked', async () => {
  const kept = new Held('1', Uint8Array.from(atob(FILE), (sign) => sign.charCodeAt(0)).buffer)
  const asked: string[] = []
  const tile = land([kept], (url) => {
    asked.push(url)
    return Promise.reject(new TypeError('offline'))
  })
  expect(new TextDecoder().decode(await tile('otklik-land://14/9990/5000', never))).toBe('land')
  expect(asked).toEqual([])
  expect(bytes(await tile('otklik-land://14/9991/5000', never))).toEqual([])
  expect(asked).toEqual(['/tiles/places/14/9991/5000.mvt'])
})

test('land that is not kept comes from the portal', async () => {
  const asked: string[] = []
  const tile = land([], async (url) => {
    asked.push(url)
    return new Response(new Uint8Array([1, 2]))
  })
  expect(bytes(await tile('otklik-land://14/9988/5000', never))).toEqual([1, 2])
  expect(asked).toEqual(['/tiles/places/14/9988/5000.mvt'])
})

test('without a network the land is bare and the map goes on', async () => {
  const tile = land([], () => Promise.reject(new TypeError('offline')))
  expect(bytes(await tile('otklik-land://3/1/1', never))).toEqual([])
  expect(bytes(await land([], async () => new Response(null, { status: 204 }))('otklik-land://3/1/1', never))).toEqual([])
})

test('the accuracy is a ring of so many metres', () => {
  const [feature] = ring({ lat: 55.5, lon: 39.5, accuracyM: 111 }).features
  const [lon = 0, lat = 0] = (feature?.geometry as unknown as { coordinates: number[][][] }).coordinates[0]?.[12] ?? []
  expect(lat).toBeCloseTo(55.501, 3)
  expect(lon).toBeCloseTo(39.5, 5)
  expect(ring(null).features).toEqual([])
})
