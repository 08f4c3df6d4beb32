import { listen } from '../outbox/triggers'
import { forgetSentDeeds } from '../store/outbox'
import { setting } from '../store/settings'
import { endLeft } from './enter'
import { onAccount } from './here'
import { onWaiting, showBadge, WAITING } from './mine'

/** Everything that runs while the app is open: the outbox, sign-ins to be ended, the numbers on tabs and icon. */
export function listenAll(count: (outbox: number, own: number) => void): void {
  void forgetSentDeeds().catch(() => {}) // without a store there are none
  let outbox = 0
  const told = async () => {
    count(outbox, await setting(WAITING, 0))
    await showBadge()
  }
  listen((n) => {
    outbox = n
    void told()
  })
  onAccount(() => void told())
  onWaiting(() => void told())
  addEventListener('online', () => void endLeft())
  void endLeft()
}
