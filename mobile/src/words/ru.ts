import { ru as account } from './account.ru'
import { ru as own } from './own.ru'
import { ru as profile } from './profile.ru'
import { near } from './near.ru'
import { outbox, report } from './report.ru'

const date = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })
const km = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 })

/** Every word of the screens in Russian. `en.ts` has the same keys: the compiler sees to it. */
export const ru = {
  ...near,
  date: (at: Date) => date.format(at),
  distance: (m: number) => (m < 1000 ? `${Math.round(m / 10) * 10} м` : `${km.format(m / 1000)} км`),
  kind: { problem: 'Проблема', proposal: 'Предложение', thanks: 'Благодарность' },
  stage: {
    unconfirmed: 'Ждёт подтверждения почты',
    moderation: 'На модерации',
    question: 'Ждёт ответа автора',
    refused: 'Отказано',
    published: 'Опубликовано',
    sending: 'Направлено исполнителю',
    registered: 'В работе',
    answered: 'Есть ответ',
    returned: 'Возвращено автором',
    closed: 'Закрыто',
    withdrawn: 'Отозвано автором',
    duplicate: 'Объединено с другим',
  },
  problem: {
    offline: 'Нет связи с порталом. Проверьте интернет и попробуйте снова.',
    timeout: 'Портал долго не отвечает. Попробуйте ещё раз.',
    garbage: 'Ответил не портал. Если вы в гостевом Wi-Fi, откройте его страницу входа.',
    busy: 'Портал просит подождать. Попробуйте чуть позже.',
    server: 'На портале ошибка. Мы попробуем ещё раз.',
    signIn: 'Войдите снова: срок входа истёк.',
    notFound: 'Такого больше нет.',
    other: 'Не получилось. Попробуйте ещё раз.',
    noStore: 'Браузер не даёт сохранять данные: закрыт доступ к хранилищу или включён частный режим. Откройте приложение в обычном окне.',
    full: 'На устройстве кончилось место. Освободите его: иначе набранное не сохранится.',
  },
  report,
  ...account,
  ...own,
  ...profile,
  outbox,
}

export type ScreenWords = typeof ru
