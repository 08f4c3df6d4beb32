import { en as account } from './account.en'
import { en as own } from './own.en'
import { en as profile } from './profile.en'
import { near } from './near.en'
import { outbox, report } from './report.en'
import type { ScreenWords } from './ru'

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })
const km = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

export const en: ScreenWords = {
  ...near,
  date: (at) => date.format(at),
  distance: (m) => (m < 1000 ? `${Math.round(m / 10) * 10} m` : `${km.format(m / 1000)} km`),
  kind: { problem: 'Problem', proposal: 'Proposal', thanks: 'Thanks' },
  stage: {
    unconfirmed: 'Waits for the e-mail to be confirmed',
    moderation: 'In moderation',
    question: 'Waits for the author',
    refused: 'Refused',
    published: 'Published',
    sending: 'Sent to the authority',
    registered: 'In progress',
    answered: 'Answered',
    returned: 'Returned by the author',
    closed: 'Closed',
    withdrawn: 'Withdrawn by the author',
    duplicate: 'Merged with another',
  },
  problem: {
    offline: 'No connection to the portal. Check the internet and try again.',
    timeout: 'The portal takes too long to answer. Try again.',
    garbage: 'Somebody else answered for the portal. On guest Wi-Fi, open its sign-in page.',
    busy: 'The portal asks to wait. Try a little later.',
    server: 'Something is wrong at the portal. We will try again.',
    signIn: 'Sign in again: your session has ended.',
    notFound: 'This is no longer there.',
    other: 'That did not work. Try again.',
    noStore: 'The browser keeps no data: storage is blocked or this is a private window. Open the app in an ordinary window.',
    full: 'This device has no room left. Free some, or what you type cannot be kept.',
  },
  report,
  ...account,
  ...own,
  ...profile,
  outbox,
}
