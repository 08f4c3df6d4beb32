"""All figures as a file and back: norms, rates and averages, each with its first day and its source.

Outcomes of disputes stay out: they are news of one region. So do complaints: they are counted.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from otklik.cadastre import figures, keeping
from otklik.cadastre.keeping import BOUNDS, Given
from otklik.cadastre.models import SOURCE_MAX, URL_MAX, Figure, Use
from otklik.cadastre.tables import Finder
from otklik.kit.importing import BadValue, Report, Row, read_rows, refuse_repeats, trial_or_real
from otklik.people.models import User

COLUMNS: Final = ("kind", "what", "place", "value", "valid_from", "source", "url", "checked")
_ORDER: Final = ("norm", "rate", "average")  # rates are held against norms


def exported() -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS: what was said last for each figure and first day. An empty value ends the figure."""
    last = Figure.objects.order_by("kind", "place", "what", "valid_from", "-id").distinct(
        "kind", "place", "what", "valid_from"
    )
    rows = sorted(last.values_list(*COLUMNS), key=lambda row: (_ORDER.index(row[0]), row[4], row[2], row[1]))
    for kind, what, place, value, *others, checked in rows:
        plain = "" if value is None else f"{value.normalize():f}"
        yield (kind, what, place, plain, *others, "да" if checked else "нет")


def import_figures(path: Path, *, dry_run: bool, now: datetime, by: User | None = None) -> Report:
    """Rows with an error are left out and told; a repeat changes nothing. Raises BadFile."""
    report, seen, finder = Report(), set[str](), cache(Finder)
    rows = sorted(read_rows(path, need=COLUMNS[:6]), key=lambda row: row.values.get("kind") != "norm")
    with trial_or_real(dry_run=dry_run):
        norms = len([row for row in rows if row.values.get("kind") == "norm"])
        for part in (rows[:norms], rows[norms:]):
            given = list[Given]()
            for row in part:
                with report.row(row.number):
                    one = _given(row, finder)
                    key = " ".join(filter(None, (one.kind, one.what, one.place, str(one.valid_from))))
                    refuse_repeats(seen, key, "what")
                    given.append(one)
            report.add(keeping.put(given, by=by, now=now))
    report.errors.sort(key=lambda error: error.row)
    figures.in_force.answers.clear()  # a trial has taken its rows back
    return report


def _given(row: Row, finder: Any) -> Given:
    """Raises BadValue."""
    kind = row.choice("kind", _ORDER)
    what = row.choice("what", list(BOUNDS) if kind == "norm" else Use.values)
    day = row.day("valid_from")
    if day is None or not date(keeping.YEARS[0], 1, 1) <= day <= date(keeping.YEARS[1], 12, 31):
        raise BadValue("valid_from", "нужен день, с которого действует, например 2026-01-01")
    source, url = row.text("source", longest=SOURCE_MAX), row.text("url", longest=URL_MAX)
    for name, words in keeping.wrong_source(source, url).items():
        raise BadValue(name, words)
    place = row.text("place", longest=30)
    if place and kind == "norm":
        raise BadValue("place", "норма закона действует везде; оставьте пустым")
    code = finder(day).code(place, "place") if place else ""
    typed = row.text("value", longest=40)
    value = keeping.decimal(typed) if typed else None
    if (typed or kind == "norm") and (value is None or value != round(value, 4)):
        raise BadValue("value", f"«{typed}» не подходит; нужно число, не больше четырёх знаков после запятой")
    given = Given(kind, what, code, value, day, source, url, row.flag("checked", default=False))
    if value is not None and (words := keeping.wrong_value(given)):
        raise BadValue("value", words)
    return given
