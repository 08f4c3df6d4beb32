"""Public appeals as programs of many cities read them: by number, by moments, by words. Nothing of an author."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from otklik.appeals import public
from otklik.appeals.lifecycle import ANSWERED, PUBLIC, State
from otklik.appeals.queries import card, names, search
from otklik.appeals.queries.filters import ALL, Filter, conditions, filtered
from otklik.appeals.queries.lists import PHOTO
from otklik.appeals.queries.onmap import Box
from otklik.appeals.queries.walk import Columns, walk
from otklik.kit import paging, replica

DEEPEST: Final = 1_000  # rows that are passed over to reach a page by its number
_KEY: Final = Columns("number")
_OF_APPEAL: Final = (
    "number, state, topic_id, authority_id, address, text, published_at, state_since, answer_by, has_photo,"
    " ST_X(point) AS lon, ST_Y(point) AS lat"
)
_COLUMNS: Final = Columns(_OF_APPEAL, PHOTO)


@dataclass(frozen=True, slots=True)
class Wanted(Filter):
    """Of every kind. Moments instead of days, topics by their ids instead of one, open or closed, a box."""

    tab: str = ALL
    first: datetime | None = None
    last: datetime | None = None  # not itself
    topics: tuple[int, ...] = ()
    open: bool = True
    closed: bool = True
    box: Box | None = None
    crowded: bool = False  # many lie in the box: they are looked for by their dates

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(sorted(s for s in PUBLIC if (self.closed if s in ANSWERED else self.open)))

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        return self.first, self.last

    @property
    def further(self) -> list[tuple[str, Any]]:
        """The box in words that no index of places serves: beside others its own would be walked for each stream."""
        box = self.box
        return [
            ("point IS NOT NULL AND ST_X(appeals_appeal.point) >= %s", box.west),
            ("point IS NOT NULL AND ST_X(appeals_appeal.point) <= %s", box.east),
            ("point IS NOT NULL AND ST_Y(appeals_appeal.point) >= %s", box.south),
            ("point IS NOT NULL AND ST_Y(appeals_appeal.point) <= %s", box.north),
        ] if box else []  # fmt: skip

    @property
    def apart(self) -> list[int] | None:
        return list(self.topics) if self.topics or self.box else None


class Request(NamedTuple):
    """An appeal of which everybody may open the page."""

    number: str
    state: State
    topic: names.Named
    authority: str  # "" until assigned
    address: str
    text: str  # "" where its author took it back or it was merged; then neither point nor photo
    published_at: datetime
    state_since: datetime
    answer_by: date | None
    lon: float | None
    lat: float | None
    photo: UUID | None


class Page(NamedTuple):
    requests: list[Request]
    newer: str | None = None
    older: str | None = None


def page(said: Wanted, *, today: date, cursor: str = "", skip: int = 0, size: int) -> Page:
    """Newest first, from `cursor` on or the `skip`-th (DEEPEST at most). One statement; two where some are skipped.

    Raises paging.BadCursor.
    """
    if said.box and not said.crowded:
        return _in_box(said, today=today, cursor=cursor, skip=skip, size=size)
    if skip:
        passed = walk(said, _KEY, today=today, size=skip)
        if not passed.older:
            return Page([])
        cursor = passed.older
    found = walk(said, _COLUMNS, today=today, cursor=cursor, size=size)
    return Page([_request(*row[1:]) for row in found.rows], found.newer, found.older)


# Few in the box: collected by their points, once, and sorted. The names of walk.conditions are those of the table.
_IN_BOX: Final = """
WITH near AS MATERIALIZED (
  SELECT id, kind, state, topic_id, published_at, point FROM appeals_appeal
  WHERE state IN ({public}) AND point && ST_MakeEnvelope(%s, %s, %s, %s, 4326)
), found AS MATERIALIZED (
  SELECT id, published_at FROM near appeals_appeal
  WHERE state = ANY(%s) AND {where} AND (published_at, id) {beyond} (%s, %s) {topics}
  ORDER BY published_at {turn}, id {turn} LIMIT %s OFFSET %s
)
SELECT page.* {photo} FROM (
  SELECT found.published_at AS key, t.* FROM found CROSS JOIN LATERAL (
    SELECT id, withheld, {columns} FROM appeals_appeal WHERE id = found.id
  ) t
) page ORDER BY page.key {turn}, page.id {turn}
"""


def _in_box(said: Wanted, *, today: date, cursor: str, skip: int, size: int) -> Page:
    """Cursors are those of the walk: a page may lie in a box that has become crowded."""
    order, box = f"{said.order} {said.column}", said.box
    place = paging.read(cursor, order) if cursor else None
    back = place is not None and place.back
    where, values = conditions(said, today=today)
    statement = _IN_BOX.format(
        public=public.STATES,
        where=where,
        beyond=">" if back else "<",
        turn="" if back else "DESC",
        topics="AND topic_id = ANY(%s)" if said.topics else "",
        columns=_OF_APPEAL,
        photo=PHOTO,
    )
    beyond = place.keys[1:] if place else ("infinity", 2**63 - 1)
    of_topics = [list(said.topics)] if said.topics else []
    sides = [box.west, box.south, box.east, box.north] if box else []
    found = replica.rows(statement, [*sides, list(said.states), *values, *beyond, *of_topics, size + 1, skip])
    more, rows = len(found) > size, found[:size]
    if back:
        rows.reverse()
    newer, older = paging.beside([(0, row[0], row[1]) for row in rows], place, order, more=more)
    return Page([_request(*row[3:]) for row in rows if not row[2]], newer, older)


def matching(typed: str, said: Wanted, *, skip: int, size: int, now: datetime) -> Page:
    """The same among the newest search.CANDIDATES in which these words are. Three statements."""
    found = search.find(typed, search.Narrowed(), sort="date", start=0, now=now, size=search.CANDIDATES)
    shown = filtered(said, today=now.date()).filter(pk__in=found.ids).order_by("-published_at", "-pk")
    if said.topics:
        shown = shown.filter(topic__in=said.topics)
    return Page(_these("id", list(shown.values_list("pk", flat=True)[skip : skip + size])))


def numbered(numbers: list[str]) -> list[Request]:
    """Those of them of which everybody may open the page, newest first. One statement."""
    return _these("number", numbers)


def number_of(appeal_id: int) -> str | None:
    """None: not everybody may open its page, or there is none. One statement."""
    return next((row.number for row in _these("id", [appeal_id])), None)


def _these(column: str, keys: list[Any]) -> list[Request]:
    sql = f"""SELECT page.* {PHOTO} AS photo FROM (SELECT id, withheld, {_OF_APPEAL} FROM appeals_appeal
        WHERE {column} = ANY(%s)) page ORDER BY published_at DESC, id DESC"""  # noqa: S608  # our own words
    found = replica.named(sql, [keys]) if keys else []
    return [_request(*list(row.values())[2:]) for row in found if card.may_be_seen(row)]


def _request(*columns: Any) -> Request:
    number, state, topic, authority, address, text, published_at, since, answer_by, _has, lon, lat, photo = (
        columns
    )
    ended = State(state) in card.ENDED
    return Request(
        number=number,
        state=State(state),
        topic=names.topic(topic),
        authority=names.authority(authority).title if authority else "",
        address=address,
        text="" if ended else text,
        published_at=published_at,
        state_since=since,
        answer_by=answer_by,
        lon=None if ended else lon,
        lat=None if ended else lat,
        photo=None if ended else photo,
    )
