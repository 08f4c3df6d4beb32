"""The public lists. Nothing personal leaves through a row: no name, no e-mail."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models.functions import Left

from otklik.appeals.lifecycle import PUBLIC, Kind, State
from otklik.appeals.models import Answer, Appeal, Follow, Photo
from otklik.appeals.queries import names
from otklik.appeals.queries.filters import TABS, Filter
from otklik.appeals.queries.walk import UNKNOWN, Expected, walk
from otklik.kit import paging

__all__ = ["PAGE", "TABS", "Page", "Row", "followed", "page", "public_list"]

PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a public list."""

    number: str
    kind: Kind
    state: State
    topic: str
    category: str
    address: str
    excerpt: str  # first 240 characters
    authority: str  # "" until assigned
    at: datetime  # published, or answered in the list of answers
    answer: str  # first 240 characters; "" without one
    decision: str  # a lifecycle.Decision value, or ""
    supporters: int
    rating: int | None
    solved: bool | None
    photo: UUID | None


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    newer: str | None  # cursor of the page before; None on the first
    older: str | None  # cursor of the page after; None on the last


def page(
    said: Filter, *, today: date, cursor: str = "", size: int = PAGE, expected: Expected = UNKNOWN
) -> Page:
    """A page of what the filter shows, in its order; three statements at most, wherever it lies.

    expected: what the kept counts say; without it nothing is passed over. Raises paging.BadCursor.
    """
    found = walk(said, _COLUMNS, today=today, cursor=cursor, size=size, expected=expected)
    lines = [_Line(*row) for row in found.rows]
    answers = _answers([line.id for line in lines]) if said.tab == "answers" and lines else {}
    pictures = _first_photos([line.id for line in lines if line.has_photo])
    rows = [
        _row(line, getattr(line, said.column), answers.get(line.id), pictures.get(line.id)) for line in lines
    ]
    return Page(rows=rows, newer=found.newer, older=found.older)


def public_list(*, tab: str, category: str = "", cursor: str = "", size: int = PAGE) -> Page:
    """A page of a tab, newest first: what `page` gives for these two."""
    return page(Filter(tab=tab, category=category), today=date.max, cursor=cursor, size=size)


def followed(user_id: int, *, cursor: str = "", size: int = PAGE) -> Page:
    """What the person follows, the last followed first; an appeal that is not public any more says so by its state."""
    cut = paging.cut(Follow.objects.filter(user=user_id), column="at", cursor=cursor, size=size)
    ids = [follow.appeal_id for follow in cut.rows]
    lines = {row[0]: _Line(*row) for row in Appeal.objects.filter(pk__in=ids).values_list(*_COLUMNS)}
    pictures = _first_photos([key for key, line in lines.items() if line.state in PUBLIC and line.has_photo])
    rows = [
        _row(lines[f.appeal_id], lines[f.appeal_id].published_at or f.at, None, pictures.get(f.appeal_id))
        for f in cut.rows
    ]
    # The words of one that its author took back are nobody's to read.
    rows = [row if row.state in PUBLIC else replace(row, excerpt="") for row in rows]
    return Page(rows=rows, newer=cut.newer, older=cut.older)


class _Line(NamedTuple):
    """What is read of an appeal."""

    id: int
    number: str
    kind: str
    state: str
    topic: int
    category: int
    authority: int | None
    address: str
    excerpt: str
    published_at: datetime
    answered_at: datetime | None
    supporters: int
    rating: int | None
    solved: bool | None
    has_photo: bool


_COLUMNS: Final = (
    "id", "number", "kind", "state", "topic_id", "category_id", "authority_id", "address", Left("text", 240),
    "published_at", "answered_at", "supporters", "rating", "solved", "has_photo",
)  # fmt: skip


def _row(line: _Line, at: datetime, answer: tuple[str, str] | None, photo: UUID | None) -> Row:
    text, decision = answer or ("", "")
    return Row(
        number=line.number,
        kind=Kind(line.kind),
        state=State(line.state),
        topic=names.topic(line.topic).title,
        category=names.category(line.category).title,
        address=line.address,
        excerpt=line.excerpt,
        authority=names.authority(line.authority).title if line.authority else "",
        at=at,
        answer=text,
        decision=decision,
        supporters=line.supporters,
        rating=line.rating,
        solved=line.solved,
        photo=photo,
    )


def _answers(ids: list[int]) -> dict[int, tuple[str, str]]:
    """The newest answer of each: the beginning of its text, the decision."""
    found = Answer.objects.filter(appeal__in=ids).order_by("appeal", "-id").distinct("appeal")
    rows = found.values_list("appeal_id", Left("text", 240), "decision")
    return {appeal: (text, decision) for appeal, text, decision in rows}


def _first_photos(ids: list[int]) -> dict[int, UUID]:
    if not ids:
        return {}
    photos = Photo.objects.filter(appeal__in=ids, clarifies=False).order_by("appeal", "place")
    return dict(photos.distinct("appeal").values_list("appeal_id", "id"))
