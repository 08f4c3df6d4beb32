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
  mine: {
    title: 'My appeals',
    empty: 'Your appeals, their path and answers will be here. For now you can sign in on the portal.',
    portal: 'Open the cabinet on the portal',
    outbox: 'What has not left this phone yet is in the outbox.',
  },
  outbox,
  profile: {
    title: 'Profile',
    signIn: 'Signing in',
    signInText: 'For now you can sign in and register on the portal.',
    portal: 'Sign in on the portal',
    look: 'How it looks',
    size: 'Size of letters',
    sizes: { '100': 'Usual', '150': 'Large', '200': 'Very large' },
    scheme: 'Colours',
    schemes: {
      usual: 'As the phone',
      light: 'Light',
      dark: 'Dark',
      white: 'Black on white',
      black: 'White on black',
      blue: 'Navy on sky blue',
    },
    images: 'Pictures',
    imagesOf: { on: 'Show', off: 'Hide' },
    spacing: 'Spacing',
    spacings: { normal: 'Usual', wide: 'Wide' },
    language: 'Language',
    store: 'On this device',
    persisted: 'The browser has promised not to clear drafts and the outbox.',
    notPersisted: 'The browser may clear drafts when room gets short. Add the app to the home screen.',
    install: 'How to install the app',
  },
}
