import { Problem, refused } from './problem'
import type { components, paths } from './schema'

export type Shapes = components['schemas']
type Methods = 'get' | 'post' | 'put' | 'patch' | 'delete'
type MethodOf<P extends keyof paths> = { [M in Methods]: paths[P][M] extends object ? M : never }[Methods]
type Of<P extends keyof paths, M extends MethodOf<P>> = paths[P][M]
type Parameter<O, K extends string> = O extends { parameters: infer G } ? (K extends keyof G ? G[K] : undefined) : undefined
type Body<O> = O extends { requestBody?: { content: { 'application/json': infer B } } } ? B : undefined
type Json<R> = R extends { content: { 'application/json': infer B } } ? B : never
export type Given<O> = O extends { responses: infer R } ? Json<R[keyof R & (200 | 201)]> : never
export type Readable = { [P in keyof paths]: paths[P]['get'] extends object ? P : never }[keyof paths]
/** What a GET of this path answers with. */
export type Read<P extends Readable> = Given<paths[P]['get']>

/** What a request needs from outside. Base of the native build: the whole address of the portal. */
export interface Wire {
  fetch: (url: string, init: RequestInit) => Promise<Response>
  base: string
  language: string
  /** The short token of the person who asks; without it nobody does. */
  bearer?: string
  /** Rejects after so many milliseconds unless the request has ended; tests pass their own. */
  timeout: (ms: number) => AbortSignal
}

export interface Asking<O> {
  path?: Parameter<O, 'path'>
  query?: Parameter<O, 'query'>
  body?: Body<O>
  /** Bytes instead of a body of JSON: a photo. */
  bytes?: Blob
  /** A form with a file instead: the browser names its type. */
  form?: FormData
  /** Idempotency-Key of what is filed. */
  key?: string
  /** Answers 304 without data if nothing has changed since. */
  etag?: string
  signal?: AbortSignal
}

export interface Answer<T> {
  status: number
  /** null: 304, what the caller has still holds; 204, there is nothing to say. */
  data: T | null
  etag: string | null
}

const PATIENCE_MS = 20_000
const PHOTO_PATIENCE_MS = 120_000 // a megabyte over an edge of a cell

/** One request, never repeated by itself. Throws Problem and nothing else, but for the caller's own `signal`. */
export async function call<P extends keyof paths, M extends MethodOf<P>>(
  wire: Wire,
  method: M,
  path: P,
  asking: Asking<Of<P, M>> = {},
): Promise<Answer<Given<Of<P, M>>>> {
  const timeout = wire.timeout(asking.bytes || asking.form ? PHOTO_PATIENCE_MS : PATIENCE_MS)
  const [signal, release] = either(timeout, asking.signal)
  try {
    const response = await wire.fetch(wire.base + address(path, asking.path, asking.query), {
      method: method.toUpperCase(),
      headers: headers(wire, asking),
      body: asking.bytes ?? asking.form ?? (asking.body === undefined ? null : JSON.stringify(asking.body)),
      credentials: 'omit',
      cache: 'no-store', // what is kept is kept by `store/kept`, with its own ETag
      redirect: 'error',
      signal,
    })
    return await read<Given<Of<P, M>>>(response)
  } catch (failure) {
    if (failure instanceof Problem || asking.signal?.aborted) throw failure
    throw new Problem({ status: 0, code: timeout.aborted ? 'timeout' : 'offline' })
  } finally {
    release()
  }
}

async function read<T>(response: Response): Promise<Answer<T>> {
  const etag = response.headers.get('ETag')
  if (response.status === 304 || response.status === 204) return { status: response.status, data: null, etag }
  const body = await response.text()
  if (!response.ok) throw refused(response.status, response.headers, body)
  try {
    if (!/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) throw new SyntaxError()
    return { status: response.status, data: JSON.parse(body) as T, etag }
  } catch {
    // 200 with a page in it: the sign-in of a network, not the portal.
    throw new Problem({ status: response.status, code: 'garbage' })
  }
}

/** `/appeals/{number}` with the values in it and the query behind it. */
export function address(path: string, values?: object, query?: object): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((values as Record<string, unknown> | undefined)?.[name] ?? '')),
  )
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') asked.append(name, String(value))
  }
  return asked.toString() ? `${filled}?${asked.toString()}` : filled
}

function headers({ language, bearer }: Wire, asking: Asking<unknown>): Record<string, string> {
  const made: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language }
  if (bearer) made.Authorization = `Bearer ${bearer}`
  if (asking.bytes) made['Content-Type'] = asking.bytes.type || 'image/jpeg'
  else if (asking.body !== undefined) made['Content-Type'] = 'application/json'
  if (asking.key) made['Idempotency-Key'] = asking.key
  if (asking.etag) made['If-None-Match'] = asking.etag
  return made
}

/** Aborts with the first of the two. `AbortSignal.any` is younger than the oldest browsers that we serve. */
function either(one: AbortSignal, other: AbortSignal | undefined): [AbortSignal, () => void] {
  if (!other) return [one, () => {}]
  const both = new AbortController()
  const abort = () => both.abort()
  for (const signal of [one, other]) {
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
  }
  return [both.signal, () => [one, other].forEach((signal) => signal.removeEventListener('abort', abort))]
}
