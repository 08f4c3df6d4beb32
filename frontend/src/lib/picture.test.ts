import { expect, test } from 'vitest'

import { fit, shrink } from './picture'

test('a wide photo is made to fit by its width', () => {
  expect(fit(4000, 3000, 1920)).toEqual({ width: 1920, height: 1440 })
})

test('a tall photo is made to fit by its height', () => {
  expect(fit(3000, 4000, 1920)).toEqual({ width: 1440, height: 1920 })
})

test('a small photo is left alone', () => {
  expect(fit(640, 480, 1920)).toEqual({ width: 640, height: 480 })
})

test('a browser that cannot draw sends the file itself', async () => {
  const file = new File(['…'], 'photo.heic')
  expect(await shrink(file)).toBe(file)
})
