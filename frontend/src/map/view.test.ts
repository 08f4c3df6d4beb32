import { expect, test } from 'vitest'

import { query, sides, withQuery, written } from './view'

test('a box is read back as it was written', () => {
  expect(sides(written([37.5, 54.25, 38.123456789, 55]))).toEqual([37.5, 54.25, 38.12346, 55])
})

test('a view over the edge of the world is cut, a spoiled one is none', () => {
  expect(written([-500, -90, 500, 90])).toBe('-180,-85,180,85')
  for (const spoiled of ['', '1,2,3', '1,2,3,x', '1,2,3,4,5']) expect(sides(spoiled)).toBeUndefined()
})

test('an address has the chosen filters only, always in one order', () => {
  const chosen: [string, string][] = [['stage', 'closed'], ['kind', ''], ['category', 'roads'], ['other', 'x']]
  expect(query(chosen, { bbox: '1,2,3,4', from: '' })).toBe('category=roads&stage=closed&bbox=1,2,3,4')
  expect(withQuery('/map', '')).toBe('/map')
  expect(withQuery('/map?a=1', 'b=2')).toBe('/map?a=1&b=2')
})
