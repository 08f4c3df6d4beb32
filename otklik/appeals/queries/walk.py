"""The rows of a filter in its order, from any place on, at the price of a page whatever lies before it.

Each kind and state is a stream: a walk of its own along an index that begins with the two. One statement runs the
streams that have any rows and merges their heads. Where the whole list is short and no index has its very pair of
filters, the streams are collected instead and sorted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log2
from typing import Any, Final, NamedTuple

from django.db import connections, router
from django.db.models import BooleanField, F, QuerySet
from django.db.models.expressions import BaseExpression, RawSQL

from otklik.appeals.models import Appeal
from otklik.appeals.queries import names
from otklik.appeals.queries.filters import Filter, narrowed
from otklik.appeals.rules.heat import DAYS
from otklik.kit import paging

COLLECTED: Final = 2_000  # rows that are cheaper to sort than to look for
_KEY_TYPE: Final = {
    "published_at": "timestamptz",
    "answered_at": "timestamptz",
    "heat": "float8",
    "answer_by": "date",
}
_HOTTEST: Final = DAYS * log2(1_000_000)  # days that support adds to the heat at most
_LAST_ID: Final = 2**63 - 1
# Filters that an index has beside kind and state, when the list goes by the date of publication.
_PAIRS: Final = (
    "area topic",
    "settlement topic",
    "authority topic",
    "area authority",
    "settlement authority",
)
_WALKED: Final = frozenset(frozenset(pair.split()) for pair in _PAIRS)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the kept counts say about a list. None: nothing is known."""

    total: int | None = None
    streams: Mapping[tuple[str, str], int] | None = None  # by kind and state; not fewer than there are
    categories: Mapping[str, int] | None = None  # by code; exact


UNKNOWN: Final = Expected()


@dataclass(frozen=True, slots=True)
class Walked:
    rows: list[tuple[Any, ...]]  # in the order of the page; each has the columns asked for
    newer: str | None
    older: str | None


class _Stream(NamedTuple):
    kind: str
    state: str
    category: int  # 0: all of them
    rank: int  # those of a lower one come first
    bound: str  # the page lies beyond this key and id
    bound_id: int


def walk(
    said: Filter,
    columns: Sequence[str | BaseExpression],
    *,
    today: date,
    cursor: str = "",
    size: int,
    expected: Expected = UNKNOWN,
) -> Walked:
    """A page of `size` rows. One statement, or none where the counts say that there is nothing.

    Raises paging.BadCursor.
    """
    column = {"heat": "heat", "due": "answer_by"}.get(said.order, said.column)
    order = f"{said.order} {column}"
    place = paging.read(cursor, order) if cursor else None
    streams = _streams(said, place, expected, size)
    if not streams:
        return Walked([], None, None)
    back = place is not None and place.back
    found = _of_stream(said, column, back=back, today=today)
    if short := _is_short(said, expected):
        found = (
            found.filter(topic_id__in=_topics(said.category)) if said.category and not said.topic else found
        )
    inner = found.values_list("id", F(column), *columns)
    if not short:
        inner = inner.order_by(*((column, "id") if back else (f"-{column}", "-id")))[: size + 1]
    rows = _run(inner, streams, _KEY_TYPE[column], back=back, limit=size + 1)
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    newer, older = paging.beside([row[:3] for row in rows], place, order, more=more)
    return Walked([row[3:] for row in rows], newer, older)


def _of_stream(said: Filter, column: str, *, back: bool, today: date) -> QuerySet[Appeal]:
    """What the filter finds in the stream `s` beyond its bound."""
    conditions = [
        "appeals_appeal.kind = s.kind",
        "appeals_appeal.state = s.state",
        f"(appeals_appeal.{column}, appeals_appeal.id) {'>' if back else '<'} (s.bound, s.bound_id)",
    ]
    if said.order == "category":
        conditions.append("appeals_appeal.category_id = s.category")
    found = narrowed(said, today=today).filter(
        # Constants, from which PostgreSQL knows that a partial index will do.
        RawSQL(" AND ".join(conditions), [], BooleanField()),  # noqa: S611
        state__in=said.states,
    )
    if said.order == "heat" and said.since:
        found = found.filter(heat__gte=_days(said.since) - 1)
    if said.order == "heat" and said.until:
        found = found.filter(heat__lt=_days(said.until + timedelta(days=2)) + _HOTTEST)
    return found


