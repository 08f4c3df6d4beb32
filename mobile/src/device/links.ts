/** Ways into the app from outside: links of the portal, notifications, the phone's own «back». */
export interface Links {
  /** `open` is told the path below the app's home («appeals/12?x=1») that the person wants to see. */
  listen(open: (path: string) => void): void
}

const HOME = '/app/'

/** The path below the app's home that an address of the portal names; null for everything else. */
export function pathIn(address: string, portal: string): string | null {
  try {
    const { origin, pathname, search, hash } = new URL(address)
    const isOurs = origin === new URL(portal).origin && pathname.startsWith(HOME)
    return isOurs ? pathname.slice(HOME.length) + search + hash : null
  } catch {
    return null
  }
}

export { links } from '@here/links'
