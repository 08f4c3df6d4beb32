import { expect, test } from 'vitest'
import { contrastWithWhite } from './accent-check'

test('contrast as WCAG counts it', () => {
  expect(contrastWithWhite('#000000')).toBeCloseTo(21)
  expect(contrastWithWhite('#FFFFFF')).toBeCloseTo(1)
  expect(contrastWithWhite('#767676')).toBeCloseTo(4.54, 1)
})

test('what is no colour has none', () => {
  for (const typed of ['', 'red', '#12', '#1234567']) expect(contrastWithWhite(typed)).toBeNull()
})
