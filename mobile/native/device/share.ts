import { Share as Phone } from '@capacitor/share'
import type { Share } from '../../src/device/share'

export const share: Share = {
  async send({ title, text, url }) {
    try {
      await Phone.share({ title, text, url })
      return 'sent'
    } catch (failure) {
      return /cancell?ed/i.test((failure as Error).message) ? 'closed' : 'impossible'
    }
  },
}
