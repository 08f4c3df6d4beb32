import { expect, test } from 'vitest'

import { uuid } from './uuid'

test('a uuid says that it is a random one', () => {
  expect(uuid((bytes) => bytes.fill(0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
})

test('two are never the same', () => {
  expect(uuid()).not.toBe(uuid())
})
