import { expect, test } from 'vitest'
import { address, call, type Wire } from './client'
import { Problem } from './problem'

interface Asked {
  url: string
  init: RequestInit
}

/** A network that answers as told, or fails. */
function wire(answer: Response | Error, asked: Asked[] = [], out: AbortSignal = new AbortController().signal): Wire {
  return {
    base: 'https://x.test/api/v1',
    language: 'en',
    timeout: () => out,
    fetch: async (url, init) => {
      asked.push({ url, init })
      if (answer instanceof Error) throw answer
      return answer
    },
  }
}

const json = (body: unknown, init: ResponseInit = {}, type = 'application/json') =>
  new Response(JSON.stringify(body), { ...init, headers: { 'Content-Type': type, ...init.headers } })
const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  json(body, { status, headers }, 'application/problem+json')

async function failure(answer: Response | Error, out?: AbortSignal): Promise<Problem> {
  try {
    await call(wire(answer, [], out), 'get', '/classifier')
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown
    throw thrown
  }
  throw new Error('nothing was thrown')
}

test('a request carries the language, the key and what is asked', async () => {
  const asked: Asked[] = []
  const filed = { number: '1', stage: 'unconfirmed' }
  const answer = await call(wire(json(filed, { status: 201 }), asked), 'post', '/appeals', {
    body: { kind: 'problem', topic: 't', text: 'x', address: 'y', name: 'z', email: 'a@b.c', consent: true },
    key: 'k',
  })
  expect(answer).toMatchObject({ status: 201, data: filed })
  expect(asked[0]?.url).toBe('https://x.test/api/v1/appeals')
  expect(asked[0]?.init).toMatchObject({ method: 'POST', credentials: 'omit' })
  expect(asked[0]?.init.headers).toMatchObject({ 'Accept-Language': 'en', 'Idempotency-Key': 'k', 'Content-Type': 'application/json' })
})

test('a photo is sent as its bytes, under the type that it has', async () => {
  const asked: Asked[] = []
  const bytes = new Blob(['x'], { type: 'image/heic' })
  await call(wire(json({ photo_id: 'p' }), asked), 'post', '/photos/{photo_id}', { path: { photo_id: 'p' }, bytes, key: 'k' } as never)
  expect(asked[0]?.url).toBe('https://x.test/api/v1/photos/p')
  expect(asked[0]?.init.body).toBe(bytes)
  expect(asked[0]?.init.headers).toMatchObject({ 'Content-Type': 'image/heic' })
})

test('names in an address are escaped, what is not said is left out', () => {
  expect(address('/appeals/{number}', { number: 'a/б' })).toBe('/appeals/a%2F%D0%B1')
  expect(address('/nearby', undefined, { lat: 0, lon: 1.5, kind: undefined, stage: '' })).toBe('/nearby?lat=0&lon=1.5')
})

test('304 has no data: the caller still holds it', async () => {
  const asked: Asked[] = []
  const answer = await call(wire(new Response(null, { status: 304 }), asked), 'get', '/classifier', { etag: '"e"' })
  expect(answer).toMatchObject({ status: 304, data: null })
  expect(asked[0]?.init.headers).toMatchObject({ 'If-None-Match': '"e"' })
})

test('an answer without words is an answer', async () => {
  expect(await call(wire(new Response(null, { status: 204 })), 'post', '/password/reset', { body: { email: 'a@b.c' } } as never)).toMatchObject({ status: 204, data: null })
})

test("the portal's refusal comes with its words, fields and choices, and does not pass by itself", async () => {
  const choices = [{ code: '1', name: 'Северный' }]
  const said = await failure(problem(422, { code: 'near_border', title: 'T', detail: 'Выберите', fields: { lat: 'x' }, choices }))
  expect(said).toMatchObject({ status: 422, code: 'near_border', detail: 'Выберите', fields: { lat: 'x' }, choices, passes: false })
})

test('no network passes by itself', async () => {
  expect(await failure(new TypeError('Failed to fetch'))).toMatchObject({ status: 0, code: 'offline', passes: true, isOffline: true })
})

test('an answer that takes too long is told apart from no network', async () => {
  const out = new AbortController()
  out.abort()
  expect(await failure(new DOMException('', 'AbortError'), out.signal)).toMatchObject({ code: 'timeout', passes: true })
})

test.each([200, 403, 502])('a page instead of an answer (%d) is from somebody else and passes', async (status) => {
  const page = new Response('<html>Wi-Fi</html>', { status, headers: { 'Content-Type': 'text/html' } })
  expect(await failure(page)).toMatchObject({ status, code: 'garbage', passes: true })
})

test('half a JSON is garbage', async () => {
  const half = new Response('{"categ', { headers: { 'Content-Type': 'application/json' } })
  expect(await failure(half)).toMatchObject({ code: 'garbage', passes: true })
})

test('too many bytes do not become fewer, whoever says it', async () => {
  const proxy = new Response('<html>413</html>', { status: 413, headers: { 'Content-Type': 'text/html' } })
  expect(await failure(proxy)).toMatchObject({ status: 413, passes: false })
})

test.each([
  ['30', 30_000],
  ['Wed, 21 Oct 2026 07:28:00 GMT', null], // only the phone's clock could measure it
  ['-5', null],
])('Retry-After: %s', async (header, ms) => {
  expect(await failure(problem(429, { code: 'too_fast' }, { 'Retry-After': header }))).toMatchObject({ passes: true, retryAfterMs: ms })
})

test('fields and choices of a strange shape are left out', async () => {
  const said = await failure(problem(422, { code: 'x', fields: ['a'], choices: [{ code: 1 }, 'b'] }))
  expect(said.fields).toEqual({ 0: 'a' })
  expect(said.choices).toEqual([])
})

test("the caller's own stop is no problem of the network", async () => {
  const stop = new AbortController()
  stop.abort()
  const asking = call(wire(new DOMException('', 'AbortError')), 'get', '/classifier', { signal: stop.signal })
  await expect(asking).rejects.toBeInstanceOf(DOMException)
})
