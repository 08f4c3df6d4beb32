import { expect, test } from 'vitest'
import { fill, isOld, later, looks, source } from './keeping'

const ORIGIN = 'https://x.test'
const from = (path: string, mode = 'cors', method = 'GET') => source({ url: ORIGIN + path, mode, method }, ORIGIN, '/app/')

test('screens come from the kept shell, files of the app from the cache, everything else from the network', () => {
  expect(from('/app/', 'navigate')).toBe('shell')
  expect(from('/app/appeals/1', 'navigate')).toBe('shell')
  expect(from('/static/app/assets/x-12345678.js')).toBe('file')
  expect(from('/look/7a1f5c-all.css')).toBe('file')
})

test('nothing of the API, of a person or of the portal is ever kept', () => {
  for (const path of ['/api/v1/nearby', '/me', '/mine', '/photos/1-full.jpg']) expect(from(path)).toBe('network')
  expect(from('/api/v1/appeals', 'cors', 'POST')).toBe('network')
  expect(from('/app/install', 'navigate')).toBe('network')
  expect(source({ url: 'https://y.test/static/app/x', mode: 'cors', method: 'GET' }, ORIGIN, '/app/')).toBe('network')
})

test("the region's colours and emblem are found in the page", () => {
  const page = '<link href="/look/7a1f5c-all.css"><link rel="icon" href="/emblem/ab.svg"><script src="/static/app/a.js">'
  expect(looks(page)).toEqual(['/look/7a1f5c-all.css', '/emblem/ab.svg'])
})

test('caches of older versions go, those of others stay', () => {
  expect(['otklik-shell-1', 'otklik-shell-2', 'portal'].map((name) => isOld(name, '2'))).toEqual([true, false, false])
})

/** A cache that remembers the order and that only one file is under way at a time. */
function shelves(there: Record<string, string> = {}) {
  const kept = new Map<string, Response>()
  const cache = {
    match: async (url: string) => kept.get(url),
    put: async (url: string, response: Response) => void kept.set(url, response),
  } as unknown as Cache
  const earlier = { match: async (url: string) => (there[url] ? new Response(there[url]) : undefined) } as unknown as CacheStorage
  return { kept, cache, earlier }
}

test('files are fetched one after the other, those of an earlier version are taken over', async () => {
  const { kept, cache, earlier } = shelves({ '/b.js': 'old' })
  let underWay = 0
  const asked: string[] = []
  const get = (async (url: string) => {
    underWay += 1
    expect(underWay).toBe(1)
    asked.push(url)
    await Promise.resolve()
    underWay -= 1
    return new Response(url === '/app/' ? '<link href="/look/c.css">' : url)
  }) as unknown as typeof fetch
  await fill({ home: '/app/', files: ['/a.js', '/b.js'] }, cache, earlier, get)
  expect(asked).toEqual(['/app/', '/a.js', '/look/c.css'])
  expect([...kept.keys()]).toEqual(['/app/', '/a.js', '/b.js', '/look/c.css'])
})

test('a file that is missing stops the new version: the old one stays whole', async () => {
  const { cache, earlier } = shelves()
  const get = (async (url: string) => new Response('', { status: url === '/a.js' ? 404 : 200 })) as unknown as typeof fetch
  await expect(fill({ home: '/app/', files: ['/a.js'] }, cache, earlier, get)).rejects.toThrow('404')
})

test("the map's files are kept once they are used; those of an earlier version go", async () => {
  const kept = new Map<string, Response>([['https://x.test/static/app/assets/drawn-oldoldol.js', new Response('old')]])
  const cache = {
    match: async (url: string) => kept.get(ORIGIN + url)?.clone(),
    keys: async () => [...kept.keys()].map((url) => ({ url })),
    delete: async ({ url }: { url: string }) => kept.delete(url),
    put: async (url: string, response: Response) => void kept.set(ORIGIN + url, response),
  }
  const all = { open: async () => cache } as unknown as CacheStorage
  const url = '/static/app/assets/drawn-newnewne.js'
  expect(from(url)).toBe('later')
  let asked = 0
  const get = (async () => new Response(`map ${(asked += 1)}`)) as unknown as typeof fetch
  const wanted = { url: ORIGIN + url } as Request
  for (const _ of [1, 2]) expect(await (await later(url, wanted, [url], all, get)).text()).toBe('map 1')
  expect([...kept.keys()]).toEqual([ORIGIN + url])
})
