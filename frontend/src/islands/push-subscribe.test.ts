import { expect, test } from 'vitest'

import { asForm, keyBytes, switchOn, type World } from './push-subscribe'

const FOUND = { endpoint: 'https://push.example/abc', keys: { p256dh: 'BKey', auth: 'Auth' } }

function world(change: Partial<World> = {}): World & { told: string[] } {
  const told: string[] = []
  return {
    told,
    allow: async () => 'granted',
    subscribe: async () => FOUND,
    async tell(form) {
      told.push(form.toString())
      return { ok: true, text: '' }
    },
    ...change,
  }
}

test('a key in base64url becomes its bytes', () => {
  expect([...keyBytes('-_8')]).toEqual([251, 255])
  expect([...keyBytes('AQID')]).toEqual([1, 2, 3])
})

test('the server gets the address and both keys', async () => {
  const here = world()
  expect(await switchOn(here, 'AQID', 'no')).toBe('on')
  expect(here.told).toEqual(['endpoint=https%3A%2F%2Fpush.example%2Fabc&p256dh=BKey&auth=Auth'])
  expect(asForm({}).toString()).toBe('endpoint=&p256dh=&auth=')
})

test('whoever does not allow notifications is told where to allow them, and nothing is sent', async () => {
  const here = world({ allow: async () => 'denied' })
  expect(await switchOn(here, 'AQID', 'no')).toBe('refused')
  expect(here.told).toEqual([])
})

test('words of the server are shown, and words of ours where it has none', async () => {
  const refusing = (text: string): World => world({ tell: async () => ({ ok: false, text }) })
  expect(await switchOn(refusing('unknown service'), 'AQID', 'no')).toEqual({ text: 'unknown service' })
  expect(await switchOn(refusing(''), 'AQID', 'no')).toEqual({ text: 'no' })
})

test('a browser or a network that fails is told, not thrown', async () => {
  const failing = world({ subscribe: () => Promise.reject(new DOMException('push service error')) })
  expect(await switchOn(failing, 'AQID', 'no')).toEqual({ text: 'no' })
})
