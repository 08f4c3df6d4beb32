import { expect, test } from 'vitest'

import { once } from './confirm-once'

test('only the first press goes through', () => {
  const guard = once()
  expect([guard.press(), guard.press(), guard.press()]).toEqual([true, false, false])
})

test('after coming back the button works again', () => {
  const guard = once()
  guard.press()
  guard.forget()
  expect(guard.press()).toBe(true)
})
