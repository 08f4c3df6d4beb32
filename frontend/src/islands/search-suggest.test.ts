import { expect, test } from 'vitest'

import { ours, question } from './search-suggest'

test('one letter is not worth a question', () => {
  expect(question('/search/suggest', ' я ')).toBe('')
})

test('signs of the question are no signs of the address', () => {
  expect(question('/search/suggest', '№ 48&q=1')).toBe('/search/suggest?q=%E2%84%96+48%26q%3D1')
})

test('a suggestion leads to our own pages only', () => {
  expect(ours('/search?q=1')).toBe(true)
  expect(ours('//example.test/')).toBe(false)
  expect(ours('javascript:alert(1)')).toBe(false)
})
