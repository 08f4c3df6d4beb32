/** What the worker keeps and what it answers from; pure but for the cache that is passed in. */

const PREFIX = 'otklik-shell-'

/** Kept once it is used, or with the files of a municipality: half a megabyte of a map that not everybody opens. */
export const LATER_CACHE = 'otklik-later'
const LATER = /\/assets\/(drawn|maplibre-gl-worker)-/

export function isLater(url: string): boolean {
  return LATER.test(url)
}

/** Files of the map out of the cache, else from the portal and kept; those of earlier versions go. */
export async function later(url: string, wanted: Request, files: readonly string[], all: CacheStorage, get: typeof fetch): Promise<Response> {
  const cache = await all.open(LATER_CACHE)
  const there = await cache.match(url, { ignoreVary: true })
  if (there) return there
  const fresh = await get(wanted)
  if (fresh.ok) {
    const copy = fresh.clone()
    try {
      for (const old of await cache.keys()) if (!files.some((file) => old.url.endsWith(file))) await cache.delete(old)
      await cache.put(url, copy)
    } catch {
      // A full disk: the map is there all the same, with a network.
    }
  }
  return fresh
}

export interface Shell {
  /** Address of the shell itself. */
  home: string
  /** Named by their bytes. */
  files: readonly string[]
}

/** Another name for other bytes, so that an old page keeps its old files until it is closed. */
export function cacheName(stamp: string): string {
  return PREFIX + stamp
}

export function isOld(name: string, stamp: string): boolean {
  return name.startsWith(PREFIX) && name !== cacheName(stamp)
}

/** The region's colours and emblem, which the shell names. */
export function looks(html: string): string[] {
  return [...html.matchAll(/(?:href|src)="(\/(?:look|emblem)\/[^"]+)"/g)].map((found) => found[1] ?? '')
}

/**
 * One file after the other: a phone on the edge of a cell has no room for forty at once. What an earlier version has
 * already brought under the same name is taken over. Throws when one is missing: the browser then tries again later.
 */
export async function fill(shell: Shell, cache: Cache, earlier: CacheStorage, get: typeof fetch): Promise<void> {
  const page = await good(await get(shell.home, { cache: 'no-store', credentials: 'omit' }))
  const named = looks(await page.clone().text())
  await cache.put(shell.home, page)
  for (const url of [...shell.files, ...named]) {
    if (await cache.match(url)) continue
    const there = await earlier.match(url, { ignoreVary: true })
    await cache.put(url, there ?? (await good(await get(url, { credentials: 'omit' }))))
  }
}

function good(response: Response): Response {
  if (!response.ok || response.redirected) throw new TypeError(`${response.url}: ${response.status}`)
  return response
}

export type Source = 'shell' | 'file' | 'later' | 'network'

/** Where the answer to a request comes from. Nothing of the API is ever kept here. */
export function source(request: { method: string; mode: string; url: string }, origin: string, home: string): Source {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== origin) return 'network'
  if (request.mode === 'navigate') return isScreen(url.pathname, home) ? 'shell' : 'network'
  if (isLater(url.pathname)) return 'later'
  return /^\/(static\/app|look|emblem)\//.test(url.pathname) ? 'file' : 'network'
}

/** The page for people about the app is made by the portal. */
function isScreen(path: string, home: string): boolean {
  return path.startsWith(home) && path !== `${home}install` && !path.slice(home.length).includes('.')
}
