import { expect, test } from 'vitest'

import { moved, placeAt } from './reorder'

test('a row comes to its new place and the others keep their order', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
})

test('beyond an end a row stays at the end, and what is not there moves nothing', () => {
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 1, 9)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 5, 0)).toEqual(['a', 'b'])
})

test('a pointer stands before the first row whose middle is below it', () => {
  expect([5, 15, 25].map((y) => placeAt([10, 20], y))).toEqual([0, 1, 2])
})
