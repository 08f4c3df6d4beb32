import { expect, test } from 'vitest'
import { onNow } from './works'

const NOW = new Date('2026-12-01T12:00:00+03:00')
const work = (starts_at: string, ends_at: string, cancelled = false) => ({ starts_at, ends_at, cancelled })

test('shown is what is off now or within a day, never what is over, cancelled or far ahead', () => {
  const on = work('2026-12-01T09:00:00+03:00', '2026-12-01T18:00:00+03:00')
  const soon = work('2026-12-02T09:00:00+03:00', '2026-12-02T18:00:00+03:00')
  const over = work('2026-12-01T08:00:00+03:00', '2026-12-01T11:00:00+03:00')
  const far = work('2026-12-05T09:00:00+03:00', '2026-12-05T18:00:00+03:00')
  expect(onNow([over, on, { ...on, cancelled: true }, soon, far], NOW)).toEqual([on, soon])
  expect(onNow([on, on, on, on], NOW)).toHaveLength(3)
})
