import { expect, test } from 'vitest'

import { type Clock, debounce } from './debounce'

/** A clock whose hands a test moves. */
export function handClock(): Clock & { ring(): void } {
  let waiting: (() => void) | undefined
  return {
    set: (run) => {
      waiting = run
      return 1
    },
    clear: () => (waiting = undefined),
    ring: () => waiting?.(),
  }
}

test('many calls make one action', () => {
  let acted = 0
  const clock = handClock()
  const saver = debounce(() => acted++, 100, clock)
  saver.later()
  saver.later()
  expect(acted).toBe(0)
  clock.ring()
  expect(acted).toBe(1)
})

test('now acts at once, and only when something waits', () => {
  let acted = 0
  const saver = debounce(() => acted++, 100, handClock())
  saver.now()
  expect(acted).toBe(0)
  saver.later()
  saver.now()
  saver.now()
  expect(acted).toBe(1)
})
