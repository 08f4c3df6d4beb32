import { IS_NATIVE, ORIGIN } from '../device/origin'
import { setSetting, setting } from '../store/settings'

/**
 * Sign-in by the pages of the portal (RFC 8252, PKCE of RFC 7636): Gosuslugi, passkeys, codes. The app makes a secret,
 * the portal sees its hash, and gives tokens to whoever knows the secret itself.
 */
const BEGUN = 'sign-in-begun'

interface Begun {
  verifier: string
  state: string
  next: string
}

/** crypto.subtle is there on https (and localhost) only; an app of a store would have to be led back by a link. */
export const isThere = !IS_NATIVE && Boolean(globalThis.crypto?.subtle)

/** The address to go to. Throws NoStore: without a store the way back would find nothing. */
export async function begin(next: string): Promise<string> {
  const begun: Begun = { verifier: random(), state: random(), next }
  await setSetting(BEGUN, begun)
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(begun.verifier))
  const asked = new URLSearchParams({ challenge: base64url(new Uint8Array(hash)), state: begun.state })
  return `${ORIGIN}/app-enter?${asked}`
}

/** What was begun here under this state, once; null: somebody else's way back, or one that was used. */
export async function returned(state: string): Promise<Begun | null> {
  const begun = await setting<Begun | null>(BEGUN, null)
  if (!begun || !state || begun.state !== state) return null
  await setSetting(BEGUN, null)
  return begun
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)))
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
