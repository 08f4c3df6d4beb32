import { App } from '@capacitor/app'
import { PushNotifications } from '@capacitor/push-notifications'
import { pathIn, type Links } from '../../src/device/links'
import { ORIGIN } from '../../src/device/origin'

export const links: Links = {
  listen(open) {
    const follow = (address: unknown) => {
      const path = pathIn(String(address), ORIGIN)
      if (path !== null) open(path)
    }
    // The link that started the app comes this way too: the plugin keeps it until somebody listens.
    void App.addListener('appUrlOpen', ({ url }) => follow(url))
    PushNotifications.addListener('pushNotificationActionPerformed', ({ notification }) =>
      follow((notification.data as { url?: unknown } | null)?.url),
    ).catch(() => {}) // a phone without notifications opens links all the same
    // Android: without a listener «back» on the first screen does nothing at all.
    void App.addListener('backButton', ({ canGoBack }) => {
      if (canGoBack) history.back()
      else void App.minimizeApp()
    })
  },
}
