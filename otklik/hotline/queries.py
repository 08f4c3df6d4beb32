"""What the pages of the hotline ask. Rows are for operators only: they hold names and numbers of callers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from otklik.appeals.lifecycle import ANSWERED, FINAL, Kind, State
from otklik.appeals.public import is_shown
from otklik.appeals.queries import onmap
from otklik.hotline.models import Call, Callback, CallEvent, Joined, Seat
from otklik.kit.replica import rows
from otklik.people.models import User

LIVE: Final = timedelta(hours=2)  # a call without an end is shown so long
UNFINISHED: Final = timedelta(days=1)
PAST: Final = 30  # appeals on a card at most


@dataclass(frozen=True, slots=True)
class CallRow:
    id: int
    phone: str  # E.164; "" for none
    said: str  # in the exchange's writing
    line: str
    extension: str
    operator_id: int | None
    operator: str
    began_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    number: str  # of the appeal filed in it

    @property
    def state(self) -> str:
        return "ended" if self.ended_at else "answered" if self.answered_at else "ringing"


def row_of(call: Call) -> CallRow:
    return CallRow(
        call.pk,
        call.phone,
        call.said,
        call.line,
        call.extension,
        call.operator_id,
        call.operator.name if call.operator else "",
        call.began_at,
        call.answered_at,
        call.ended_at,
        call.appeal.number if call.appeal else "",
    )


def live(*, now: datetime, limit: int = 20) -> list[CallRow]:
    """Calls that have not ended and gave no appeal yet, the newest first. One statement."""
    found = Call.objects.filter(began_at__gt=now - LIVE, ended_at=None, appeal=None)
    known = found.exclude(external_id__startswith="hand-").select_related("operator", "appeal")
    return [row_of(call) for call in known.order_by("-began_at", "-id")[:limit]]


def unfinished(operator_id: int, *, now: datetime, limit: int = 10) -> list[CallRow]:
    """Calls of this operator with a draft that has not become an appeal. One statement."""
    found = Call.objects.raw(
        """
        SELECT call.* FROM hotline_call call JOIN appeals_draft draft ON draft.id = call.draft
        WHERE call.operator_id = %s AND call.began_at > %s AND call.appeal_id IS NULL AND draft.data ? 'typed'
        ORDER BY call.began_at DESC, call.id DESC LIMIT %s
        """,
        [operator_id, now - UNFINISHED, limit],
    )
    return [
        CallRow(
            c.pk, c.phone, c.said, c.line, c.extension, operator_id, "", c.began_at, c.answered_at, c.ended_at, ""
        )
        for c in found
    ]  # fmt: skip


def call(call_id: int) -> tuple[Call, CallRow] | None:
    found = Call.objects.select_related("operator", "appeal").filter(pk=call_id).first()
    return (found, row_of(found)) if found else None


def seat_of(operator_id: int) -> str:
    """The operator's extension; "" for none."""
    return Seat.objects.filter(operator=operator_id).values_list("extension", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class News:
    """A call that a desk should hear of, as the streams tell it."""

    id: int  # of the event: Last-Event-ID
    call: int
    event: str
    extension: str


def news(after: int, *, now: datetime, limit: int = 50) -> list[News]:
    """Events told after that one, within the last minutes. One statement."""
    found = CallEvent.objects.filter(pk__gt=after, told_at__gt=now - timedelta(minutes=5)).order_by("id")
    said = found.values_list("id", "call_id", "event", "call__extension")[:limit]
    return [News(*row) for row in said]


def newest_event() -> int:
    return CallEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class Past:
    """An appeal of the caller, or one that the caller joined."""

    id: int
    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    received_at: datetime
    answer_by: date | None
    authority: str
    joined: bool
    lon: float | None
    lat: float | None
    question: str  # the moderator's, while it waits for the author
    withheld: bool

    @property
    def is_open(self) -> bool:
        return self.state not in FINAL

    @property
    def is_public(self) -> bool:
        return is_shown(self.state, withheld=self.withheld)


@dataclass(frozen=True, slots=True)
class Account:
    id: int
    name: str
    home_code: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The caller is to be called back about this appeal."""

    id: int
    number: str
    due: bool  # the answer is there
    attempts: int


@dataclass(frozen=True, slots=True)
class Caller:
    account: Account | None  # only where the number is confirmed
    appeals: list[Past]
    waiting: list[Waiting]

    @property
    def point(self) -> tuple[float, float] | None:
        """(lon, lat) of the newest appeal that has one."""
        return next(
            ((past.lon, past.lat) for past in self.appeals if past.lon is not None and past.lat is not None),
            None,
        )


_COLUMNS: Final = """a.id, a.number, a.kind, a.state, topic.title, a.address, a.received_at, a.answer_by,
  coalesce(authority.name, ''), mine.joined, ST_X(a.point), ST_Y(a.point),
  CASE WHEN a.state = 'question' THEN coalesce((SELECT reason FROM appeals_journalrow ask
    WHERE ask.appeal_id = a.id AND ask.move = 'ask' ORDER BY ask.id DESC LIMIT 1), '') ELSE '' END,
  a.withheld"""
# Each branch walks an index of its own; an OR over the three would read the whole table.
_PAST: Final = """
SELECT {columns}
FROM ({mine}) mine
JOIN appeals_appeal a ON a.id = mine.id
JOIN classifier_topic topic ON topic.id = a.topic_id
LEFT JOIN authorities_authority authority ON authority.id = a.authority_id
ORDER BY a.received_at DESC, a.id DESC LIMIT %(most)s
"""
_OF_NUMBER: Final = "SELECT id, false AS joined FROM appeals_appeal WHERE number = %(number)s"
_OF_CALLER: Final = """
  SELECT id, bool_and(joined) AS joined FROM (
    (SELECT id, false AS joined FROM appeals_appeal
     WHERE author_phone = %(phone)s AND author_phone <> '' ORDER BY received_at DESC, id DESC LIMIT %(most)s)
    UNION ALL
    (SELECT id, false FROM appeals_appeal
     WHERE author_id = %(account)s ORDER BY received_at DESC, id DESC LIMIT %(most)s)
    UNION ALL
    (SELECT appeal_id, true FROM hotline_joined
     WHERE phone = %(phone)s AND phone <> '' AND undone_at IS NULL ORDER BY id DESC LIMIT %(most)s)
  ) each_way GROUP BY id
"""


def caller(phone: str) -> Caller:
    """Who calls from this number and what they wrote about. Three statements; none for a hidden number."""
    if not phone:
        return Caller(None, [], [])
    account = _account(phone)
    values = {"phone": phone, "account": account.id if account else None, "most": PAST}
    past = [_past(row) for row in rows(_PAST.format(columns=_COLUMNS, mine=_OF_CALLER), values)]
    waiting = Callback.objects.filter(phone=phone, state__in=[Callback.State.WAITING, Callback.State.DUE])
    said = waiting.order_by("id").values_list("id", "appeal__number", "state", "attempts")
    return Caller(
        account,
        past,
        [Waiting(id_, number, state == Callback.State.DUE, tries) for id_, number, state, tries in said],
    )


def of_number(number: str) -> Past | None:
    """The appeal that a caller names, whosever it is."""
    statement = _PAST.format(columns=_COLUMNS, mine=_OF_NUMBER)
    found = rows(statement, {"number": number, "most": 1})
    return _past(found[0]) if found else None


def _account(phone: str) -> Account | None:
    found = User.objects.filter(phone=phone, phone_confirmed_at__isnull=False, is_active=True)
    row = found.values_list("id", "name", "home_code").first()
    return Account(*row) if row else None


def _past(row: tuple[Any, ...]) -> Past:
    id_, number, kind, state, *rest = row
    return Past(id_, number, Kind(kind), State(state), *rest)


@dataclass(frozen=True, slots=True)
class Alike:
    """An appeal that may be about the same."""

    number: str
    state: State
    topic: str
    address: str
    metres: float | None
    same_topic: bool


_RADIUS: Final = 1_000  # metres
# Of those on moderation: an accident brings fifty calls before the first is published.
_LOOKED_AT: Final = 500
_MODERATED: Final = """
SELECT a.number, a.state, topic.title, a.address,
  ST_DistanceSphere(a.point, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)) AS metres
