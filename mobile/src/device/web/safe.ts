import { setSetting, setting } from '../../store/settings'
import type { Safe } from '../safe'

const NAME = 'signed-in'

/** IndexedDB: pages of other origins cannot read it, scripts of ours can; the policy lets no foreign script run. */
export const safe: Safe = {
  read: () => setting<string | null>(NAME, null),
  keep: (secret) => setSetting(NAME, secret),
  empty: () => setSetting(NAME, null),
}
