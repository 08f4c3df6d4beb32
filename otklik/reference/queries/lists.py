"""Receptions to come, emergency numbers, what the law says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from otklik.kit import paging
from otklik.reference.models import Emergency, Law, Reception
from otklik.reference.queries.bodies import Trust

LISTED: Final = 30  # receptions of a page
CALENDAR: Final = 500  # in one file of a calendar
NUMBERS: Final = 100


@dataclass(frozen=True, slots=True)
class ReceptionRow:
    code: str
    authority: str
    authority_code: str
    person: str
    post: str
    starts_at: datetime
    ends_at: datetime
    address: str
    remote: bool
    how: str
    phone: str
    sign_up_url: str
    territory_code: str
    cancelled: bool
    trust: Trust


@dataclass(frozen=True, slots=True)
class Receptions:
    rows: list[ReceptionRow]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class NumberRow:
    number: str
    title: str
    about: str
    territory_code: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class LawRow:
    title: str
    text: str
    trust: Trust


def receptions(*, authority: str = "", area: str = "", cursor: str = "", now: datetime) -> Receptions:
    """Those that have not ended, the soonest first. One statement. Raises BadCursor."""
    found = paging.cut(
        _coming(authority, area, now), column="starts_at", cursor=cursor, size=LISTED, rising=True
    )
    return Receptions([_reception(row) for row in found.rows], found.newer, found.older)


def calendar(*, authority: str = "", area: str = "", now: datetime) -> list[ReceptionRow]:
    """The same without pages, CALENDAR at most."""
    rows = _coming(authority, area, now).order_by("starts_at", "id")[:CALENDAR]
    return [_reception(row) for row in rows]


def reception(code: str) -> ReceptionRow | None:
    row = _with_bodies().filter(code=code).first()
    return _reception(row) if row else None


def numbers(area: str = "") -> list[NumberRow]:
    """Of the whole region and, where one is named, of a municipality: its own first after those of all. One
    statement.
    """
    rows = Emergency.objects.filter(active=True).order_by("order", "number", "id")
    places = {"", area, area[:8]}
    return [
        NumberRow(row.number, row.title, row.about, row.territory_code, _trust(row))
        for row in rows.filter(territory_code__in=places)[:NUMBERS]
    ]


def laws(*, topic: str, category: str) -> list[LawRow]:
    """What is said of the topic, then of its category, then of everything. One statement."""
    subjects = [f"topic:{topic}", f"category:{category}", ""]
    rows = Law.objects.filter(active=True, subject__in=subjects).order_by("order", "id")
    ranked = sorted(rows[:50], key=lambda row: subjects.index(row.subject))
    return [LawRow(row.title, row.text, _trust(row)) for row in ranked]


def _with_bodies() -> QuerySet[Reception]:
    return Reception.objects.select_related("authority").filter(authority__active=True)


def _coming(authority: str, area: str, now: datetime) -> QuerySet[Reception]:
    rows = _with_bodies().filter(ends_at__gt=now)
    if authority:
        rows = rows.filter(authority__code=authority)
    if area:
        rows = rows.filter(Q(territory_code__startswith=area) | Q(territory_code=""))
    return rows


def _reception(row: Reception) -> ReceptionRow:
    return ReceptionRow(
        row.code, row.authority.name, row.authority.code, row.person, row.post, row.starts_at, row.ends_at,
        row.address, row.remote, row.how, row.phone, row.sign_up_url, row.territory_code, row.cancelled,
        _trust(row),
    )  # fmt: skip


def _trust(row: Reception | Emergency | Law) -> Trust:
    return Trust(row.source, row.source_url, row.checked_on)
