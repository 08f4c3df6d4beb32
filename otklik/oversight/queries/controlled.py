"""What is under control: one appeal's, and the list of all."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from otklik.appeals.lifecycle import Kind, State
from otklik.kit import paging
from otklik.oversight.models import Control

PAGE: Final = 30


class Which(StrEnum):
    ALL = "all"
    MINE = "mine"
    LATE = "late"  # the supervisor's own day is over


@dataclass(frozen=True, slots=True)
class Held:
    """Who has an appeal under control, since when and why."""

    by: str
    at: datetime
    words: str
    by_date: date | None


@dataclass(frozen=True, slots=True)
class Row:
    id: int  # of the appeal
    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    authority: str
    answer_by: date | None
    held: Held


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    newer: str | None
    older: str | None


def held(appeal_id: int) -> Held | None:
    """One statement."""
    row = Control.objects.filter(appeal=appeal_id, released_at=None).select_related("by").first()
    return _held(row) if row else None


def controlled(which: Which, *, by: int, today: date, cursor: str = "") -> Page:
    """Taken last comes first. by: whose are MINE. One statement. Raises paging.BadCursor."""
    rows = Control.objects.filter(released_at=None).select_related("by", "appeal__topic", "appeal__authority")
    if which is Which.MINE:
        rows = rows.filter(by=by)
    elif which is Which.LATE:
        rows = rows.filter(by_date__lt=today)
    cut = paging.cut(rows, column="at", cursor=cursor, size=PAGE)
    return Page([_row(row) for row in cut.rows], cut.newer, cut.older)


def _row(row: Control) -> Row:
    appeal = row.appeal
    return Row(
        id=appeal.pk,
        number=appeal.number,
        kind=Kind(appeal.kind),
        state=State(appeal.state),
        topic=appeal.topic.title,
        address=appeal.address,
        authority=appeal.authority.name if appeal.authority else "",
        answer_by=appeal.answer_by,
        held=_held(row),
    )


def _held(row: Control) -> Held:
    return Held(row.by.name, row.at, row.words, row.by_date)
