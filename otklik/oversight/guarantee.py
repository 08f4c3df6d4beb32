"""Every open appeal has an owner and a due moment, and nothing on its way is stuck: looked at each night.

The clock queues the job; what it finds stays in a table until a later check finds it no more.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Final, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from otklik.kit import clock, queued
from otklik.oversight.models import Check, Finding
from otklik.oversight.suspects import CALENDAR, SUSPECTS, is_known, limits, words
from otklik.terms import calendar

MOST: Final = 100  # findings of one kind: who has more needs no longer list
NIGHT: Final = 3  # hour (TIME_ZONE) from which it is run
_WORDS_MAX: Final = 80


class Found(NamedTuple):
    kind: str
    subject: str
    link: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind, as the page shows them."""

    kind: str
    words: str
    why: str
    rows: list[Finding]


@dataclass(frozen=True, slots=True)
class LastCheck:
    at: datetime
    seconds: float
    found: int


def wake(*, now: datetime) -> int:
    """Queue the check of tonight when its hour has come; return how many were queued."""
    here = timezone.localtime(now)
    if here.hour < NIGHT or Check.objects.filter(night=here.date()).exists():
        return 0
    return _queue(here.date().isoformat())


def ask() -> int:
    """Somebody wants to know now. Asked twice, it runs once."""
    return _queue("")


@app.task(queue="counts")
def check_later(*, night: str) -> None:
    """night: the date of a nightly run, "" for one that somebody asked for."""
    check(night=date.fromisoformat(night) if night else None, now=clock.now())


def check(*, night: date | None, now: datetime) -> int:
    """Look at everything, keep what is stuck, return how much that is. Run twice, the second changes nothing."""
    began = monotonic()
    found = suspicious(now=now)
    with suppress(IntegrityError), transaction.atomic():
        _keep(found, now=now)
        Check.objects.create(night=night, at=now, seconds=monotonic() - began, found=len(found))
    return len(found)


def suspicious(*, now: datetime) -> list[Found]:
    """MOST of each kind at most, one statement each."""
    found: list[Found] = []
    said = limits(now, most=MOST)
    with connection.cursor() as cursor:
        for kind, suspect in SUSPECTS.items():
            cursor.execute(suspect.sql, said)
            found += [
                Found(kind, subject[:_WORDS_MAX], link, since) for subject, link, since in cursor.fetchall()
            ]
    warned = calendar.warnings(timezone.localdate(now))
    return found + [Found(CALENDAR, text[:_WORDS_MAX], "/staff/calendar", None) for text in warned]


def groups() -> list[Group]:
    """What is open, by kind in the order of an appeal's life. One statement."""
    rows = list(Finding.objects.filter(gone_at=None).order_by("since", "id")[: MOST * (len(SUSPECTS) + 1)])
    kinds = [*SUSPECTS, CALENDAR]
    return [
        Group(kind, str(words(kind).words), str(words(kind).why), [row for row in rows if row.kind == kind])
        for kind in kinds
        if any(row.kind == kind for row in rows)
    ]


def last_check() -> LastCheck | None:
    row = Check.objects.order_by("-id").first()
    return LastCheck(row.at, row.seconds, row.found) if row else None


def _queue(night: str) -> int:
    return queued.once(check_later, "guarantee", lock="guarantee", night=night)


def _keep(found: list[Found], *, now: datetime) -> None:
    there = {(row.kind, row.subject): row.pk for row in Finding.objects.filter(gone_at=None)}
    seen = {(one.kind, one.subject): one for one in found}
    new = [
        Finding(kind=one.kind, subject=one.subject, link=one.link, since=one.since, found_at=now, seen_at=now)
        for key, one in seen.items()
        if key not in there
    ]
    gone = [pk for key, pk in there.items() if key not in seen or not is_known(key[0])]
    still = [pk for key, pk in there.items() if key in seen]
    Finding.objects.filter(pk__in=gone).update(gone_at=now)
    Finding.objects.filter(pk__in=still).update(seen_at=now)
    Finding.objects.bulk_create(new, ignore_conflicts=True)
