import { expect, test } from 'vitest'
import { vision } from './vision'

const USUAL = { size: '100', scheme: 'usual', images: 'on', spacing: 'normal' }

test('who has chosen nothing sees everything as usual', () => {
  expect(vision(null)).toEqual(USUAL)
})

test('what was chosen stays, what nobody knows is left out', () => {
  expect(vision('{"size":"200","scheme":"pink","x":1}')).toEqual({ ...USUAL, size: '200' })
})

test.each(['', '[', 'null', '7', '"x"'])('broken choices (%s) are as good as none', (kept) => {
  expect(vision(kept)).toEqual(USUAL)
})
