import { expect, test } from 'vitest'

import { chosen, due } from './branching'

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

test('what is chosen is read by question: options, marks, and what was given a place', () => {
  const fields: [string, string][] = [['q-a', 'x'], ['q-a', 'y'], ['q-mark', '4'], ['q-first.pond', '2'], ['q-first.stage', ''], ['q-none', ''], ['do', 'vote']]
  expect(chosen(fields)).toEqual({ a: ['x', 'y'], mark: ['4'], first: ['pond'] })
})
