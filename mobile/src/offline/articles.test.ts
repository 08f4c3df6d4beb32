import { expect, test } from 'vitest'
import { about, spoken } from './articles'

const text = (title: string, html = '<p>слова</p>') => ({ title, lead: '', html })
const KEPT = [
  {
    articles: [
      { code: 'water', checked_on: '2026-11-01', texts: { ru: text('Нет горячей воды'), en: text('No hot water') } },
      { code: 'roof', checked_on: '', texts: { ru: text('Течёт крыша', '<p>Капает <b>вода</b></p>') } },
    ],
  },
  { articles: [{ code: 'water', checked_on: '2026-11-01', texts: { ru: text('Нет горячей воды') } }] },
  {},
]

test('each article comes once, in the language of the reader or in Russian', () => {
  expect(spoken(KEPT.slice(0, 1), 'en').map(({ title, lang }) => [title, lang])).toEqual([['No hot water', 'en'], ['Течёт крыша', 'ru']])
  expect(spoken(KEPT, 'ru')).toHaveLength(2)
})

test('what has the words in its title comes before what has them in the text', () => {
  const all = spoken(KEPT, 'ru')
  expect(about(all, 'вод').map(({ code }) => code)).toEqual(['water', 'roof'])
  expect(about(all, 'течет').map(({ code }) => code)).toEqual(['roof'])
  expect(about(all, 'p')).toEqual([])
})
