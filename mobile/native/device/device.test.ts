import { beforeEach, describe, expect, test, vi } from 'vitest'

/** The plugins as their documents describe them: each test says what the phone does. */
const phone = vi.hoisted(() => ({
  camera: { takePhoto: vi.fn(), chooseFromGallery: vi.fn() },
  geolocation: { getCurrentPosition: vi.fn() },
  pushes: { checkPermissions: vi.fn(), requestPermissions: vi.fn(), register: vi.fn(), unregister: vi.fn(), addListener: vi.fn() },
  share: { share: vi.fn() },
  badge: { set: vi.fn(), clear: vi.fn() },
  app: { addListener: vi.fn(), minimizeApp: vi.fn() },
  platform: { getPlatform: vi.fn(() => 'android') },
  safe: { get: vi.fn(), set: vi.fn(), remove: vi.fn() },
}))
vi.mock('@capacitor/camera', () => ({ Camera: phone.camera }))
vi.mock('@capacitor/geolocation', () => ({ Geolocation: phone.geolocation }))
vi.mock('@capacitor/push-notifications', () => ({ PushNotifications: phone.pushes }))
vi.mock('@capacitor/share', () => ({ Share: phone.share }))
vi.mock('@capawesome/capacitor-badge', () => ({ Badge: phone.badge }))
vi.mock('@capacitor/app', () => ({ App: phone.app }))
vi.mock('@capacitor/core', () => ({ Capacitor: phone.platform }))
vi.mock('@aparajita/capacitor-secure-storage', () => ({
  SecureStorage: phone.safe,
  KeychainAccess: { afterFirstUnlockThisDeviceOnly: 3 },
}))
vi.mock('../../src/device/origin', () => ({ ORIGIN: 'https://otklik.example.ru' }))

const { camera } = await import('../../src/device/camera')
const { geo } = await import('../../src/device/geo')
const { push } = await import('../../src/device/push')
const { share } = await import('../../src/device/share')
const { badge } = await import('../../src/device/badge')
const { links } = await import('../../src/device/links')
const { safe } = await import('../../src/device/safe')

const coded = (code: string) => Object.assign(new Error('words of the plugin'), { code })
const heard = (name: string): ((event: unknown) => void) =>
  [...phone.app.addListener.mock.calls, ...phone.pushes.addListener.mock.calls].find(([is]) => is === name)?.[1]

beforeEach(() => {
  vi.resetAllMocks()
  phone.platform.getPlatform.mockReturnValue('android')
  phone.pushes.addListener.mockResolvedValue({ remove: vi.fn() })
  vi.stubGlobal('fetch', async (url: string) => new Response(new Blob([`bytes of ${url}`], { type: 'image/jpeg' })))
})

describe('the camera', () => {
  test('gives the photo as a file', async () => {
    phone.camera.takePhoto.mockResolvedValue({ webPath: 'https://localhost/_capacitor_file_/cache/1.jpg' })
    const file = await camera.take()
    expect([file?.name, file?.type]).toEqual(['1.jpg', 'image/jpeg'])
    expect(await file?.text()).toContain('_capacitor_file_')
  })

  test('gives none when the person closes it', async () => {
    phone.camera.takePhoto.mockRejectedValue(coded('OS-PLUG-CAMR-0006'))
    phone.camera.chooseFromGallery.mockRejectedValue(coded('OS-PLUG-CAMR-0020'))
    expect([await camera.take(), await camera.pick(3)]).toEqual([null, []])
  })

  test.each([
    ['OS-PLUG-CAMR-0003', 'denied'],
    ['OS-PLUG-CAMR-0007', 'broken'],
  ])('%s is told as %s', async (code, why) => {
    phone.camera.takePhoto.mockRejectedValue(coded(code))
    await expect(camera.take()).rejects.toMatchObject({ why })
  })

  test('gives no more photos than were asked for', async () => {
    phone.camera.chooseFromGallery.mockResolvedValue({ results: ['a', 'b', 'c'].map((webPath) => ({ webPath })) })
    expect((await camera.pick(2)).map(({ name }) => name)).toEqual(['a', 'b'])
    expect(phone.camera.chooseFromGallery).toHaveBeenCalledWith({ allowMultipleSelection: true, limit: 2 })
  })

  test('tells when the file cannot be read', async () => {
    phone.camera.takePhoto.mockResolvedValue({ webPath: 'gone' })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no such file')))
    await expect(camera.take()).rejects.toMatchObject({ why: 'broken' })
  })
})

