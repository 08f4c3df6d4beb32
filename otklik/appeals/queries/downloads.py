"""All that a filter shows, row by row for a download: however many they are, a batch of them is in memory."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from otklik.appeals.queries import names
from otklik.appeals.queries.filters import Filter
from otklik.appeals.queries.walk import UNKNOWN, Columns, Expected, walk

BATCH: Final = 1_000
_OF_APPEAL: Final = (
    "number, kind, state, topic_id, category_id, authority_id, area, settlement_id, address, text, published_at,"
    " answered_at, answer_by, supporters, rating, solved, ST_X(point) AS lon, ST_Y(point) AS lat"
)
_BESIDE: Final = ", coalesce(place.name, ''), coalesce(newest.answer, ''), coalesce(newest.decision, '')"
_JOINED: Final = """LEFT JOIN places_settlement place ON place.id = page.settlement_id
    LEFT JOIN LATERAL (SELECT answer.text AS answer, decision FROM appeals_answer answer
    WHERE answer.appeal_id = page.id ORDER BY answer.id DESC LIMIT 1) newest ON true"""
_COLUMNS: Final = Columns(_OF_APPEAL, _BESIDE, _JOINED)


class Record(NamedTuple):
    """An appeal as everyone may take it along: nothing of its author."""

    number: str
    kind: str
    state: str
    category: str  # title, as the next
    topic: str
    authority: str
    area: str
    settlement: str
    address: str
    text: str
    published_at: datetime
    answered_at: datetime | None
    answer_by: date | None
    supporters: int
    rating: int | None
    solved: bool | None
    lon: float | None
    lat: float | None
    answer: str  # the newest, also one that was not accepted; "" without
    decision: str


def records(said: Filter, *, today: date, most: int, expected: Expected = UNKNOWN) -> Iterator[Record]:
    """In the order of the list, `most` of them at most; a statement for each batch."""
    return (_record(row[1:]) for row in lines(said, _COLUMNS, today=today, most=most, expected=expected))


def lines(
    said: Filter, columns: Columns, *, today: date, most: int, expected: Expected = UNKNOWN
) -> Iterator[tuple[Any, ...]]:
    """As `walk` gives them, page after page: one in memory at a time."""
    cursor, left = "", most
    while left > 0:
        found = walk(said, columns, today=today, cursor=cursor, size=min(BATCH, left), expected=expected)
        yield from found.rows
        left -= len(found.rows)
        if not found.older:
            return
        cursor = found.older


def _record(row: tuple[Any, ...]) -> Record:
    """Ids become words."""
    number, kind, state, topic, category, authority, area, _place, address, *rest = row
    *middle, settlement, answer, decision = rest
    said = (
        number,
        kind,
        state,
        names.category(category).title,
        names.topic(topic).title,
        names.authority(authority).title if authority else "",
        names.areas().get(area, ""),
        settlement,
        address,
        *middle,
        answer,
        decision,
    )
    return Record._make(said)
