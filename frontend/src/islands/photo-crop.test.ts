import { expect, test } from 'vitest'

import { around, shape, typed } from './photo-crop'

test('a box drawn in any direction says what to cut off', () => {
  const cut = { left: 10, top: 20, right: 50, bottom: 0 }
  expect(around({ x: 0.1, y: 0.2 }, { x: 0.5, y: 1 })).toEqual(cut)
  expect(around({ x: 0.5, y: 1.4 }, { x: 0.1, y: 0.2 })).toEqual(cut)
})

test('a mere click cuts nothing', () => {
  expect(around({ x: 0.5, y: 0.5 }, { x: 0.51, y: 0.9 })).toBeNull()
})

test('what was typed is brought into bounds', () => {
  expect(typed({ left: '10', top: 'x', right: '-4', bottom: '200' })).toEqual({ left: 10, top: 0, right: 0, bottom: 95 })
})

test('the picture shows what stays', () => {
  expect(shape({ left: 30, top: 0, right: 5, bottom: 10 })).toBe('inset(0% 5% 10% 30%)')
})
