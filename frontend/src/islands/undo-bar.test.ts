import { expect, test } from 'vitest'

import { counted } from './undo-bar'

test('the seconds that are left stand in the words of the server', () => {
  expect(counted('Можно отменить ещё 10 с', 7)).toBe('Можно отменить ещё 7 с')
})
