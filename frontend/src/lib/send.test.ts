import { expect, test } from 'vitest'

import { outcome } from './send'

test('a stored photo has an id and a small picture', () => {
  expect(outcome(201, '{"id": "a1", "small_url": "/p/a1"}')).toEqual({ ok: true, id: 'a1', smallUrl: '/p/a1' })
})

test('a refusal says why and is not tried again', () => {
  expect(outcome(422, '{"text": "Это не фото"}')).toEqual({ ok: false, text: 'Это не фото', again: false })
})

test.each([0, 429, 503])('after %i it makes sense to try again', (status) => {
  expect(outcome(status, '')).toEqual({ ok: false, text: '', again: true })
})

test('a page instead of JSON is no success', () => {
  expect(outcome(200, '<!doctype html>')).toMatchObject({ ok: false })
})
