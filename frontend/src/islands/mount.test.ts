import { expect, test } from 'vitest'

import { names } from './mount'

test('several islands may share an element', () => {
  expect(names('draft-saver  confirm-once')).toEqual(['draft-saver', 'confirm-once'])
})

test('an unknown name is passed over', () => {
  expect(names('carousel')).toEqual([])
})
