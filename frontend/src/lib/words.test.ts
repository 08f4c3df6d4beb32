import { expect, test } from 'vitest'

import { plural } from './words'

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
