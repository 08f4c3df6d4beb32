import { expect, test } from 'vitest'

import { fresh, isMine, listening, parsed, typedIn } from './news'

const news = (id: number, event = 'ringing', extension = ''): { id: number; call: number; event: string; extension: string } => ({
  id,
  call: 7,
  event,
  extension,
})

test('a call that rings at my extension is mine, one at another is not', () => {
  expect(isMine(news(1, 'ringing', '101'), '101')).toBe(true)
  expect(isMine(news(1, 'answered', '101'), '101')).toBe(true)
  expect(isMine(news(1, 'ringing', '102'), '101')).toBe(false)
  expect(isMine(news(1, 'ringing', '102'), '')).toBe(false)
})

test('a call that rings at nobody in particular is for every desk, its answer and its end are not', () => {
  expect(isMine(news(1), '101')).toBe(true)
  expect(isMine(news(1, 'answered'), '101')).toBe(false)
  expect(isMine(news(1, 'ended', '101'), '101')).toBe(false)
})

test('what was seen is no news, and news come in order', () => {
  expect(fresh([news(9), news(8), news(7)], 7)).toEqual({ news: [news(8), news(9)], newest: 9 })
  expect(fresh([news(3)], 7)).toEqual({ news: [], newest: 7 })
})

test('what cannot be read is no news', () => {
  expect(parsed('')).toEqual([])
  expect(parsed('{"id":1}')).toEqual([{ id: 1 }])
})

test('a stream begins after the last event; without an address there is none', () => {
  expect(listening('/desk/hotline/events', 17)).toBe('/desk/hotline/events?after=17')
  expect(listening('', 17)).toBe('')
})

test('a page is not replaced while something typed into it would be lost', () => {
  const field = (value: string, defaultValue = '', type = 'text'): { value: string; defaultValue: string; type: string } => ({ value, defaultValue, type })
  expect(typedIn([field('101', '101'), field('')])).toBe(false)
  expect(typedIn([field('+7900'), field('101', '101')])).toBe(true)
  expect(typedIn([field('set by a script', '', 'hidden')])).toBe(false)
})
