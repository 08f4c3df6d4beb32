import { listenAll } from '../account/shown'
import { wire } from '../api/wire'
import { IS_NATIVE } from '../device/origin'
import { classifier } from '../store/classifier'
import { fresh } from '../offline/coming'
import { territories } from '../offline/packs'
import { language } from '../words'

/** After the first paint: the store and the client of the API are as large as the frame itself. */
export function afterPaint(count: (outbox: number, own: number) => void): void {
  listenAll(count)
  // What filing needs without a network, also for who has not opened the form yet. The form says what is missing.
  classifier(wire(language), () => {}).catch(() => {})
  void keepComing().catch(() => {})
  if (IS_NATIVE) void import('../account/notices').then(({ renewNotices }) => renewNotices()).catch(() => {})
}

/** Whoever has downloaded a municipality may be without a network next time: works and receptions are of today then. */
async function keepComing(): Promise<void> {
  if ((await territories()).length) await fresh(wire(language))
}
