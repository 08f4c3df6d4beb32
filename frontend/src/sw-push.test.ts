import { beforeAll, expect, test, vi } from 'vitest'

type Heard = (event: unknown) => void

const heard: Record<string, Heard> = {}
const shown: unknown[] = []
const opened: string[] = []

beforeAll(async () => {
  vi.stubGlobal('self', {
    location: { origin: 'https://portal.example' },
    registration: { showNotification: async (...said: unknown[]) => void shown.push(said) },
    clients: { openWindow: async (url: string) => void opened.push(url) },
    addEventListener: (kind: string, listen: Heard) => (heard[kind] = listen),
  })
  await import('./sw-push')
})

function push(json: () => unknown): void {
  heard['push']?.({ data: { json }, waitUntil: (work: Promise<unknown>) => work })
}

test('a message is shown with the page that it leads to', () => {
  push(() => ({ title: 'Ответ', body: 'Получен', url: 'https://portal.example/mine/1' }))
  expect(shown.pop()).toEqual(['Ответ', { body: 'Получен', data: { url: 'https://portal.example/mine/1' } }])
})

test('what is not ours is shown without leading elsewhere', () => {
  push(() => ({ title: 'x', url: 'https://evil.example/' }))
  expect(shown.pop()).toEqual(['x', { body: '', data: { url: 'https://portal.example' } }])
  push(() => {
    throw new SyntaxError('not JSON')
  })
  expect(shown.pop()).toEqual(['', { body: '', data: { url: 'https://portal.example/' } }])
})

test('a press closes it and opens the page, of this portal only', () => {
  for (const [url, there] of [
    ['https://portal.example/mine/1', 'https://portal.example/mine/1'],
    ['javascript:alert(1)', 'https://portal.example'],
  ]) {
    const close = vi.fn()
    heard['notificationclick']?.({ notification: { data: { url }, close }, waitUntil: () => undefined })
    expect(close).toHaveBeenCalled()
    expect(opened.pop()).toBe(there)
  }
})
