import type { Item } from '../../outbox/machine'

const WEEK_MS = 7 * 24 * 3600_000

export interface Sorted {
  open: Item[]
  /** Within a week, by the phone's clock: it only decides where they are shown. Nothing is deleted by it. */
  sent: Item[]
  earlier: Item[]
}

/** What needs its person first, then what waits; newest first. A time in the future (the clock was set back) is recent. */
export function sorted(items: readonly Item[], now: number): Sorted {
  const byTime = [...items].sort((a, b) => b.madeAt - a.madeAt)
  const sent = byTime.filter((item) => item.state === 'sent')
  const isOld = (item: Item) => now - (item.sentAt ?? item.madeAt) > WEEK_MS
  const open = byTime.filter((item) => item.state !== 'sent')
  const needs = (item: Item) => (item.state === 'needs_person' ? 0 : 1)
  return { open: open.sort((a, b) => needs(a) - needs(b)), sent: sent.filter((item) => !isOld(item)), earlier: sent.filter(isOld) }
}
