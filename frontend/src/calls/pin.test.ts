import { expect, test } from 'vitest'

import { pressedAt } from './pin'

test('a press says where on the picture it was, Enter says the corner', () => {
  expect(pressedAt('map', 299.6, 180, true)).toEqual({ 'map.x': '300', 'map.y': '180' })
  expect(pressedAt('phone-map', 0, 0, true)).toEqual({ 'phone-map.x': '1', 'phone-map.y': '1' })
  expect(pressedAt('map', 300, 180, false)).toEqual({ 'map.x': '0', 'map.y': '0' })
})
