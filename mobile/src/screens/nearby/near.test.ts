import { expect, test } from 'vitest'
import { keptName, metresBetween, type Spot, WIDE, within, zoomFor } from './near'

const HERE = { lat: 55.5, lon: 39.5 }
const spot = (number: string, lat: number, lon: number, more: Partial<Spot> = {}): Spot =>
  ({ number, lat, lon, kind: 'problem', stage: 'published', topic: 'Ямы', address: '', published_on: '', ...more }) as Spot

test('metres are those of the portal', () => {
  expect(Math.round(metresBetween(HERE, { lat: 55.5, lon: 39.52 }) / 10)).toBe(126)
})

test('a kept list is measured anew from where the person stands now', () => {
  const found = within([spot('far', 55.6, 39.5), spot('north', 55.515, 39.5), spot('east', 55.5, 39.52)], HERE, 3000, WIDE, null)
  expect(found.map((one) => one.number)).toEqual(['east', 'north'])
  expect(found[0]?.distance).toBeGreaterThan(1200)
})

test('conditions narrow a kept list as the portal would', () => {
  const all = [spot('1', 55.5, 39.5, { kind: 'thanks' }), spot('2', 55.5, 39.5, { stage: 'answered' }), spot('3', 55.5, 39.5, { topic: 'Свет' })]
  const numbers = (narrow: Partial<typeof WIDE>, topics: Set<string> | null = null) => within(all, HERE, 1000, { ...WIDE, ...narrow }, topics).map((one) => one.number)
  expect(numbers({ kind: 'thanks' })).toEqual(['1'])
  expect(numbers({ stage: 'answered' })).toEqual(['2'])
  expect(numbers({ category: 'light' }, new Set(['Свет']))).toEqual(['3'])
  expect(numbers({ category: 'light' })).toEqual(['1', '2', '3']) // the topics are not known: better too much
})

test('each radius and each set of conditions is kept by itself', () => {
  expect(new Set([keptName(1, WIDE), keptName(3, WIDE), keptName(3, { ...WIDE, kind: 'thanks' }), keptName(3, { ...WIDE, stage: 'closed' })]).size).toBe(4)
})

test('a wider radius is a smaller map', () => {
  expect(zoomFor(1, 55)).toBeGreaterThan(zoomFor(10, 55) + 3)
})
