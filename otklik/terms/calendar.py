"""Which days are working ones in the region: Russia's calendar with the region's own days over it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.kit import workdays
from otklik.kit.errors import Refusal
from otklik.kit.kept import kept
from otklik.people.models import User
from otklik.terms.models import REASON_MAX, RegionalDay

AGE: Final = 5  # seconds that another process may still count by the calendar of before
SPAN_MAX: Final = 62  # days of one change
DECISIONS: Final = 200


class BadDays(Refusal):
    """The days do not fit together, or nobody said why."""

    code = "bad_days"
    status = 422


@dataclass(frozen=True, slots=True)
class Changed:
    """A day that a change would make another one."""

    day: date
    was: bool  # a working day
    becomes: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the calendar's history."""

    day: date
    working: bool | None
    reason: str
    by: str | None  # None: a file, or an account that is gone
    at: datetime


@kept(AGE)
def regional() -> Mapping[date, bool]:
    """The region's own days that are in force. One statement, kept for AGE seconds."""
    last = RegionalDay.objects.order_by("day", "-id").distinct("day").values_list("day", "working")
    return {day: working for day, working in last if working is not None}


def is_working(day: date) -> bool:
    """Whether the region works on this day."""
    own = regional().get(day)
    return workdays.is_working(day) if own is None else own


def is_published(year: int) -> bool:
    """Whether the transferred days of the year are known: from the state's decree or as the region's own days.

    Until then the weekends and the holidays by law count.
    """
    return workdays.is_decreed(year) or any(day.year == year for day in regional())


def warnings(today: date) -> list[str]:
    """What the calendar cannot say yet: the next year, from autumn on when its decree is due."""
    years = [today.year, *([today.year + 1] if today.month >= 10 else [])]
    words = _("Перенос дней %(year)s года ещё не опубликован: сроки считаются по обычным выходным.")
    return [words % {"year": year} for year in years if not is_published(year)]


def days_of(first: date, last: date) -> list[date]:
    """Raises BadDays: turned round, or more than SPAN_MAX."""
    if not first <= last < first + timedelta(days=SPAN_MAX):
        raise BadDays(_("Проверьте даты: первая не позже последней, не больше %(n)s дней.") % {"n": SPAN_MAX})
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def difference(days: Collection[date], working: bool | None) -> list[Changed]:
    """Which of the days become others when they are all made working ones, days off, or Russia's again (None)."""
    return list(_differing(days, working))


def _differing(days: Collection[date], working: bool | None) -> Iterator[Changed]:
    for day in sorted(days):
        was, becomes = is_working(day), workdays.is_working(day) if working is None else working
        if was is not becomes:
            yield Changed(day, was, becomes)


def change(
    days: Collection[date], working: bool | None, *, reason: str, by: User | None, now: datetime
) -> int:
    """Write down the region's decision on these days; return how many rows it took. A repeat writes nothing.

    Terms that run already stay as they are: see appeals.reckoning. Raises BadDays: no reason.
    """
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= REASON_MAX:
        raise BadDays(_("Напишите, на основании чего: до %(n)s знаков.") % {"n": REASON_MAX})
    with transaction.atomic():
        own = regional.again()
        rows = [
            RegionalDay(day=day, working=working, reason=reason, by=by, at=now)
            for day in sorted(days)
            if own.get(day) is not working
        ]
        RegionalDay.objects.bulk_create(rows)
    regional.answers.clear()
    return len(rows)


def decisions(year: int) -> list[Decision]:
    """On days of that year, the newest first: DECISIONS at most."""
    rows = RegionalDay.objects.filter(day__year=year).order_by("-id")
    return [
        Decision(*row) for row in rows.values_list("day", "working", "reason", "by__name", "at")[:DECISIONS]
    ]
