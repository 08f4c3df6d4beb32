import type { Island } from './mount'

/** Chromium's own question; the type is not among those of the DOM. */
interface Offer extends Event {
  prompt(): Promise<unknown>
}

/** A hidden button that shows itself where the browser can install; elsewhere the instructions beside it stay. */
const installApp: Island = (root) => {
  let offer: Offer | null = null
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault() // asked for by the button alone
    offer = event as Offer
    root.hidden = false
  })
  addEventListener('appinstalled', () => (root.hidden = true))
  root.addEventListener('click', () => {
    // An offer can be used once; the browser makes another one if the person declines.
    void offer?.prompt()
    offer = null
    root.hidden = true
  })
}

export default installApp
