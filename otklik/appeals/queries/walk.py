"""The rows of a filter in its order, from any place on, at the price of a page whatever lies before it.

Each kind and state is a stream: a walk of its own along an index that begins with the two. One statement runs the
streams that have any rows and merges their heads. Where the whole list is short and no index has its very pair of
filters, the streams are collected instead and sorted.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import log2
from typing import Any, Final, NamedTuple

from otklik.appeals.queries import names
from otklik.appeals.queries.filters import Filter, bounds, conditions
from otklik.appeals.rules.heat import DAYS
from otklik.kit import paging, replica

COLLECTED: Final = 2_000  # rows that are cheaper to sort than to look for
_KEY_TYPE: Final = {
    "published_at": "timestamptz", "answered_at": "timestamptz", "heat": "float8", "answer_by": "date"
}  # fmt: skip
_HOTTEST: Final = DAYS * log2(1_000_000)  # days that support adds to the heat at most
_ENOUGH: Final = 50  # rows of a page and one more
_LAST_ID: Final = 2**63 - 1
# Filters that an index has beside kind and state, when the list goes by the date of publication.
_PAIRS: Final = (
    "area topic", "settlement topic", "authority topic", "area authority", "settlement authority"
)  # fmt: skip
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
    rows: list[tuple[Any, ...]]  # in the order of the page; each has its id and the columns asked for
    newer: str | None
    older: str | None


class Columns(NamedTuple):
    """What is read of each row: SQL, parted by commas. The id comes first of itself."""

    of_appeal: str
    beside: str = ""  # asked for the rows of the page only, of `page`; begins with a comma
    joined: str = ""  # to `page`


class _Stream(NamedTuple):
    kind: str
    state: str
    category: int  # 0: all of them
    rank: int  # those of a lower one come first
    bound: str  # the page lies beyond this key and id
    bound_id: int


class _Run(NamedTuple):
    """Streams of one statement."""

    streams: list[_Stream]
    topics: list[int] | None = None  # they are collected, and have these topics; None: each is walked
    ranked: tuple[int, ...] = ()  # categories in their order, where they are collected together


class _Way(NamedTuple):
    """How the list is walked: by which column, from where, in which direction."""

    column: str
    place: paging.Place | None
    low: str | None  # as `filters.bounds`
    high: str | None

    @property
    def back(self) -> bool:
        return self.place is not None and self.place.back

    @property
    def beginning(self) -> tuple[str, int]:
        """The bound of a stream that is walked from its beginning."""
        if self.back:
            return (self.low, -1) if self.low else ("-infinity", 0)
        return (self.high, 0) if self.high else ("infinity", _LAST_ID)


def walk(
    said: Filter, columns: Columns, *, today: date, cursor: str = "", size: int, expected: Expected = UNKNOWN
) -> Walked:
    """A page of `size` rows. One statement (by category up to three), or none where the counts say that nothing is.

    Raises paging.BadCursor.
    """
    column = {"heat": "heat", "due": "answer_by"}.get(said.order, said.column)
    order = f"{said.order} {column}"
    way = _Way(column, paging.read(cursor, order) if cursor else None, *_ends(said, column, today))
    rows: list[tuple[Any, ...]] = []
    for run in _runs(said, way, expected):
        rows += _rows(said, columns, way, run, today=today, limit=size + 1 - len(rows))
        if len(rows) > size:
            break
    more, rows = len(rows) > size, rows[:size]
    if way.back:
        rows.reverse()
    newer, older = paging.beside([row[1:4] for row in rows], way.place, order, more=more)
    # Whether one is withheld no index knows: such a page is a row shorter.
    return Walked([(row[3], *row[5:]) for row in rows if not row[4]], newer, older)


def _ends(said: Filter, column: str, today: date) -> tuple[str | None, str | None]:
    if column == "heat":
        return (
            str(_days(said.since) - 1) if said.since else None,
            str(_days(said.until) + 2 + _HOTTEST) if said.until else None,
        )
    low, high = bounds(said, column, today=today)
    return low.isoformat() if low else None, high.isoformat() if high else None


def _rows(
    said: Filter, columns: Columns, way: _Way, run: _Run, *, today: date, limit: int
) -> list[tuple[Any, ...]]:
    """(rank, category, key, id, withheld, columns …), the nearest to the place first."""
    turn, other_turn = ("", "DESC") if way.back else ("DESC", "")
    where, values = _of_stream(said, way, run, today=today)
    streams = f"""unnest(
        %s::text[], %s::text[], %s::bigint[], %s::int[], %s::text[]::{_KEY_TYPE[way.column]}[], %s::bigint[]
    ) s (kind, state, category, rank, bound, bound_id)"""
    heads = [list(one) for one in zip(*run.streams, strict=True)]
    ends = f"ORDER BY {way.column} {turn}, id {turn} LIMIT {limit}"
    if run.topics is None:
        rows = f"""SELECT s.rank, s.category, t.* FROM {streams} CROSS JOIN LATERAL (
            SELECT {way.column} AS key, id, withheld, {columns.of_appeal} FROM appeals_appeal WHERE {where} {ends}) t"""  # noqa: S608
    else:
        # Of what is looked at no more is read than an index has; of the page the rest.
        by, of_topics = ("o", _of_topics(run)) if run.topics else ("s", [])
        topics = "CROSS JOIN unnest(%s::bigint[], %s::bigint[], %s::int[]) o (topic_id, category, rank)"
        heads += of_topics
        near = f"""SELECT {by}.rank, {by}.category, t.* FROM {streams}
            {topics if of_topics else ""} CROSS JOIN LATERAL (
                SELECT {way.column} AS key, id FROM appeals_appeal WHERE {where} {ends if _is_paired(said) else ""}
            ) t ORDER BY rank {other_turn}, key {turn}, id {turn} LIMIT {limit}"""  # noqa: S608
        rows = f"""SELECT n.*, t.* FROM ({near}) n CROSS JOIN LATERAL (
            SELECT withheld, {columns.of_appeal} FROM appeals_appeal WHERE id = n.id) t"""  # noqa: S608
    statement = f"""
        SELECT page.* {columns.beside} FROM (
            SELECT * FROM ({rows}) r ORDER BY r.rank {other_turn}, r.key {turn}, r.id {turn} LIMIT {limit}
        ) page {columns.joined} ORDER BY page.rank {other_turn}, page.key {turn}, page.id {turn}
    """  # noqa: S608  # made of our own words, values apart, as those above
    return replica.rows(statement, [*heads, *values])


def _of_topics(run: _Run) -> list[list[int]]:
    """Topics of a collected run, the category and the rank of each: none where the list is not by category."""
    topics = run.topics or []
    of = [names.topics().by_id[topic].category if run.ranked else 0 for topic in topics]
    return [topics, of, [run.ranked.index(one) if run.ranked else 0 for one in of]]


def _of_stream(said: Filter, way: _Way, run: _Run, *, today: date) -> tuple[str, list[Any]]:
    """What the filter finds in the stream `s` beyond its bound: condition, values."""
    where, values = conditions(said, today=today, besides=way.column)
    parts = [
        "appeals_appeal.kind = s.kind",
        "appeals_appeal.state = s.state",
        # Constants, from which PostgreSQL knows that a partial index will do.
        "appeals_appeal.state IN ({})".format(", ".join(f"'{state}'" for state in said.states)),
        # The only bound on this side: of two, PostgreSQL might begin at the farther one.
        f"({way.column}, id) {'>' if way.back else '<'} (s.bound, s.bound_id)",
        where,
    ]
    if run.ranked and way.place:
        parts[3] = f"(topic_id <> ALL(%s) OR {parts[3]})"
        values = [_topics([way.place.keys[0]]), *values]
    elif said.order == "category" and not run.ranked:
        parts.append("appeals_appeal.category_id = s.category")
    if end := way.high if way.back else way.low:
        parts.append(f"{way.column} {'<' if way.back else '>='} %s")
        values.append(end)
    if run.topics:
        parts.append("topic_id = o.topic_id")
    return " AND ".join(parts), values


def _runs(said: Filter, way: _Way, expected: Expected) -> Iterator[_Run]:
    """The statements that find the page, one after another until it is full."""
    heads = [
        (kind, state)
        for kind in said.kinds
        for state in said.states
        # What an index leads to is looked for all the same: the counts may be some seconds behind.
        if expected.streams is None or expected.streams.get((kind, state)) or _is_walked(said)
    ]
    if not heads:
        return
    if said.order != "category":
        bound = (str(way.place.keys[1]), way.place.keys[2]) if way.place else way.beginning
        short = _is_short(said, expected.total)
        category = [names.categories().by_code[said.category].id] if said.category and not said.topic else []
        topics = said.apart if said.apart is not None else _topics(category) if short else None
        yield _Run([_Stream(*head, 0, 0, *bound) for head in heads], topics)
        return
    place = (str(way.place.keys[1]), way.place.keys[2]) if way.place else way.beginning
    for short, ranked in _by_category(said, way.place, expected.categories):
        if short:
            ids = tuple(row.id for _, row in sorted(ranked, key=lambda one: one[0]))
            yield _Run(
                [_Stream(*head, 0, 0, *place) for head in heads],
                _topics(ids),
                ids,
            )
            continue
        streams = []
        for rank, row in ranked:
            bound = place if way.place and way.place.keys[0] == row.id else way.beginning
            streams += [_Stream(*head, row.id, rank, *bound) for head in heads]
        yield _Run(streams)


_Ranked = list[tuple[int, names.Named]]


def _by_category(
    said: Filter, place: paging.Place | None, counts: Mapping[str, int] | None
) -> Iterator[tuple[bool, _Ranked]]:
    """Categories from that of the place on, those of one statement together; whether they are collected."""
    ranked = list(enumerate(names.categories().by_code.values()))
    if place and place.back:
        ranked.reverse()
    ids = [row.id for _, row in ranked]
    ranked = ranked[ids.index(place.keys[0]) if place and place.keys[0] in ids else 0 :]
    if counts is None:
        yield False, ranked[:1]
        if ranked[1:]:
            yield False, ranked[1:]
        return
    some = [(rank, row) for rank, row in ranked if counts.get(row.code)]
    for short, together in groupby(
        some, lambda one: _is_short(said.but(category=one[1].code), counts[one[1].code])
    ):
        run: _Ranked = []
        for one in together:
            run.append(one)
            # As many as fill a page; of the first, nobody knows how much of it is left.
            if not short or (len(run) > 1 and sum(counts[row.code] for _, row in run[1:]) > _ENOUGH):
                yield short, run
                run = []
        if run:
            yield short, run


def _is_short(said: Filter, total: int | None) -> bool:
    """Few rows that no index walks to: they are collected."""
    if total is None or total > COLLECTED:
        return False
    return len(_places(said)) > 1 and not _is_walked(said)


def _is_walked(said: Filter) -> bool:
    """An index leads to the rows of each kind and state, and to no others."""
    if said.photo or said.rating or said.order == "category":
        return False
    places = _places(said)
    return len(places) < 2 or (said.order == "date" and said.tab != "answers" and places in _WALKED)


def _is_paired(said: Filter) -> bool:
    """An index leads to the rows of each topic of the category, and of the place or authority beside it."""
    places = _places(said) - {"category"} | {"topic"}
    paired = said.tab != "answers" and said.order in ("date", "category") and places in _WALKED
    return paired or said.apart is not None


def _places(said: Filter) -> frozenset[str]:
    """The filters that cut a list down to a small share; a topic stands for its category."""
    asked = {"topic" if name == "category" and said.topic else name for name in said.narrowed}
    return frozenset(asked & {"category", "topic", "area", "settlement", "authority"})


def _topics(categories: Collection[int]) -> list[int]:
    """The indexes of pairs have topics only: these find the rows of a category."""
    return [topic for topic, row in names.topics().by_id.items() if row.category in categories]


def _days(day: date) -> int:
    """Of the heat."""
    return (day - date(1970, 1, 1)).days
