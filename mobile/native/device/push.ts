import { Capacitor } from '@capacitor/core'
import { PushNotifications } from '@capacitor/push-notifications'
import { NoPush, type Push, type Stand, type Ticket } from '../../src/device/push'

const PATIENCE_MS = 20_000

export const push: Push = {
  async stand(): Promise<Stand> {
    const { receive } = await PushNotifications.checkPermissions()
    return receive === 'granted' ? 'on' : receive === 'denied' ? 'denied' : 'off'
  },
  async on(): Promise<Ticket> {
    const { receive } = await PushNotifications.requestPermissions()
    if (receive !== 'granted') throw new NoPush('denied')
    return { via: via(), token: await token() }
  },
  off: () => PushNotifications.unregister(),
  via,
}

function via(): 'apns' | 'fcm' {
  return Capacitor.getPlatform() === 'ios' ? 'apns' : 'fcm'
}

/** Google or Apple answers by an event; without Google's services or a network none comes. */
async function token(): Promise<string> {
  let end = () => {}
  try {
    return await new Promise<string>((given, failed) => {
      const none = () => failed(new NoPush('failed'))
      const timer = setTimeout(none, PATIENCE_MS)
      const heard = [
        PushNotifications.addListener('registration', ({ value }) => given(value)),
        PushNotifications.addListener('registrationError', none),
      ]
      end = () => {
        clearTimeout(timer)
        for (const each of heard) void each.then((listener) => listener.remove())
      }
      Promise.all(heard).then(() => PushNotifications.register()).catch(none)
    })
  } finally {
    end()
  }
}
