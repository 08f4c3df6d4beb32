import { expect, test } from 'vitest'

import { withinLimit } from './photo-upload'

test('photos beyond the limit are left out', () => {
  expect(withinLimit(['a', 'b', 'c'], 8, 10)).toEqual({ taken: ['a', 'b'], left: 1 })
})

test('with no room nothing is taken', () => {
  expect(withinLimit(['a'], 12, 10)).toEqual({ taken: [], left: 1 })
})
