import { expect, test } from 'vitest'
import { en } from './en'
import { ru } from './ru'
import { en as shellEn } from './shell.en'

/** Every text, those that are made of numbers and names too. */
function texts(words: object): string[] {
  return Object.values(words).flatMap((one: unknown) => {
    if (typeof one === 'function') return [String((one as (...given: unknown[]) => string)(['date', 'clock', 'day'].includes(one.name) ? new Date(0) : '2', 3))]
    return typeof one === 'object' && one !== null ? texts(one) : [String(one)]
  })
}

test('English texts hold no Cyrillic', () => {
  expect([...texts(en), ...texts(shellEn)].filter((text) => /[а-яё]/i.test(text))).toEqual([])
})

test('numbers take their Russian forms', () => {
  expect([1, 2, 5, 21].map(ru.outbox.tries)).toEqual(['Пробовали: 1 раз', 'Пробовали: 2 раза', 'Пробовали: 5 раз', 'Пробовали: 21 раз'])
})

test('distances are round', () => {
  expect(ru.distance(684)).toBe('680 м')
  expect(ru.distance(1250)).toBe('1,3 км')
})
