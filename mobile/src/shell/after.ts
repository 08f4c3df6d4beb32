import { listenAll } from '../account/shown'
import { wire } from '../api/wire'
import { classifier } from '../store/classifier'
import { language } from '../words'

/** After the first paint: the store and the client of the API are as large as the frame itself. */
export function afterPaint(count: (outbox: number, own: number) => void): void {
  listenAll(count)
  // What filing needs without a network, also for who has not opened the form yet. The form says what is missing.
  classifier(wire(language), () => {}).catch(() => {})
}
