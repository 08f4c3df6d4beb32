import { expect, test } from 'vitest'

import { dropped, pressed } from './ranking'

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

test('what is dragged takes the place where it is let go', () => {
  expect(dropped(['a', 'b', 'c'], 'c', 0, 3)).toEqual(['c', 'a', 'b'])
  expect(dropped(['a', 'b', 'c'], 'a', 2, 3)).toEqual(['b', 'c', 'a'])
  expect(dropped(['a'], 'b', 1, 3)).toEqual(['a', 'b'])
})

test('where all places are taken the last one gives way to what is dragged in', () => {
  expect(dropped(['a', 'b'], 'c', 0, 2)).toEqual(['c', 'a'])
  expect(dropped(['a', 'b'], 'c', 2, 2)).toEqual(['a', 'b'])
})
