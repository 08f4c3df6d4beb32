/** What came of one upload. */
export type Outcome = { ok: true; id: string; smallUrl: string } | { ok: false; text: string; again: boolean }

/** Our server's answer read: 2xx is `{id, small_url}`, a refusal is `{text}`. again: the same may work a bit later. */
export function outcome(status: number, body: string): Outcome {
  const said = parsed(body)
  if (status >= 200 && status < 300 && said['id']) {
    return { ok: true, id: said['id'], smallUrl: said['small_url'] ?? '' }
  }
  return { ok: false, text: said['text'] ?? '', again: status === 0 || status === 429 || status >= 500 }
}

function parsed(body: string): Record<string, string | undefined> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, string | undefined>) : {}
  } catch {
    return {}
  }
}

/** POST with progress from 0 to 1, which fetch cannot tell. Never rejects: no connection is the status 0. */
export function send(url: string, form: FormData, token: string, progress: (part: number) => void): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('X-CSRFToken', token)
    request.setRequestHeader('Accept', 'application/json')
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0)
    request.onloadend = () => resolve(outcome(request.status, request.responseText))
    request.send(form)
  })
}
