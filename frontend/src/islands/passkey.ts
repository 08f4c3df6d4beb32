import type { Island } from './mount'

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
type Fields = { [name: string]: Json }

/** What the browser does with keys; passed in, so that tests need no browser. */
export interface Keys {
  create(options: CredentialCreationOptions): Promise<unknown>
  get(options: CredentialRequestOptions): Promise<unknown>
}

export function bytes(base64url: string): ArrayBuffer {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0)).buffer
}

export function base64url(buffer: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/** The server's options as the browser wants them: what travels as base64url becomes bytes. */
export function readable(options: Fields): Fields & { publicKey: Record<string, unknown> } {
  const key: Record<string, unknown> = { ...(options['publicKey'] as Fields) }
  key['challenge'] = bytes(String(key['challenge']))
  if (key['user']) key['user'] = { ...(key['user'] as Fields), id: bytes(String((key['user'] as Fields)['id'])) }
  for (const list of ['excludeCredentials', 'allowCredentials']) {
    if (key[list]) key[list] = (key[list] as Fields[]).map((one) => ({ ...one, id: bytes(String(one['id'])) }))
  }
  return { ...options, publicKey: key } as Fields & { publicKey: Record<string, unknown> }
}

/** May the key sign in by itself? Then it must live in the device and ask for a finger or a PIN. */
export function alone(key: Record<string, unknown>, passwordless: boolean): void {
  const wanted = { ...(key['authenticatorSelection'] as Fields | undefined) }
  wanted['residentKey'] = passwordless ? 'required' : 'discouraged'
  wanted['requireResidentKey'] = passwordless
  if (passwordless) wanted['userVerification'] = 'required'
  key['authenticatorSelection'] = wanted
}

/** What the key answered, with base64url in place of bytes. */
export function answered(credential: PublicKeyCredential): Fields {
  const response: Fields = {}
  const said = credential.response as unknown as Record<string, unknown>
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    const value = said[name]
    if (value) response[name] = base64url(value as ArrayBuffer)
  }
  if (typeof said['getTransports'] === 'function') response['transports'] = (said['getTransports'] as () => Json)()
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults() as unknown as Fields,
    response,
  }
}

/** Ask the browser for a key and put its answer into the form. Rejects when the person says no. */
export async function fill(form: HTMLFormElement, options: Fields, keys: Keys): Promise<void> {
  const asked = readable(options)
  const makes = form.dataset['passkey'] === 'create'
  if (makes) alone(asked.publicKey, form.querySelector<HTMLInputElement>('[name=passwordless]')?.checked ?? false)
  const credential = makes
    ? await keys.create(asked as unknown as CredentialCreationOptions)
    : await keys.get(asked as unknown as CredentialRequestOptions)
  const field = form.querySelector<HTMLInputElement>('[name=credential]')
  if (field) field.value = JSON.stringify(answered(credential as PublicKeyCredential))
}

async function options(form: HTMLFormElement): Promise<Fields> {
  const from = form.dataset['optionsFrom']
  if (!from) return JSON.parse(form.dataset['options'] ?? '{}') as Fields
  const answer = await fetch(from, { headers: { Accept: 'application/json' } })
  if (!answer.ok) throw new Error(String(answer.status))
  return ((await answer.json()) as Record<string, Fields>)['request_options'] ?? {}
}

/** On a <form data-passkey="create|get">: its button asks for a key. Without WebAuthn the page's note stays. */
const passkey: Island = (root) => {
  if (!(root instanceof HTMLFormElement) || !('PublicKeyCredential' in window)) return
  const shown = (mark: string, on: boolean): void => {
    for (const part of root.querySelectorAll<HTMLElement>(`[data-passkey-${mark}]`)) part.hidden = !on
  }
  shown('without', false)
  shown('with', true)
  root.addEventListener('submit', (event) => {
    event.preventDefault()
    shown('wrong', false)
    options(root)
      .then((found) => fill(root, found, navigator.credentials))
      .then(() => root.submit())
      .catch(() => shown('wrong', true))
  })
}

export default passkey
