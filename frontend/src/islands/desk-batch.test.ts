import { expect, test } from 'vitest'

import { between } from './desk-batch'

test('Shift marks the rows between, upwards and downwards', () => {
  expect(between(2, 5)).toEqual([2, 3, 4, 5])
  expect(between(5, 2)).toEqual([2, 3, 4, 5])
  expect(between(3, 3)).toEqual([3])
})
