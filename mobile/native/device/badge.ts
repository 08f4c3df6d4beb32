import { Badge as Phone } from '@capawesome/capacitor-badge'
import type { Badge } from '../../src/device/badge'

export const badge: Badge = {
  async show(count) {
    try {
      await (count > 0 ? Phone.set({ count }) : Phone.clear())
    } catch {
      // This launcher shows no numbers, or the person forbids them: the number stands inside the app too.
    }
  },
}
