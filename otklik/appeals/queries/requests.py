"""Public appeals as programs of many cities read them: by number, by moments, by words. Nothing of an author."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from otklik.appeals.lifecycle import ANSWERED, PUBLIC, State
from otklik.appeals.queries import card, names, search
from otklik.appeals.queries.filters import ALL, Filter, filtered
from otklik.appeals.queries.lists import PHOTO
from otklik.appeals.queries.onmap import Box
from otklik.appeals.queries.walk import Columns, walk
from otklik.kit import replica

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

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(sorted(s for s in PUBLIC if (self.closed if s in ANSWERED else self.open)))

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        return self.first, self.last

    @property
    def further(self) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = [("topic_id = ANY(%s)", list(self.topics))] if self.topics else []
        if box := self.box:
            w, s, e, n = box.west, box.south, box.east, box.north
            around = f"SRID=4326;POLYGON(({w} {s}, {e} {s}, {e} {n}, {w} {n}, {w} {s}))"
            found.append(("point && %s::geometry", around))
        return found


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
    if skip:
        passed = walk(said, _KEY, today=today, size=skip)
        if not passed.older:
            return Page([])
        cursor = passed.older
    found = walk(said, _COLUMNS, today=today, cursor=cursor, size=size)
    return Page([_request(*row[1:]) for row in found.rows], found.newer, found.older)


def matching(typed: str, said: Wanted, *, skip: int, size: int, now: datetime) -> Page:
    """The same among the newest search.CANDIDATES in which these words are. Three statements."""
    found = search.find(typed, search.Narrowed(), sort="date", start=0, now=now, size=search.CANDIDATES)
    shown = filtered(said, today=now.date()).filter(pk__in=found.ids).order_by("-published_at", "-pk")
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
