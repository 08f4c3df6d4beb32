export interface Choice {
  code: string
  name: string
}

interface Said {
  status: number
  code: string
  detail?: string
  fields?: Record<string, string>
  choices?: readonly Choice[]
  retryAfterMs?: number | null
}

/** Codes of what never came from the portal's API. */
export type OwnCode = 'offline' | 'timeout' | 'garbage'

/** Whatever went wrong with a call, in one shape. `status` 0: no answer came. */
export class Problem extends Error {
  readonly status: number
  /** Stable, for programs: the portal's, or an OwnCode. */
  readonly code: string
  /** In the language of the app; "" where the portal said nothing. */
  readonly detail: string
  /** What is wrong with each field, by its name in the body. */
  readonly fields: Readonly<Record<string, string>>
  readonly choices: readonly Choice[]
  /** The portal asks not to come back sooner; null: it did not say. */
  readonly retryAfterMs: number | null

  constructor(said: Said) {
    super(said.detail || said.code)
    this.name = 'Problem'
    this.status = said.status
    this.code = said.code
    this.detail = said.detail ?? ''
    this.fields = said.fields ?? {}
    this.choices = said.choices ?? []
    this.retryAfterMs = said.retryAfterMs ?? null
  }

  /** The same request may succeed later without anybody changing it. 401: after signing in again. */
  get passes(): boolean {
    if (this.status === 413) return false // whoever says it, a proxy too: the same bytes will not become fewer
    return this.code === 'garbage' || [0, 401, 408, 425, 429].includes(this.status) || this.status >= 500
  }

  /** The way to the portal was closed, it refused nothing. */
  get isOffline(): boolean {
    return this.status === 0
  }
}

/** Of an answer that is not 2xx. Without problem details the answer is not from our API: a hotel's sign-in page, a proxy. */
export function refused(status: number, headers: Headers, body: string): Problem {
  const retryAfterMs = secondsAfter(headers.get('Retry-After'))
  const said = parsed(body)
  if (!said || !/\bjson\b/.test(headers.get('Content-Type') ?? '') || typeof said.code !== 'string') {
    return new Problem({ status, code: 'garbage', retryAfterMs })
  }
  return new Problem({
    status,
    code: said.code,
    detail: typeof said.detail === 'string' ? said.detail : typeof said.title === 'string' ? said.title : '',
    fields: words(said.fields),
    choices: Array.isArray(said.choices) ? (said.choices as unknown[]).filter(isChoice) : [],
    retryAfterMs,
  })
}

function parsed(body: string): Record<string, unknown> | null {
  try {
    const made: unknown = JSON.parse(body)
    return typeof made === 'object' && made !== null ? (made as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function words(found: unknown): Record<string, string> {
  if (typeof found !== 'object' || found === null) return {}
  return Object.fromEntries(Object.entries(found).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}

function isChoice(found: unknown): found is Choice {
  const one = found as Partial<Choice> | null
  return typeof one?.code === 'string' && typeof one.name === 'string'
}

/** Seconds only: the date that HTTP also allows would be measured by the clock of the phone. */
function secondsAfter(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : null
}
