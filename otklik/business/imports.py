"""Measures of support from a table: CSV as Excel writes it, or the JSON of the configuration.

CSV: a row a measure in Russian, lists in a cell separated by «|»; title_en and so on are the English texts.
Bringing the same again changes nothing; measures that the file does not name stay.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from otklik.business import measures
from otklik.business.content import TEXTS, BadMeasure, Typed
from otklik.business.models import CODE, Measure
from otklik.kit.importing import BadValue, Report, Row, read_rows, refuse_repeats, trial_or_real
from otklik.people.models import User

NEED: Final = ("code", "kind", "title", "summary")
_PLAIN: Final = (
    "phone",
    "email",
    "url",
    "valid_from",
    "valid_to",
    "source_title",
    "source_url",
    "checked_on",
)


def import_measures(path: Path, *, dry_run: bool, now: datetime, by: User | None = None) -> Report:
    """Raises BadFile."""
    report, seen = Report(), set[str]()
    with trial_or_real(dry_run=dry_run):
        known = set(Measure.objects.values_list("code", flat=True))
        for row in read_rows(path, need=NEED, part="measures"):
            with report.row(row.number):
                code = row.text("code", longest=80, required=True)
                refuse_repeats(seen, code, "code")
                _take(row, code, code in known, report, by=by, now=now)
    return report


def _take(row: Row, code: str, is_known: bool, report: Report, *, by: User | None, now: datetime) -> None:
    if not re.fullmatch(CODE, code):
        raise BadValue("code", "только строчные латинские буквы, цифры и дефис между ними")
    try:
        typed = _typed(row)
        _code, changed = measures.keep(
            typed, code=code if is_known else "", seen="", by=by, now=now, wanted=code
        )
    except BadMeasure as bad:
        raise BadValue(*next(iter(bad.fields.items()))) from bad
    if not is_known:
        report.created += 1
    elif changed:
        report.updated += 1
    else:
        report.unchanged += 1


def _typed(row: Row) -> Typed:
    said = {name: row.text(name, longest=600) for name in _PLAIN}
    return Typed(
        kind=row.text("kind", longest=20),
        sizes=_listed(row, "sizes"),
        okved=" ".join(_listed(row, "okved")),
        territory_codes=_listed(row, "territory_codes"),
        texts=_texts(row),
        active=row.flag("active", default=True),
        **said,
    )


def _texts(row: Row) -> dict[str, dict[str, str]]:
    """JSON: the object `texts`; CSV: a column a text."""
    found = row.values.get("texts")
    if isinstance(found, Mapping):
        if not all(isinstance(one, Mapping) for one in found.values()):
            raise BadValue("texts", 'нужен объект {"ru": {"title": …, "summary": …}}')
        return {str(language): _words(said) for language, said in found.items()}
    texts: dict[str, dict[str, str]] = {}
    for language, _name in settings.LANGUAGES:
        end = "" if language == settings.LANGUAGE_CODE else f"_{language}"
        texts[language] = {name: row.text(f"{name}{end}", longest=20_000, lines=True) for name in TEXTS}
    return texts


def _words(said: Mapping[Any, Any]) -> dict[str, str]:
    if not all(isinstance(text, str) for text in said.values()):
        raise BadValue("texts", "тексты пишутся в кавычках")
    return {str(name): text for name, text in said.items()}


def _listed(row: Row, name: str) -> list[str]:
    found = row.values.get(name)
    if isinstance(found, list):
        if not all(isinstance(one, str) for one in found):
            raise BadValue(name, "нужен список строк […]")
        return found
    return [part.strip() for part in row.text(name, longest=2000).split("|") if part.strip()]
