"""`otklik import WHAT FILE`: tables that people prepare, checked row by row. Exit code 1 when any row was left out."""

import sys
from argparse import ArgumentTypeError
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from otklik.appeals import renaming
from otklik.appeals.imports import import_appeals
from otklik.authorities.imports import import_authorities, import_duties
from otklik.business.imports import import_measures
from otklik.cadastre.landfile import import_figures
from otklik.cadastre.tables import import_averages, import_rates
from otklik.classifier.imports import import_classifier
from otklik.kit import clock
from otklik.kit.importing import BadFile, read_json
from otklik.knowledge.imports import import_articles
from otklik.places.borderfile import import_territories
from otklik.places.imports import import_addresses, import_settlements
from otklik.reference.imports import import_table
from otklik.reference.tables import TABLES
from otklik.terms.imports import import_calendar

_IMPORTERS: Final[dict[str, Any]] = {
    "classifier": import_classifier,
    "territories": import_territories,
    "settlements": import_settlements,
    "authorities": import_authorities,
    "duties": import_duties,
    "addresses": import_addresses,
    "appeals": import_appeals,
    "calendar": import_calendar,
    **{name: partial(import_table, name) for name in TABLES},
    "knowledge": import_articles,
    "business": import_measures,
    "land": import_figures,
    "land-averages": import_averages,
    "land-rates": import_rates,
}
# Options that only some importers know.
_OPTIONS: Final = {
    "classifier": ("renamed",),
    "territories": ("valid_from", "codes"),
    "addresses": ("on", "settlement"),
    "appeals": ("now",),
    "calendar": ("now",),
    **dict.fromkeys(TABLES, ("now",)),
    "knowledge": ("now",),
    "business": ("now",),
    "land": ("now",),
    "land-averages": ("valid_from", "source", "columns", "now"),
    "land-rates": ("valid_from", "source", "columns", "now"),
}


class Command(BaseCommand):
    help = (
        "Загружает справочник или обращения из файла. Повторная загрузка того же файла ничего не меняет. "
        "Код выхода 1, если хотя бы одна строка не принята."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what", choices=sorted(_IMPORTERS), metavar="ЧТО", help=", ".join(sorted(_IMPORTERS))
        )
        parser.add_argument("file", type=Path, metavar="ФАЙЛ")
        parser.add_argument("--dry-run", action="store_true", help="проверить всё и ничего не записать")
        parser.add_argument(
            "--valid-from",
            type=_day,
            metavar="ДАТА",
            help="territories: первый день тех, у кого он не назван; land-…: первый день таблицы",
        )
        parser.add_argument(
            "--codes",
            type=Path,
            metavar="ФАЙЛ",
            help='territories: JSON {"название": "ОКТМО"} для файла без кодов',
        )
        parser.add_argument(
            "--on", type=_day, metavar="ДАТА", help="addresses: день, на который брать ГАР; сегодня"
        )
        parser.add_argument(
            "--source", default="", metavar="ДОКУМЕНТ", help="land-…: вид, номер и дата документа с таблицей"
        )
        parser.add_argument(
            "--columns",
            type=Path,
            metavar="ФАЙЛ",
            help='land-…: JSON {"заголовок": "housing"} для непонятных столбцов',
        )
        parser.add_argument(
            "--settlement",
            default="",
            metavar="КОД",
            help="addresses: населённый пункт файла без этого столбца",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        known: dict[str, Any] = {
            "valid_from": options["valid_from"],
            "on": options["on"] or now.date(),
            "settlement": options["settlement"],
            "source": options["source"],
            "now": now,
            "renamed": self._renamed,
        }
        what = options["what"]
        try:
            known["codes"], known["columns"] = _codes(options["codes"]), _codes(options["columns"])
            chosen = {name: known[name] for name in _OPTIONS.get(what, ())}
            report = _IMPORTERS[what](options["file"], dry_run=options["dry_run"], **chosen)
        except BadFile as bad:
            raise CommandError(bad.text) from bad
        for line in report.lines():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("Это была проверка: ничего не записано.")
        if report.errors:
            sys.exit(1)

    def _renamed(self, topic_ids: list[int]) -> None:
        renaming.mark_later(topic_ids)
        self.stdout.write(
            f"Переименовано тем: {len(topic_ids)}. По новым названиям поиск найдёт и прежние обращения, когда рабочий"
            " процесс пройдёт по ним: в секунду до 10 тысяч обращений, из них этих тем — до 500."
        )


def _codes(path: Path | None) -> dict[str, str]:
    """Raises BadFile."""
    if path is None:
        return {}
    found = read_json(path)
    if not isinstance(found, dict):
        raise BadFile(f'В файле {path} нужен объект {{"название": "ОКТМО", …}}.')
    return {str(name): str(code) for name, code in found.items()}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"«{text}» не дата; напишите ГГГГ-ММ-ДД") from None
