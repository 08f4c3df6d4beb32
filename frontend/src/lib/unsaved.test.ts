import { expect, test } from 'vitest'

import { fill, unsaved } from './unsaved'

test('a form is filled in again, boxes and radio buttons too, its token is its own', () => {
  const fields = [
    { name: 'csrfmiddlewaretoken', type: 'hidden', value: 'new' },
    { name: 'text', type: 'textarea', value: '' },
    { name: 'agreed', type: 'checkbox', value: '1', checked: true },
    { name: 'kind', type: 'radio', value: 'a', checked: true },
    { name: 'kind', type: 'radio', value: 'b', checked: false },
    { name: 'phone', type: 'tel', value: '+7' },
  ]
  fill(fields, 'csrfmiddlewaretoken=old&text=%D0%AF%D0%BC%D0%B0&kind=b')
  expect(fields.map((one) => one.checked ?? one.value)).toEqual(['new', 'Яма', false, false, true, '+7'])
})

test('where the browser keeps nothing, nothing is kept and nothing fails', () => {
  const closed = { getItem: () => { throw new Error('closed') }, setItem: () => { throw new Error('closed') } }
  const kept = unsaved('a', closed as unknown as Storage)
  kept.put('x')
  expect(kept.take()).toBe('')
})