def _run(
    inner: QuerySet[Appeal, tuple[Any, ...]], streams: list[_Stream], key_type: str, *, back: bool, limit: int
) -> list[tuple[Any, ...]]:
    """Rows of (category, key, id, columns …), `limit` at most, the nearest to the bound first."""
    sql, values = inner.query.sql_with_params()
    turn, other_turn = ("", "DESC") if back else ("DESC", "")
    statement = (
        "SELECT s.category, t.key, t.row_id, t.*"  # noqa: S608  # made of our own names, values apart
        f" FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::int[], %s::text[]::{key_type}[], %s::bigint[])"
        " s (kind, state, category, rank, bound, bound_id)"
        f" CROSS JOIN LATERAL ({sql}) t (row_id, key)"
        f" ORDER BY s.rank {other_turn}, t.key {turn}, t.row_id {turn} LIMIT {limit}"
    )
    with connections[router.db_for_read(Appeal)].cursor() as cursor:
        cursor.execute(statement, [*(list(one) for one in zip(*streams, strict=True)), *values])
        return [row[:3] + row[5:] for row in cursor.fetchall()]


def _streams(said: Filter, place: paging.Place | None, expected: Expected, size: int) -> list[_Stream]:
    """Those that may have rows of the page."""
    back = place is not None and place.back
    bound, bound_id = ("-infinity", 0) if back else ("infinity", _LAST_ID)
    heads = [
        (kind, state)
        for kind in said.kinds
        for state in said.states
        if expected.streams is None or expected.streams.get((kind, state))
    ]
    if said.order != "category":
        if place:
            bound, bound_id = str(place.keys[1]), place.keys[2]
        return [_Stream(kind, state, 0, 0, bound, bound_id) for kind, state in heads]
    here = place.keys[0] if place else 0
    found = []
    for rank, category in _from_category(here, expected.categories, back=back, size=size):
        at = (str(place.keys[1]), place.keys[2]) if place and category == here else (bound, bound_id)
        found += [_Stream(kind, state, category, rank, *at) for kind, state in heads]
    return found


def _from_category(
    here: int, counts: Mapping[str, int] | None, *, back: bool, size: int
) -> list[tuple[int, int]]:
    """(rank, id) of the categories from `here` on, as many as certainly fill a page."""
    ranked = [(rank, row) for rank, row in enumerate(names.categories().by_code.values())]
    if back:
        ranked.reverse()
    ids = [row.id for _, row in ranked]
    chosen, have = list[tuple[int, int]](), 0
    for rank, row in ranked[ids.index(here) if here in ids else 0 :]:
        n = size + 1 if counts is None else counts.get(row.code, 0)
        if have > size:
            break
        if n or row.id == here:
            chosen.append((rank, row.id))
        if counts is not None and row.id != here:  # of the first, nobody knows how many are left
            have += n
    return chosen


def _is_short(said: Filter, expected: Expected) -> bool:
    """Few rows that no index walks to: they are collected."""
    if expected.total is None or expected.total > COLLECTED or said.order == "category":
        return False
    asked = {"topic" if name == "category" and said.topic else name for name in said.narrowed}
    asked &= {"category", "topic", "area", "settlement", "authority"}
    return len(asked) > 1 and not (
        said.order == "date" and said.tab != "answers" and frozenset(asked) in _WALKED
    )


def _topics(category: str) -> list[int]:
    """The indexes of pairs have topics only: these find the rows of a category."""
    key = names.categories().by_code[category].id
    return [row.id for row in names.topics().by_id.values() if row.category == key]


def _days(day: date) -> int:
    """Of the heat."""
    return (day - date(1970, 1, 1)).days
