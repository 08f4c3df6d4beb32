"""The public lists. Nothing personal leaves through a row: no name, no e-mail."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from otklik.appeals.lifecycle import PUBLIC, Kind, State
from otklik.appeals.models import Follow
from otklik.appeals.queries import names
from otklik.appeals.queries.filters import TABS, Filter
from otklik.appeals.queries.walk import UNKNOWN, Columns, Expected, walk
from otklik.kit import paging, replica

__all__ = ["PAGE", "TABS", "Page", "Row", "followed", "page", "public_list"]

PAGE: Final = 20
LETTERS: Final = 240  # of a text that a list shows


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a public list."""

    number: str
    kind: Kind
    state: State
    topic: str
    category: str
    address: str
    excerpt: str  # first LETTERS
    authority: str  # "" until assigned
    at: datetime  # published, or answered in the list of answers
    answer: str  # first LETTERS; "" without one
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
    """A page of what the filter shows, in its order; one statement, wherever it lies.

    expected: what the kept counts say; without it nothing is passed over. Raises paging.BadCursor.
    """
    columns = _WITH_ANSWER if said.tab == "answers" else _COLUMNS
    found = walk(said, columns, today=today, cursor=cursor, size=size, expected=expected)
    lines = [_Line(*row) for row in found.rows]
    rows = [_row(line, getattr(line, said.column)) for line in lines]
    return Page(rows=rows, newer=found.newer, older=found.older)


def public_list(*, tab: str, category: str = "", cursor: str = "", size: int = PAGE) -> Page:
    """A page of a tab, newest first: what `page` gives for these two."""
    return page(Filter(tab=tab, category=category), today=date.max, cursor=cursor, size=size)


def followed(user_id: int, *, cursor: str = "", size: int = PAGE) -> Page:
    """What the person follows, the last followed first; an appeal that is not public any more says so by its state,
    a withheld one is left out.
    """
    cut = paging.cut(Follow.objects.filter(user=user_id), column="at", cursor=cursor, size=size)
    lines = _lines([follow.appeal_id for follow in cut.rows])
    rows = [
        _row(lines[f.appeal_id], lines[f.appeal_id].published_at or f.at)
        for f in cut.rows
        if f.appeal_id in lines
    ]
    # The words of one that its author took back are nobody's to read.
    rows = [row if row.state in PUBLIC else replace(row, excerpt="", photo=None) for row in rows]
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
    published_at: datetime | None  # withdrawn before it was published
    answered_at: datetime | None
    supporters: int
    rating: int | None
    solved: bool | None
    has_photo: bool
    photo: UUID | None
    answer: str = ""
    decision: str = ""


_OF_APPEAL: Final = (
    f"number, kind, state, topic_id, category_id, authority_id, address, left(text, {LETTERS}) AS excerpt,"
    " published_at, answered_at, supporters, rating, solved, has_photo"
)
# The first one that everybody sees, of `page`.
PHOTO: Final = """, CASE WHEN has_photo THEN (SELECT photo.id FROM appeals_photo photo
    WHERE photo.appeal_id = page.id AND NOT photo.clarifies AND NOT photo.hidden ORDER BY photo.place LIMIT 1) END"""
_ANSWER: Final = f"""LEFT JOIN LATERAL (SELECT left(answer.text, {LETTERS}) AS answer, decision
    FROM appeals_answer answer WHERE answer.appeal_id = page.id ORDER BY answer.id DESC LIMIT 1) newest ON true"""  # noqa: S608
_COLUMNS: Final = Columns(_OF_APPEAL, PHOTO)
_WITH_ANSWER: Final = Columns(_OF_APPEAL, f"{PHOTO}, coalesce(answer, ''), coalesce(decision, '')", _ANSWER)


def _lines(ids: list[int]) -> dict[int, _Line]:
    sql = f"""SELECT * {PHOTO} FROM (SELECT id, {_OF_APPEAL} FROM appeals_appeal
        WHERE id = ANY(%s) AND NOT withheld) page"""  # noqa: S608
    return {row[0]: _Line(*row) for row in replica.rows(sql, [ids])}


def _row(line: _Line, at: datetime) -> Row:
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
        answer=line.answer,
        decision=line.decision,
        supporters=line.supporters,
        rating=line.rating,
        solved=line.solved,
        photo=line.photo,
    )
