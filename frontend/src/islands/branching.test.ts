import { expect, test } from 'vitest'

import { due } from './branching'

const QUESTIONS = [
  { code: 'a', of: '', options: [] },
  { code: 'b', of: 'a', options: ['yes', 'maybe'] },
  { code: 'c', of: 'b', options: ['x'] },
]

test('a question is due when one of its options is chosen', () => {
  expect(due(QUESTIONS, { a: ['no'] })).toEqual(['a'])
  expect(due(QUESTIONS, { a: ['maybe'] })).toEqual(['a', 'b'])
  expect(due(QUESTIONS, { a: ['yes'], b: ['x', 'y'] })).toEqual(['a', 'b', 'c'])
})

test('what hangs on a question that is not asked is not asked either, whatever was chosen there', () => {
  expect(due(QUESTIONS, { a: ['no'], b: ['x'] })).toEqual(['a'])
})
