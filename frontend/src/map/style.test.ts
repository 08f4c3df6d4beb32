import { expect, test } from 'vitest'

import { isDark, style } from './style'

test('dark grounds are told from light ones in either way of writing', () => {
  expect([isDark('#fff'), isDark('#ffffff'), isDark('#0f1720'), isDark('#000'), isDark('white')]).toEqual([false, false, true, true, false])
})

test('appeals lie above the land, a map of the region below it, and no glyphs are asked for', () => {
  here()
  const data = { tiles: '/t/{z}/{x}/{y}', land: '/l?v=1', basemap: 'https://x.test/{z}/{x}/{y}.png', attribution: 'Чьё' } as never
  const made = style(data, 'kind=problem', {} as never)
  expect(made.glyphs).toBeUndefined()
  expect(made.sources['appeals']).toMatchObject({ tiles: ['http://here.test/t/{z}/{x}/{y}?kind=problem'] })
  const order = made.layers.map((layer) => layer.id)
  expect(order.indexOf('base')).toBeLessThan(order.indexOf('settlements'))
  expect(order.indexOf('settlements')).toBeLessThan(order.indexOf('cells'))
  expect(order).not.toContain('streets')
})

function here(): void {
  Object.defineProperty(globalThis, 'location', { value: { origin: 'http://here.test' }, configurable: true })
}