FROM (
  SELECT number, state, topic_id, category_id, address, point, id, withheld FROM appeals_appeal
  WHERE state = 'moderation' ORDER BY moderate_by DESC, id DESC LIMIT %(looked_at)s
) a JOIN classifier_topic topic ON topic.id = a.topic_id
WHERE a.category_id = %(category)s AND a.point IS NOT NULL AND NOT a.withheld
  AND ST_DistanceSphere(a.point, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)) <= %(radius)s
ORDER BY a.topic_id = %(topic)s DESC, metres, a.id LIMIT %(limit)s
"""


def alike(
    point: tuple[float, float], *, topic_id: int, title: str, category_id: int, limit: int = 5
) -> list[Alike]:
    """Open appeals of the topic's category within a kilometre, published or still on moderation, none that is withheld;
    those of the same topic first, then the nearest. point: (lon, lat). Two statements, three where the first few lie
    to one side.
    """
    lon, lat = point
    near = onmap.nearest(lon, lat, onmap.Narrow(category=category_id), radius=_RADIUS, limit=20)
    found = [
        Alike(spot.number, spot.state, spot.topic, spot.address, spot.metres, spot.topic == title)
        for spot in near.spots
        if spot.state not in ANSWERED
    ]
    values = {
        "lon": lon,
        "lat": lat,
        "category": category_id,
        "topic": topic_id,
        "radius": _RADIUS,
        "looked_at": _LOOKED_AT,
        "limit": limit,
    }
    found += [
        Alike(number, State(state), topic, address, metres, topic == title)
        for number, state, topic, address, metres in rows(_MODERATED, values)
    ]
    return sorted(found, key=lambda one: (not one.same_topic, one.metres or 0))[:limit]


def near(point: tuple[float, float], *, but: set[str], limit: int = 5) -> list[onmap.Spot]:
    """What is unanswered around the caller's place; but: numbers that are shown already."""
    found = onmap.nearest(*point, onmap.Narrow(), radius=_RADIUS, limit=20)
    return [spot for spot in found.spots if spot.state not in ANSWERED and spot.number not in but][:limit]


def joined_in(call_id: int) -> list[tuple[int, str, str]]:
    """(id, number, topic) of each appeal that the caller joined in this call."""
    found = Joined.objects.filter(call=call_id, undone_at=None).order_by("id")
    return list(found.values_list("id", "appeal__number", "appeal__topic__title"))
