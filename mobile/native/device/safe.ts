import { KeychainAccess, SecureStorage } from '@aparajita/capacitor-secure-storage'
import type { Safe } from '../../src/device/safe'

const NAME = 'signed-in'

/** Keystore and Keychain. Of this device alone: a copy of the phone restored on another one must sign in anew. */
export const safe: Safe = {
  async read() {
    const found = await SecureStorage.get(NAME, false, false)
    return typeof found === 'string' ? found : null
  },
  keep: (secret) => SecureStorage.set(NAME, secret, false, false, KeychainAccess.afterFirstUnlockThisDeviceOnly),
  async empty() {
    await SecureStorage.remove(NAME, false)
  },
}
