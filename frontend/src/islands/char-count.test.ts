import { expect, test } from 'vitest'

import { remaining } from './char-count'

test('room that is left is told in the right words', () => {
  expect(remaining('Яма на дороге', 15)).toEqual({ words: 'Можно ещё 2 знака', over: false })
})

test('a text that is too long says by how much', () => {
  expect(remaining('абвгд', 4)).toEqual({ words: 'Лишних: 1 знак', over: true })
})

test('a character outside the basic plane counts once, a line break too', () => {
  expect(remaining('😀\r\n', 2)).toEqual({ words: 'Можно ещё 0 знаков', over: false })
})
