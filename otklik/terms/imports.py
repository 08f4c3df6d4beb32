"""`otklik import calendar FILE`: the region's own days from CSV or JSON: day; working (да, нет, or «как в России»);
reason.
"""

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Final

from otklik.kit.importing import BadValue, Report, Row, read_rows, refuse_repeats, trial_or_real
from otklik.people.models import User
from otklik.terms import calendar
from otklik.terms.models import REASON_MAX

_AS_IN_RUSSIA: Final = "как в россии"


def import_calendar(path: Path, *, dry_run: bool, now: datetime, by: User | None = None) -> Report:
    """Add the days that are not so yet; a second run changes nothing. Raises BadFile."""
    report = Report()
    found: dict[tuple[bool | None, str], list[date]] = defaultdict(list)
    seen: set[date] = set()
    with trial_or_real(dry_run=dry_run):
        for row in read_rows(path, need=("day", "working", "reason")):
            with report.row(row.number):
                day, working, reason = _read(row)
                refuse_repeats(seen, day, "day")
                found[working, reason].append(day)
        for (working, reason), days in found.items():
            added = calendar.change(days, working, reason=reason, by=by, now=now)
            report.created += added
            report.unchanged += len(days) - added
    calendar.regional.answers.clear()  # a trial has taken its rows back
    return report


def _read(row: Row) -> tuple[date, bool | None, str]:
    day = row.day("day")
    if day is None:
        raise BadValue("day", "пусто; заполните")
    as_in_russia = row.text("working", longest=20).lower() == _AS_IN_RUSSIA
    row.text("working", longest=20, required=True)
    working = None if as_in_russia else row.flag("working", default=True)
    return day, working, row.text("reason", longest=REASON_MAX, required=True)