describe('the place', () => {
  const coords = { latitude: 56.1, longitude: 47.2, accuracy: 12.4 }

  test('is told with how exact it is', async () => {
    phone.geolocation.getCurrentPosition.mockResolvedValue({ coords })
    expect(await geo.here()).toEqual({ lat: 56.1, lon: 47.2, accuracyM: 12 })
  })

  test('is asked for roughly when the satellites are silent', async () => {
    phone.geolocation.getCurrentPosition.mockRejectedValueOnce(coded('OS-PLUG-GLOC-0010')).mockResolvedValue({ coords })
    expect((await geo.here()).lat).toBe(56.1)
    expect(phone.geolocation.getCurrentPosition.mock.calls.map(([how]) => how.enableHighAccuracy)).toEqual([true, false])
  })

  test('is not asked for twice when the person refuses', async () => {
    phone.geolocation.getCurrentPosition.mockRejectedValue(coded('OS-PLUG-GLOC-0003'))
    await expect(geo.here()).rejects.toMatchObject({ why: 'denied' })
    expect(phone.geolocation.getCurrentPosition).toHaveBeenCalledOnce()
  })
})

describe('notifications', () => {
  beforeEach(() => phone.pushes.requestPermissions.mockResolvedValue({ receive: 'granted' }))

  test.each([
    ['android', 'fcm'],
    ['ios', 'apns'],
  ])('of %s come by way of %s', async (platform, via) => {
    phone.platform.getPlatform.mockReturnValue(platform)
    phone.pushes.register.mockImplementation(async () => heard('registration')({ value: 'a token' }))
    expect(await push.on('')).toEqual({ via, token: 'a token' })
    expect(push.via()).toBe(via)
  })

  test('are refused by the person', async () => {
    phone.pushes.requestPermissions.mockResolvedValue({ receive: 'denied' })
    await expect(push.on('')).rejects.toMatchObject({ why: 'denied' })
    expect(phone.pushes.register).not.toHaveBeenCalled()
  })

  test('fail in words where Google answers nothing', async () => {
    phone.pushes.register.mockImplementation(async () => heard('registrationError')({ error: 'SERVICE_NOT_AVAILABLE' }))
    await expect(push.on('')).rejects.toMatchObject({ why: 'failed' })
    vi.useFakeTimers()
    phone.pushes.register.mockResolvedValue(undefined)
    const asked = expect(push.on('')).rejects.toMatchObject({ why: 'failed' })
    await vi.advanceTimersByTimeAsync(20_000)
    await asked
    vi.useRealTimers()
  })

  test.each([
    ['granted', 'on'],
    ['denied', 'denied'],
    ['prompt', 'off'],
  ])('that the phone calls %s are %s', async (receive, stand) => {
    phone.pushes.checkPermissions.mockResolvedValue({ receive })
    expect(await push.stand()).toBe(stand)
  })
})

describe('sharing', () => {
  const what = { title: 'Яма', text: 'На дороге', url: 'https://otklik.example.ru/appeals/1' }

  test('is sent, closed, or impossible', async () => {
    expect(await share.send(what)).toBe('sent')
    phone.share.share.mockRejectedValueOnce(new Error('Share canceled'))
    expect(await share.send(what)).toBe('closed')
    phone.share.share.mockRejectedValueOnce(new Error("Can't share while sharing is in progress"))
    expect(await share.send(what)).toBe('impossible')
  })
})

describe('the number on the icon', () => {
  test('is set, is taken away at zero, and its failure disturbs nobody', async () => {
    await badge.show(3)
    await badge.show(0)
    expect([phone.badge.set.mock.calls, phone.badge.clear.mock.calls.length]).toEqual([[[{ count: 3 }]], 1])
    phone.badge.set.mockRejectedValue(new Error('not supported'))
    await expect(badge.show(1)).resolves.toBeUndefined()
  })
})

describe('ways into the app', () => {
  test('a link and a notification open their page, those of others do not', () => {
    const opened: string[] = []
    links.listen((path) => opened.push(path))
    heard('appUrlOpen')({ url: 'https://otklik.example.ru/app/appeals/12?from=letter' })
    heard('appUrlOpen')({ url: 'https://example.com/app/appeals/12' })
    heard('pushNotificationActionPerformed')({ notification: { data: { url: 'https://otklik.example.ru/app/mine' } } })
    heard('pushNotificationActionPerformed')({ notification: { data: null } })
    expect(opened).toEqual(['appeals/12?from=letter', 'mine'])
  })

  test('«back» on the first screen puts the app aside, elsewhere it goes back', () => {
    const back = vi.fn()
    vi.stubGlobal('history', { back })
    links.listen(() => {})
    heard('backButton')({ canGoBack: true })
    expect([back.mock.calls.length, phone.app.minimizeApp.mock.calls.length]).toEqual([1, 0])
    heard('backButton')({ canGoBack: false })
    expect([back.mock.calls.length, phone.app.minimizeApp.mock.calls.length]).toEqual([1, 1])
  })
})

describe('the safe', () => {
  test('keeps a secret on this device alone', async () => {
    await safe.keep('a token')
    expect(phone.safe.set).toHaveBeenCalledWith('signed-in', 'a token', false, false, 3)
    phone.safe.get.mockResolvedValueOnce('a token').mockResolvedValueOnce(null)
    expect([await safe.read(), await safe.read()]).toEqual(['a token', null])
  })
})
