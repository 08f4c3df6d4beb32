import { expect, test } from 'vitest'

import { named, type Press, stepped } from './desk-keys'

const press = (said: Partial<Press>): Press => ({
  code: '',
  key: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  ...said,
})

test('a letter is known by its place on the board: the Russian layout is no hindrance', () => {
  expect(named(press({ code: 'KeyP', key: 'з' }))).toBe('p')
  expect(named(press({ code: 'Slash', key: '.' }))).toBe('/')
})

test('the sheet opens by «?» of either layout', () => {
  expect(named(press({ code: 'Slash', key: ',', shiftKey: true }))).toBe('?')
  expect(named(press({ code: 'Digit7', key: '?', shiftKey: true }))).toBe('?')
})

test('what the browser or a large letter means is none of ours', () => {
  for (const held of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { shiftKey: true }]) {
    expect(named(press({ code: 'KeyP', key: 'p', ...held }))).toBe('')
  }
  expect(named(press({ code: 'Digit1', key: '1' }))).toBe('')
})

test('the walk through the rows ends at both ends', () => {
  expect([stepped(-1, 1, 3), stepped(0, 1, 3), stepped(2, 1, 3), stepped(0, -1, 3)]).toEqual([0, 1, 2, 0])
})
