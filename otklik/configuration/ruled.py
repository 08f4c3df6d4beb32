"""Sections of the configuration that pages reckon by: rules of terms, the region's own days, figures of land."""

from pathlib import Path
from typing import Final

from otklik.cadastre import landfile
from otklik.configuration.section import Taking, as_csv, as_json
from otklik.kit.importing import BadValue, Report, read_rows, refuse_repeats
from otklik.terms import decisions
from otklik.terms.imports import import_calendar
from otklik.terms.models import RegionalDay, TermRule

_SAID: Final = ("subject", "kind", "regime", "valid_from", "unit", *decisions.BOUNDS)


def terms() -> bytes:
    """What was said last for each subject, kind, regime and first day: the same file whatever day it is today."""
    rows = TermRule.objects.select_related("topic", "category").order_by("id")
    last = {(_subject(row), row.kind, row.regime, row.valid_from.isoformat()): row for row in rows}
    return as_json(
        [
            dict(
                zip(_SAID, (*key, row.unit, *(getattr(row, name) for name in decisions.BOUNDS)), strict=True)
            )
            for key, row in sorted(last.items(), key=lambda pair: pair[0])
        ]
    )


def take_terms(path: Path, taking: Taking) -> Report:
    """Terms that run already stay as they are: see appeals.reckoning."""
    report, seen = Report(), set[tuple[str, ...]]()
    for row in read_rows(path, need=()):
        with report.row(row.number):
            said = {name: row.text(name, longest=100) for name in _SAID}
            refuse_repeats(seen, tuple(said[name] for name in _SAID[:4]), "subject")
            try:
                added = decisions.add(decisions.read(said, today=None), by=taking.by, now=taking.now)
            except decisions.BadRule as bad:
                raise BadValue(bad.field, bad.text) from bad
            report.created += added
            report.unchanged += not added
    return report


def calendar() -> bytes:
    """Days that differ from Russia's by the region's decision."""
    last = RegionalDay.objects.order_by("day", "-id").distinct("day").values_list("day", "working", "reason")
    words = {True: "да", False: "нет"}
    return as_csv(
        ("day", "working", "reason"),
        ((day, words[working], reason) for day, working, reason in last if working is not None),
    )


def take_calendar(path: Path, taking: Taking) -> Report:
    return import_calendar(path, dry_run=False, by=taking.by, now=taking.now)


def land() -> bytes:
    return as_csv(landfile.COLUMNS, landfile.exported())


def take_land(path: Path, taking: Taking) -> Report:
    return landfile.import_figures(path, dry_run=False, by=taking.by, now=taking.now)


def _subject(row: TermRule) -> str:
    """As the form of a rule names it."""
    return f"topic:{row.topic.code}" if row.topic else f"category:{row.category.code}" if row.category else ""
