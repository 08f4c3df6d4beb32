import type { Shapes } from '../../api/client'

const MOST = 3
const SOON_MS = 24 * 3_600_000

/** What is off now or within a day, at most three; the portal has sorted them. */
export function onNow<T extends Pick<Shapes['Work'], 'starts_at' | 'ends_at' | 'cancelled'>>(all: readonly T[], now: Date): T[] {
  return all
    .filter((one) => !one.cancelled && new Date(one.ends_at) > now && +new Date(one.starts_at) - +now < SOON_MS)
    .slice(0, MOST)
}
