/** Words of the frame around the screens: the first that are loaded. */
export const ru = {
  app: 'Отклик',
  tabs: {
    nav: 'Разделы',
    nearby: 'Поблизости',
    report: 'Сообщить',
    mine: 'Мои',
    outbox: 'Исходящие',
    profile: 'Профиль',
    waiting: (n: number) => `ждут отправки: ${n}`,
    wanted: (n: number) => `ждут вас: ${n}`,
  },
  shell: {
    skip: 'К содержанию',
    offline: 'Нет связи. Обращения сохранятся и уйдут сами.',
    update: 'Есть новая версия приложения.',
    updateNow: 'Обновить',
    loading: 'Открываю…',
    notFound: 'Такой страницы нет',
    notFoundText: 'Адрес устарел или набран с ошибкой.',
    toStart: 'На главный экран',
    broken: 'Экран не открылся',
    brokenText: 'Приложение обновилось или связь прервалась. Набранное сохранено.',
    again: 'Открыть снова',
  },
}

export type ShellWords = typeof ru
