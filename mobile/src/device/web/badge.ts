import type { Badge } from '../badge'

type Browser = Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>

export function webBadge(browser: () => Browser): Badge {
  return {
    async show(count) {
      try {
        await (count > 0 ? browser().setAppBadge?.(count) : browser().clearAppBadge?.())
      } catch {
        // Not installed, or forbidden: the number stands inside the app too.
      }
    },
  }
}

export const badge: Badge = webBadge(() => navigator)
