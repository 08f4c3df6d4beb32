"""The table of all public appeals: number, author, category, topic, who answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.queries import names
from otklik.appeals.queries.downloads import lines
from otklik.appeals.queries.filters import Filter
from otklik.appeals.queries.walk import Columns, walk
from otklik.people import queries as people

SIZE: Final = 50
_COLUMNS: Final = Columns(
    "number, kind, state, category_id, topic_id, authority_id, published_at, author_id, organisation_id, author_hidden",
    ", coalesce(body.name, ''), " + ", ".join(f"author.{column}" for column in people.SHOWN_COLUMNS),
    "LEFT JOIN people_organisation body ON body.id = page.organisation_id AND NOT page.author_hidden"
    " LEFT JOIN people_user author ON author.id = page.author_id AND NOT page.author_hidden",
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """author: as the person chose to be shown, the organisation for which they filed, or ""."""

    number: str
    author: str
    kind: Kind
    category: str
    topic: str
    authority: str  # "" until assigned
    state: State
    published_at: datetime


@dataclass(frozen=True, slots=True)
class TablePage:
    rows: list[TableRow]
    newer: str | None
    older: str | None


def table(said: Filter, *, today: date, cursor: str = "", size: int = SIZE) -> TablePage:
    """Newest first; one statement, the same time on the first page and the deepest. Raises paging.BadCursor."""
    found = walk(said, _COLUMNS, today=today, cursor=cursor, size=size)
    return TablePage([_row(*row[1:]) for row in found.rows], found.newer, found.older)


def every(said: Filter, *, today: date, most: int) -> Iterator[TableRow]:
    """The newest `most` of them at most, newest first; a statement for each batch, one in memory at a time."""
    return (_row(*row[1:]) for row in lines(said, _COLUMNS, today=today, most=most))


def _row(*columns: Any) -> TableRow:
    number, kind, state, category, topic, authority, published_at, author, *rest = columns
    _organisation, author_hidden, body, *shown = rest
    known = dict(zip(people.SHOWN_COLUMNS, shown, strict=True))
    return TableRow(
        number=number,
        author=body or (people.shown_name(known) if author and not author_hidden else ""),
        kind=Kind(kind),
        category=names.category(category).title,
        topic=names.topic(topic).title,
        authority=names.authority(authority).title if authority else "",
        state=State(state),
        published_at=published_at,
    )
