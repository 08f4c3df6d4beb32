import { expect, test } from 'vitest'

import { press } from './combobox'

const OPEN = { open: true, active: -1, size: 3 }

test('the arrow down goes through the rows and round again', () => {
  let box = OPEN
  for (const expected of [0, 1, 2, 0]) {
    box = press(box, 'ArrowDown').box
    expect(box.active).toBe(expected)
  }
})

test('the arrow up begins with the last row', () => {
  expect(press(OPEN, 'ArrowUp')).toEqual({ box: { ...OPEN, active: 2 }, act: 'swallow' })
})

test('the arrow down opens a closed list', () => {
  expect(press({ ...OPEN, open: false }, 'ArrowDown').box.open).toBe(true)
})

test('enter chooses the active row and leaves the form alone', () => {
  expect(press({ ...OPEN, active: 1 }, 'Enter')).toEqual({ box: { ...OPEN, open: false, active: -1 }, act: 'choose' })
})

test('enter with no active row sends the form', () => {
  expect(press(OPEN, 'Enter').act).toBe('none')
})

test('escape closes the list first', () => {
  expect(press(OPEN, 'Escape').act).toBe('swallow')
  expect(press({ ...OPEN, open: false }, 'Escape').act).toBe('none')
})

test('tab closes the list and goes on', () => {
  expect(press(OPEN, 'Tab')).toEqual({ box: { ...OPEN, open: false }, act: 'none' })
})
