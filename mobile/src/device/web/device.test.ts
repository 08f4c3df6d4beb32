import { describe, expect, test, vi } from 'vitest'
import { NoSpot } from '../geo'
import { pathIn } from '../links'
import { webBadge } from './badge'
import { webCamera } from './camera'
import { webGeo } from './geo'
import { webPush, type Browser } from './push'
import { webShare } from './share'

describe('the camera', () => {
  /** A page whose file field is chosen or closed as soon as it is pressed. */
  function page(event: 'change' | 'cancel', files: string[]) {
    const traits: Record<string, string> = {}
    const heard: Record<string, () => void> = {}
    const field = {
      files: files.map((name) => new File(['x'], name)),
      setAttribute: (name: string, value: string) => (traits[name] = value),
      addEventListener: (name: string, then: () => void) => (heard[name] = then),
      remove: vi.fn(),
      click: () => heard[event]?.(),
    }
    const body = { append: vi.fn() }
    return { traits, field, body, document: { createElement: () => field, body } as unknown as Document }
  }

  test('is asked for one photo of the street', async () => {
    const { traits, field, body, document } = page('change', ['a.jpg'])
    expect((await webCamera(() => document).take())?.name).toBe('a.jpg')
    expect(traits).toEqual({ type: 'file', accept: 'image/*', hidden: '', capture: 'environment' })
    expect([body.append, field.remove].map((called) => called.mock.calls.length)).toEqual([1, 1])
  })

  test('the gallery gives no more photos than were asked for', async () => {
    const { traits, document } = page('change', ['a', 'b', 'c'])
    expect((await webCamera(() => document).pick(2)).map(({ name }) => name)).toEqual(['a', 'b'])
    expect(traits).not.toHaveProperty('capture')
  })

  test('a person who changes their mind chooses nothing', async () => {
    expect(await webCamera(() => page('cancel', []).document).take()).toBeNull()
    expect(await webCamera(() => page('cancel', []).document).pick(3)).toEqual([])
  })
})

describe('the place', () => {
  type Answer = { accuracy: number } | { code: number }
  /** A phone that answers each question with the next of `answers`. */
  function finder(...answers: Answer[]) {
    const asked: boolean[] = []
    const getCurrentPosition = (found: PositionCallback, failed?: PositionErrorCallback | null, how?: PositionOptions) => {
      asked.push(how?.enableHighAccuracy ?? false)
      const answer = answers.shift()
      if (answer && 'accuracy' in answer)
        found({ coords: { latitude: 56.1, longitude: 47.2, ...answer } } as GeolocationPosition)
      else failed?.(answer as GeolocationPositionError)
    }
    return { asked, geo: webGeo(() => ({ getCurrentPosition })) }
  }

  test('is told with how exact it is', async () => {
    expect(await finder({ accuracy: 12.4 }).geo.here()).toEqual({ lat: 56.1, lon: 47.2, accuracyM: 12 })
  })

  test('is asked for roughly when the satellites are silent', async () => {
    const { asked, geo } = finder({ code: 3 }, { accuracy: 900 })
    expect((await geo.here()).accuracyM).toBe(900)
    expect(asked).toEqual([true, false])
  })

  test('is not asked for twice when the person refuses', async () => {
    const { asked, geo } = finder({ code: 1 })
    await expect(geo.here()).rejects.toMatchObject({ why: 'denied' })
    expect(asked).toEqual([true])
  })

  test('is unknown when nothing finds it, and in browsers that cannot', async () => {
    await expect(finder({ code: 2 }, { code: 3 }).geo.here()).rejects.toMatchObject({ why: 'unknown' })
    await expect(webGeo(() => undefined).here()).rejects.toBeInstanceOf(NoSpot)
  })
})

