import { expect, test } from 'vitest'

import { renewed } from './article-hints'

test('articles come anew from the address of the draft', async () => {
  const asked: string[] = []
  const html = await renewed('/new/1/articles', (url) => {
    asked.push(url)
    return Promise.resolve(new Response('<p>new</p>'))
  })
  expect(html).toBe('<p>new</p>')
  expect(asked).toEqual(['/new/1/articles'])
})

test('what is there stays when the server has no answer', async () => {
  expect(await renewed('/x', () => Promise.resolve(new Response('', { status: 500 })))).toBeNull()
  expect(await renewed('/x', () => Promise.reject(new TypeError('no connection')))).toBeNull()
})
