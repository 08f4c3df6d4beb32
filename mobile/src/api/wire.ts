import { ORIGIN } from '../device/origin'
import type { Wire } from './client'

/** The network of this browser: also inside the service worker. */
export function wire(language: string): Wire {
  return {
    fetch: (url, init) => fetch(url, init),
    base: `${ORIGIN}/api/v1`,
    language,
    timeout(ms) {
      const out = new AbortController()
      setTimeout(() => out.abort(), ms)
      return out.signal
    },
  }
}
