import { expect, test } from 'vitest'
import { open, pathOf, shown } from './push'

const ORIGIN = 'https://x.test'
// The test's HOME is that of the web build.

test('a push says its title, its line and the screen that it leads to', () => {
  const sent = JSON.stringify({ title: 'Ответ', body: 'Посмотрите', url: 'https://x.test/app/appeals/12' })
  expect(shown(sent, ORIGIN)).toEqual({ title: 'Ответ', body: 'Посмотрите', path: '/app/appeals/12' })
})

test('whatever comes, something is shown and only a screen of the app is opened', () => {
  for (const sent of [undefined, '', 'x', 'null', '{"title":1,"url":{}}']) expect(shown(sent, ORIGIN).path).toBe('/app/')
  expect(pathOf('https://evil.test/desk', ORIGIN)).toBe('/app/')
  expect(pathOf('javascript:alert(1)', ORIGIN)).toBe('/app/')
  expect(pathOf('https://other.test/app/appeals/1?x=2', ORIGIN)).toBe('/app/appeals/1?x=2')
})

test('an open window of the app is led there, else one is opened', async () => {
  const did: string[] = []
  const window = { url: 'https://x.test/app/mine', focus: async () => void did.push('focus'), navigate: async (to: string) => void did.push(to) }
  const clients = (all: object[]) =>
    ({ matchAll: async () => all, openWindow: async (to: string) => void did.push(`new ${to}`) }) as unknown as Clients
  await open('/app/appeals/1', clients([{ url: 'https://x.test/mine' }, window]))
  await open('/app/appeals/2', clients([{ url: 'https://x.test/mine' }]))
  expect(did).toEqual(['focus', '/app/appeals/1', 'new /app/appeals/2'])
})
