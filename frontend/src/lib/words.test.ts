import { expect, test } from 'vitest'

import { counted, plural } from './words'

test.each([
  [1, 'знак'],
  [3, 'знака'],
  [11, 'знаков'],
  [22, 'знака'],
  [112, 'знаков'],
  [0, 'знаков'],
])('%i goes with «%s»', (n, word) => {
  expect(plural(n, 'знак', 'знака', 'знаков')).toBe(word)
})

test('English knows one and many', () => {
  expect([counted(1, 'photo'), counted(0, 'photo'), counted(10, 'photo')]).toEqual(['1 photo', '0 photos', '10 photos'])
})
