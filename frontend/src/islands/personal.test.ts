import { expect, test } from 'vitest'

import { isKnown } from './personal'

test('a reader of whom the server has nothing to say asks nothing', () => {
  expect(isKnown('')).toBe(false)
  expect(isKnown('vision=size%3D150; django_language=en')).toBe(false)
  expect(isKnown('not_otklik_me=1')).toBe(false)
})

test('who signed in or was just told something asks', () => {
  expect(isKnown('vision=x; otklik_me=1')).toBe(true)
  expect(isKnown('otklik_notes=1')).toBe(true)
})
