import type { Share } from '../share'

type Browser = Partial<Pick<Navigator, 'share' | 'clipboard'>>

export function webShare(browser: () => Browser): Share {
  return {
    async send(what) {
      const { share, clipboard } = browser()
      if (share) {
        try {
          await share.call(browser(), { ...what })
          return 'sent'
        } catch (failure) {
          if ((failure as Error).name === 'AbortError') return 'closed'
        }
      }
      try {
        if (!clipboard) return 'impossible' // not a secure page
        await clipboard.writeText(what.url)
        return 'copied'
      } catch {
        return 'impossible'
      }
    },
  }
}

export const share: Share = webShare(() => navigator)
