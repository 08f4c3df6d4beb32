import { expect, test } from 'vitest'

import { caption, turned } from './photo-viewer'

test('behind the last photo comes the first, before the first the last', () => {
  expect([turned(2, 1, 3), turned(0, -1, 3), turned(1, 1, 3), turned(0, 1, 1)]).toEqual([0, 2, 2, 0])
})

test('the words say which of how many, and nothing of numbers for a single one', () => {
  const shot = { url: '/x', alt: 'Фото к ответу 1' }
  expect(caption(shot, 1, 5)).toBe('Фото к ответу 1, 2 из 5')
  expect(caption(shot, 0, 1)).toBe('Фото к ответу 1')
})
