import { expect, test } from 'vitest'

import { filled } from './fill-text'

test('an empty field and ready words make room for others, a person’s words do not', () => {
  expect(filled(' ', '', 'Готовое')).toBe('Готовое')
  expect(filled('Готовое', 'Готовое', 'Другое')).toBe('Другое')
  expect(filled('Готовое, и моё', 'Готовое', 'Другое')).toBe('Готовое, и моё')
})