describe('notifications', () => {
  const subscription = (keys = { p256dh: 'p', auth: 'a' }) =>
    ({ toJSON: () => ({ endpoint: 'https://push.example/1', keys }), unsubscribe: vi.fn() }) as unknown as PushSubscription

  function browser(answer: NotificationPermission, pushes: { subscribe?: unknown; getSubscription?: unknown }): Browser {
    const all = { getSubscription: async () => null, subscribe: async () => subscription(), ...pushes }
    return { permission: () => answer, ask: async () => answer, pushes: async () => all as never }
  }

  test('the portal is given where they go, the browser the key of the portal', async () => {
    const subscribe = vi.fn(async (_: PushSubscriptionOptionsInit) => subscription())
    const ticket = await webPush(() => browser('granted', { subscribe })).on('BP-_')
    expect(ticket).toEqual({ via: 'web', endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a' })
    expect(subscribe.mock.calls[0]?.[0]).toEqual({ userVisibleOnly: true, applicationServerKey: new Uint8Array([4, 255, 191]) })
  })

  test('a subscription for a former key makes room for the new one', async () => {
    const old = subscription()
    const subscribe = vi
      .fn<() => Promise<PushSubscription>>()
      .mockRejectedValueOnce(Object.assign(new Error(), { name: 'InvalidStateError' }))
      .mockResolvedValue(subscription())
    await webPush(() => browser('granted', { subscribe, getSubscription: async () => old })).on('AAAA')
    expect(old.unsubscribe).toHaveBeenCalledOnce()
    expect(subscribe).toHaveBeenCalledTimes(2)
  })

  test.each([
    ['denied', browser('denied', {})],
    ['denied', browser('default', {})],
    ['failed', browser('granted', { subscribe: () => Promise.reject(new Error('no push service')) })],
    ['failed', browser('granted', { subscribe: async () => subscription({} as never) })],
    ['impossible', null],
  ])('%s is told as such', async (why, here) => {
    await expect(webPush(() => here).on('AAAA')).rejects.toMatchObject({ why })
  })

  test('how they stand is known without asking the person', async () => {
    const stands = [null, browser('denied', {}), browser('default', {}), browser('granted', { getSubscription: async () => subscription() })]
    expect(await Promise.all(stands.map((here) => webPush(() => here).stand()))).toEqual(['impossible', 'denied', 'off', 'on'])
  })

  test('they are turned off, also where there are none', async () => {
    const there = subscription()
    await webPush(() => browser('granted', { getSubscription: async () => there })).off()
    expect(there.unsubscribe).toHaveBeenCalledOnce()
    await expect(webPush(() => null).off()).resolves.toBeUndefined()
  })
})

describe('sharing', () => {
  const what = { title: 'Яма', text: 'На дороге', url: 'https://otklik.example.ru/appeals/1' }
  const named = (name: string) => () => Promise.reject(Object.assign(new Error(), { name }))
  const clipboard = (writeText: (text: string) => Promise<void>) => ({ writeText }) as Clipboard

  test('goes to the program that the person chooses', async () => {
    const send = vi.fn(async () => {})
    expect(await webShare(() => ({ share: send })).send(what)).toBe('sent')
    expect(send).toHaveBeenCalledWith(what)
  })

  test('a closed list is no failure, and nothing is copied behind the back of the person', async () => {
    const copy = vi.fn(async () => {})
    expect(await webShare(() => ({ share: named('AbortError'), clipboard: clipboard(copy) })).send(what)).toBe('closed')
    expect(copy).not.toHaveBeenCalled()
  })

  test('where it is impossible the address is copied, and where that is too, it is told', async () => {
    const copy = vi.fn(async (_: string) => {})
    expect(await webShare(() => ({ clipboard: clipboard(copy) })).send(what)).toBe('copied')
    expect(copy).toHaveBeenCalledWith(what.url)
    expect(await webShare(() => ({ share: named('NotAllowedError'), clipboard: clipboard(named('NotAllowedError')) })).send(what)).toBe('impossible')
    expect(await webShare(() => ({})).send(what)).toBe('impossible')
  })
})

describe('the number on the icon', () => {
  test('is set, is taken away at zero, and its failure disturbs nobody', async () => {
    const [setAppBadge, clearAppBadge] = [vi.fn(async () => {}), vi.fn(async () => {})]
    await webBadge(() => ({ setAppBadge, clearAppBadge })).show(3)
    await webBadge(() => ({ setAppBadge, clearAppBadge })).show(0)
    expect([setAppBadge.mock.calls, clearAppBadge.mock.calls]).toEqual([[[3]], [[]]])
    await expect(webBadge(() => ({})).show(1)).resolves.toBeUndefined()
    await expect(webBadge(() => ({ setAppBadge: () => Promise.reject(new Error()) })).show(1)).resolves.toBeUndefined()
  })
})

describe('links', () => {
  const portal = 'https://otklik.example.ru'
  test.each([
    ['https://otklik.example.ru/app/appeals/12?from=letter#answer', 'appeals/12?from=letter#answer'],
    ['https://OTKLIK.example.ru:443/app/', ''],
    ['https://otklik.example.ru/appeals/12', null],
    ['https://otklik.example.ru/app/../desk', null],
    ['https://otklik.example.ru.evil.ru/app/', null],
    ['http://otklik.example.ru/app/', null],
    ['javascript:alert(1)', null],
    ['undefined', null],
  ])('%s is %s', (address, path) => {
    expect(pathIn(address, portal)).toBe(path)
  })
})
