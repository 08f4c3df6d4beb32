import { expect, test } from 'vitest'

import { question } from './address-suggest'

test('one letter is not worth a question', () => {
  expect(question('/places/suggest', ' р ', '')).toBe('')
})

test('the settlement narrows the search', () => {
  expect(question('/places/suggest', 'Речная 1', '17')).toBe(
    '/places/suggest?settlement=17&q=%D0%A0%D0%B5%D1%87%D0%BD%D0%B0%D1%8F+1',
  )
})

test('an address that asks already is asked further', () => {
  expect(question('/s?kind=street', 'ab', '')).toBe('/s?kind=street&q=ab')
})
