import type { ShellWords } from './shell.ru'

export const en: ShellWords = {
  app: 'Otklik',
  tabs: {
    nav: 'Sections',
    nearby: 'Nearby',
    report: 'Report',
    mine: 'Mine',
    outbox: 'Outbox',
    profile: 'Profile',
    waiting: (n) => `waiting to be sent: ${n}`,
    wanted: (n) => `waiting for you: ${n}`,
  },
  shell: {
    skip: 'Skip to content',
    offline: 'No connection. Your appeals are kept and will leave by themselves.',
    update: 'A new version of the app is here.',
    updateNow: 'Update',
    loading: 'Opening…',
    notFound: 'No such page',
    notFoundText: 'The address is out of date or mistyped.',
    toStart: 'To the main screen',
    broken: 'The screen did not open',
    brokenText: 'The app was updated or the connection broke. What you typed is kept.',
    again: 'Open again',
  },
}
