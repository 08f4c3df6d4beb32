import { expect, test } from 'vitest'

import { pressed } from './ranking'

test('what is pressed in turn takes places in turn', () => {
  expect(['b', 'a', 'c'].reduce((order, code) => pressed(order, code, 'next', 3), [] as string[])).toEqual(['b', 'a', 'c'])
})

test('a place up and down changes with the neighbour, and stops at the ends', () => {
  expect(pressed(['a', 'b', 'c'], 'c', 'up', 3)).toEqual(['a', 'c', 'b'])
  expect(pressed(['a', 'b', 'c'], 'a', 'down', 3)).toEqual(['b', 'a', 'c'])
  expect(pressed(['a', 'b'], 'a', 'up', 2)).toEqual(['a', 'b'])
  expect(pressed(['a', 'b'], 'b', 'down', 2)).toEqual(['a', 'b'])
})

test('a place that is given up closes, and no more are given than there are', () => {
  expect(pressed(['a', 'b', 'c'], 'b', 'out', 3)).toEqual(['a', 'c'])
  expect(pressed(['a', 'b'], 'c', 'next', 2)).toEqual(['a', 'b'])
})
