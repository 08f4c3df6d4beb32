import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'

const phone = vi.hoisted(() => ({ stand: vi.fn(), on: vi.fn(), off: vi.fn(), via: vi.fn() }))
const portal = vi.hoisted(() => ({ asMe: vi.fn() }))
const kept = vi.hoisted(() => new Map<string, unknown>())
vi.mock('@here/push', () => ({ push: phone }))
vi.mock('./here', () => portal)
vi.mock('../store/settings', () => ({
  SENT_TO: 'push-endpoint',
  setting: async (name: string, otherwise: unknown) => kept.get(name) ?? otherwise,
  setSetting: async (name: string, value: unknown) => void kept.set(name, value),
}))

const { NoPush } = await import('../device/push')
const { renewNotices, stand, switchOff, switchOn } = await import('./notices')

const posted = () => portal.asMe.mock.calls.filter(([method]) => method === 'post').map(([, path, { body }]) => [path, body])

beforeEach(() => {
  vi.resetAllMocks()
  kept.clear()
  phone.via.mockReturnValue('fcm')
  phone.stand.mockResolvedValue('on')
  phone.on.mockResolvedValue({ via: 'fcm', token: 'one' })
  portal.asMe.mockImplementation(async (method) => ({ data: method === 'get' ? { key: 'k', ways: ['web', 'fcm'] } : null }))
})

test('an app of a store gives the portal its token, and takes it back', async () => {
  expect(await stand()).toBe('off')
  await switchOn()
  expect(await stand()).toBe('on')
  await switchOff()
  expect(posted()).toEqual([
    ['/push/subscriptions', { via: 'fcm', token: 'one' }],
    ['/push/subscriptions/end', { token: 'one' }],
  ])
  expect(phone.off).toHaveBeenCalledOnce()
  expect(await stand()).toBe('off')
})

test('a browser gives its address and its keys as before', async () => {
  phone.via.mockReturnValue('web')
  phone.on.mockResolvedValue({ via: 'web', endpoint: 'https://push.test/1', p256dh: 'p', auth: 'a' })
  await switchOn()
  await switchOff()
  expect(phone.on).toHaveBeenCalledWith('k')
  expect(posted()).toEqual([
    ['/push/subscriptions', { endpoint: 'https://push.test/1', keys: { p256dh: 'p', auth: 'a' } }],
    ['/push/subscriptions/end', { endpoint: 'https://push.test/1' }],
  ])
})

test.each([
  [{ key: 'k', ways: ['web', 'apns'] }, 'fcm', 'off-here'],
  [{ key: 'k' }, 'fcm', 'off-here'], // of an earlier release
  [{ key: 'k' }, 'web', 'off'],
  [{ key: '', ways: [] }, 'web', 'off-here'],
  [{ key: '', ways: ['fcm'] }, 'fcm', 'off'],
])('the portal says %j: by way of %s notifications are %s', async (data, via, said) => {
  phone.via.mockReturnValue(via)
  portal.asMe.mockResolvedValue({ data })
  expect(await stand()).toBe(said)
})

test('at each start the token of today goes to the portal, where notifications are on', async () => {
  await renewNotices()
  expect(posted()).toEqual([])
  await switchOn()
  phone.on.mockResolvedValue({ via: 'fcm', token: 'two' })
  await renewNotices()
  expect(posted().at(-1)).toEqual(['/push/subscriptions', { via: 'fcm', token: 'two' }])
  await switchOff()
  expect(posted().at(-1)).toEqual(['/push/subscriptions/end', { token: 'two' }])
})

test('a person who has forbidden them meanwhile is not asked at a start', async () => {
  await switchOn()
  phone.on.mockClear()
  phone.stand.mockResolvedValue('denied')
  await renewNotices()
  expect(phone.on).not.toHaveBeenCalled()
})

test.each([
  ['no network', () => portal.asMe.mockRejectedValue(new Problem({ status: 0, code: 'offline' }))],
  ['no answer of Google', () => phone.on.mockRejectedValue(new NoPush('failed'))],
])('%s at a start disturbs nobody, and notifications stay on', async (_what, breaks) => {
  await switchOn()
  breaks()
  await expect(renewNotices()).resolves.toBeUndefined()
  expect(kept.get('push-endpoint')).toBe('one')
})
