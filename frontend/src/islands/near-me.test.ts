import { expect, test } from 'vitest'

import { roughly } from './near-me'

test('an address that is kept knows the place to some hundred metres', () => {
  expect(roughly({ latitude: 54.629_216_3, longitude: 39.736_451_9 })).toBe('54.629,39.736')
  expect(roughly({ latitude: -0.000_04, longitude: 179.999_9 })).toBe('-0.000,180.000')
})
