import { expect, test } from 'vitest'
import { region } from './region.mjs'

const portal = 'https://otklik.region.ru'

test('the address of the portal is enough', () => {
  expect(region({ OTKLIK_APP_PORTAL: `${portal}/` })).toEqual({
    portal,
    id: 'ru.region.otklik',
    name: 'Отклик',
    version: '1.0.0',
    build: 1,
  })
})

test.each([
  ['https://my-portal.21.ru', 'ru.n21.myportal'],
  ['https://отклик.рф', 'xnp1ai.xnh1adbcny'],
])('of %s is made %s, which both stores take', (address, id) => {
  expect(region({ OTKLIK_APP_PORTAL: address }).id).toBe(id)
})

test('all of it can be given', () => {
  const given = { OTKLIK_APP_ID: 'ru.a.b', OTKLIK_APP_NAME: 'Наш край', OTKLIK_APP_VERSION: '2.3.4', OTKLIK_APP_BUILD: '57' }
  expect(region({ OTKLIK_APP_PORTAL: portal, ...given })).toMatchObject({ id: 'ru.a.b', name: 'Наш край', version: '2.3.4', build: 57 })
})

test.each([
  ['OTKLIK_APP_PORTAL', ''],
  ['OTKLIK_APP_PORTAL', 'http://otklik.region.ru'],
  ['OTKLIK_APP_PORTAL', 'https://otklik.region.ru/app/'],
  ['OTKLIK_APP_PORTAL', 'https://a:b@otklik.region.ru'],
  ['OTKLIK_APP_ID', 'ru.my-region'],
  ['OTKLIK_APP_ID', 'otklik'],
  ['OTKLIK_APP_NAME', 'A & B'],
  ['OTKLIK_APP_VERSION', '1.0'],
  ['OTKLIK_APP_BUILD', '0'],
  ['OTKLIK_APP_BUILD', '1.5'],
])('%s=%s is refused with what is needed', (variable, given) => {
  expect(() => region({ OTKLIK_APP_PORTAL: portal, [variable]: given })).toThrow(`${variable}=${JSON.stringify(given)}: нужно `)
})
