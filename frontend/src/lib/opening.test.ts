import { expect, test } from 'vitest'

import { plain } from './opening'

const press = { button: 0, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

test('a plain press opens beside the list, every other way stays the browser’s', () => {
  expect(plain(press)).toBe(true)
  for (const other of [{ button: 1 }, { ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }]) {
    expect(plain({ ...press, ...other })).toBe(false)
  }
})
