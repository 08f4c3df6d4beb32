import { expect, test } from 'vitest'

import { en } from './en'
import { spoken } from './number'
import { ru } from './ru'

test('a number is shown in threes, as on the portal', () => {
  expect(spoken('471493436')).toBe('471-493-436')
})

test('what is no number of nine digits stays as it came', () => {
  expect(['', '12', '471-493-436', '4714934361'].map(spoken)).toEqual(['', '12', '471-493-436', '4714934361'])
})

test.each([['ru', ru], ['en', en]] as const)('every sentence with a number says it in threes: %s', (_language, w) => {
  const said = [
    w.appeal.title, w.appeal.number, w.own.title, w.own.original, w.report.leftAlready, w.outbox.number,
  ].map((sentence) => sentence('471493436'))
  for (const sentence of said) expect(sentence).toContain('471-493-436')
})
