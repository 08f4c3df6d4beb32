"""The command line `otklik …`: a few commands of our own, Django's management behind it."""

import os
import sys
from typing import Final

HELP: Final = """otklik <команда> [параметры]

  prepare      обновить базу; с OTKLIK_DEMO=1 загрузить демонстрационный регион
  serve        веб-сервер портала (granian)
  calls        поток звонков горячей линии для рабочих мест операторов
  worker       рабочий процесс: очередь и всё, что происходит по часам
  bounce       отметить недоставленное письмо: отчёт почтового сервера со стандартного входа
  vapid        новая пара ключей для уведомлений в браузерах
  msed-stand   другая сторона МСЭД для пробы и обучения
  esia-fake    учебная ЕСИА для показа и испытаний
  import       загрузить справочник: otklik import classifier ФАЙЛ [--dry-run]
  config       перенести настройки региона: otklik config export|import ФАЙЛ.zip
  demo         демонстрационный регион: otklik demo load | logins
  translations собрать тексты в каталоги переводов: docs/translations.md
  call         сообщить о звонке, как это делает АТС: otklik call --phone +79001234567
  roles        таблица прав: otklik roles > docs/roles.md
  forget-second-step  снять второй шаг входа: otklik forget-second-step ПОЧТА
  dump         записать открытые данные: все опубликованные обращения в CSV, GeoJSON и Parquet
  poll-check   пересчитать таблицу бюллетеней опроса: otklik poll-check ФАЙЛ [--receipt КОД]
  offline      приготовить файлы для работы приложения без связи
  journey      провести обращения по всему маршруту работающего портала

Остальные команды: otklik help --commands. Подробно о команде: otklik <команда> --help
"""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    command, rest = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if command in ("", "-h", "--help"):
        sys.stdout.write(HELP)
    elif command == "msed-stand":
        from otklik.integrations.msed.stand.command import main as stand

        sys.exit(stand(rest))
    elif command == "esia-fake":
        from otklik.integrations.esia.fake.command import main as esia

        sys.exit(esia(rest))
    elif command == "serve":
        from otklik.config.serving import serve

        _check_settings()
        serve(rest)
    elif command == "calls":
        from otklik.config.serving import stream

        _check_settings()
        stream(rest)
    else:
        _check_settings()
        _manage(command.replace("-", "_"), rest)


def _manage(command: str, rest: list[str]) -> None:
    """A command of Django's kind. What it refuses is told in its own words: by itself it would put the name of a class
    before them; `--traceback` hands the refusal over to us.
    """
    from django.core.management import CommandError, execute_from_command_line

    try:
        execute_from_command_line(["otklik", command, "--traceback", *rest])
    except CommandError as wrong:
        if "--traceback" in rest:
            raise
        sys.stderr.write(f"{wrong}\n")
        sys.exit(wrong.returncode)


def _check_settings() -> None:
    """End with one line where a setting has a wrong value; without this its reader would end in a stack trace."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.INSTALLED_APPS  # noqa: B018  # reads the file
    except ImproperlyConfigured as wrong:
        sys.exit(f"Ошибка: {wrong}")
