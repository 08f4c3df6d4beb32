import { expect, test } from 'vitest'

import { body, clockTime, kept, told } from './draft-saver'

test('a draft keeps texts and leaves files out', () => {
  expect(body([['text', 'Яма'], ['photos', new File(['…'], 'a.jpg')], ['lamp', 'one']]).toString()).toBe(
    'text=%D0%AF%D0%BC%D0%B0&lamp=one',
  )
})

test('several values of one name are all kept', () => {
  expect(body([['days', 'mo'], ['days', 'tu']]).getAll('days')).toEqual(['mo', 'tu'])
})

test('the time is told by the clock on the wall', () => {
  expect(clockTime(new Date(2026, 10, 24, 9, 5))).toBe('09:05')
})

test('what another has changed is no lost connection', () => {
  expect([204, 409, 500].map(kept)).toEqual(['kept', 'changed', 'lost'])
  expect(told('changed', '09:05')).toContain('кто-то другой')
})
