import { expect, test } from 'vitest'

import { alone, answered, base64url, bytes, readable } from './passkey'

const buffer = (...numbers: number[]): ArrayBuffer => Uint8Array.from(numbers).buffer

test('bytes travel as base64url without padding and come back the same', () => {
  const some = buffer(0, 251, 255, 62, 63, 1)
  expect(base64url(some)).toBe('APv_Pj8B')
  expect(new Uint8Array(bytes('APv_Pj8B'))).toEqual(new Uint8Array(some))
  expect(base64url(buffer(1))).toBe('AQ')
})

test('the challenge, the person and the known keys become bytes, the rest stays', () => {
  const { publicKey } = readable({
    publicKey: {
      challenge: 'AQ',
      rp: { id: 'localhost' },
      user: { id: 'Ag', name: 'vera@example.test' },
      excludeCredentials: [{ id: 'Aw', type: 'public-key' }],
    },
  })
  expect(publicKey['challenge']).toEqual(buffer(1))
  expect(publicKey['rp']).toEqual({ id: 'localhost' })
  expect(publicKey['user']).toEqual({ id: buffer(2), name: 'vera@example.test' })
  expect(publicKey['excludeCredentials']).toEqual([{ id: buffer(3), type: 'public-key' }])
})

test('a key that signs in by itself lives in the device and asks who is there', () => {
  const key: Record<string, unknown> = { authenticatorSelection: { userVerification: 'preferred' } }
  alone(key, true)
  expect(key['authenticatorSelection']).toEqual({
    residentKey: 'required',
    requireResidentKey: true,
    userVerification: 'required',
  })
})

test('a key beside a password need not', () => {
  const key: Record<string, unknown> = { authenticatorSelection: { userVerification: 'preferred' } }
  alone(key, false)
  expect(key['authenticatorSelection']).toEqual({
    residentKey: 'discouraged',
    requireResidentKey: false,
    userVerification: 'preferred',
  })
})

test('the answer of a key is plain JSON', () => {
  const credential = {
    id: 'AQ',
    rawId: buffer(1),
    type: 'public-key',
    authenticatorAttachment: null,
    getClientExtensionResults: () => ({ credProps: { rk: true } }),
    response: { clientDataJSON: buffer(2), attestationObject: buffer(3), getTransports: () => ['internal'] },
  }
  expect(JSON.parse(JSON.stringify(answered(credential as unknown as PublicKeyCredential)))).toEqual({
    id: 'AQ',
    rawId: 'AQ',
    type: 'public-key',
    authenticatorAttachment: null,
    clientExtensionResults: { credProps: { rk: true } },
    response: { clientDataJSON: 'Ag', attestationObject: 'Aw', transports: ['internal'] },
  })
})
