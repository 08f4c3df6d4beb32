/** Notifications of this device. Who sends them is the portal's business: it is given the ticket. */
export interface Push {
  stand(): Promise<Stand>
  /**
   * Asks the person where they have not been asked yet. Call it from a press of a button.
   * serverKey: the portal's public VAPID key, base64url; phones of the stores need none. Throws NoPush.
   */
  on(serverKey: string): Promise<Ticket>
  off(): Promise<void>
  /** Whose service brings them here. */
  via(): Ticket['via']
}

/** denied: the person or the phone forbids them, only the settings help. impossible: this browser has none. */
export type Stand = 'on' | 'off' | 'denied' | 'impossible'
/** Where a notification is sent to. fcm and apns: only apps of the stores. */
export type Ticket =
  | { via: 'web'; endpoint: string; p256dh: string; auth: string }
  | { via: 'fcm' | 'apns'; token: string }

/** failed: the service of Google, Apple or the browser's maker did not answer; a later try may succeed. */
export class NoPush extends Error {
  constructor(readonly why: 'denied' | 'impossible' | 'failed') {
    super(why)
  }
}

export { push } from '@here/push'
