import { expect, test } from 'vitest'

import { pace } from './desk-hold'

test('signs of work are told once a minute, however many there are', () => {
  const due = pace(60, 0)
  expect([30, 59, 60, 61, 119, 120, 500].map(due)).toEqual([false, false, true, false, false, true, true])
})
