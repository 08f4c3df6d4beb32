"""Appeals that may be about the same thing as the one that a moderator reads: waiting, published and answered ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from otklik.appeals import public
from otklik.appeals.lifecycle import PUBLIC, State
from otklik.appeals.models import Appeal
from otklik.appeals.queries.card import Card
from otklik.appeals.queries.desk import EVERYTHING, Scope
from otklik.appeals.rules.around import square
from otklik.kit.replica import rows

RADIUS: Final = 300  # metres
SHOWN: Final = 6
MONTHS: Final = timedelta(days=365)
_LETTERS: Final = 500  # of each text that are compared
COMPARED: Final = 60  # texts: those of the same topic, then the nearest; each takes up to a millisecond

_READ: Final = "id, number, state, topic_id, category_id, address, supporters, received_at, text, point"
_BOX: Final = "point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
_HERE: Final = "ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)"
# So many of the nearest are looked at: bounds the work in a square where thousands lie within the radius.
_BY_PLACE: Final = f"""
  (SELECT {_READ} FROM appeals_appeal a WHERE {public.shown("a")} AND {_BOX} AND published_at > %(since)s
    ORDER BY point <-> {_HERE} LIMIT 300)
  UNION ALL (SELECT {_READ} FROM appeals_appeal WHERE state IN ('moderation', 'question') AND {_BOX}
    ORDER BY point <-> {_HERE} LIMIT 100)
"""  # noqa: S608
# Without a point: the newest of the settlement in each state, of these the ones in the same street.
_BY_STREET: Final = f"""
  (SELECT found.* FROM unnest(ARRAY[{public.STATES}]) wanted CROSS JOIN LATERAL (
      SELECT {_READ} FROM appeals_appeal a WHERE {public.shown("a")} AND state = wanted AND kind = %(kind)s
        AND settlement_id = %(settlement)s AND published_at > %(since)s
      ORDER BY published_at DESC, id DESC LIMIT 300) found WHERE starts_with(found.address, %(street)s))
  UNION ALL (SELECT {_READ} FROM appeals_appeal WHERE state = 'moderation' AND settlement_id = %(settlement)s
    AND starts_with(address, %(street)s) ORDER BY moderate_by, id LIMIT 100)
"""  # noqa: S608


def _alike(candidates: str, metres: str) -> str:
    return f"""
WITH near AS MATERIALIZED ({candidates}),
measured AS MATERIALIZED (SELECT near.*, {metres} AS metres FROM near WHERE id <> %(id)s
  AND (topic_id = %(topic)s OR category_id = %(category)s)
  ORDER BY topic_id = %(topic)s DESC, metres, received_at DESC LIMIT {COMPARED})
SELECT m.id, m.number, m.state, topic.title, m.address, left(m.text, 160), m.supporters, m.received_at, m.metres,
  similarity(left(m.text, {_LETTERS}), left(%(text)s, {_LETTERS})) AS likeness
FROM measured m JOIN classifier_topic topic ON topic.id = m.topic_id WHERE coalesce(m.metres, 0) <= {RADIUS}
ORDER BY m.topic_id = %(topic)s DESC, likeness DESC, m.metres, m.id LIMIT {SHOWN}
"""  # noqa: S608  # our own words


_NEAR: Final = _alike(_BY_PLACE, f"ST_DistanceSphere(near.point, {_HERE})")
_IN_STREET: Final = _alike(_BY_STREET, "NULL::float")


@dataclass(frozen=True, slots=True)
class Alike:
    id: int
    number: str
    state: State
    topic: str
    address: str
    excerpt: str
    supporters: int
    received_at: datetime
    metres: float | None  # None: known to be in the same street only
    likeness: float  # 0..1, of the texts


def alike(card: Card, *, settlement_id: int | None, scope: Scope, now: datetime) -> list[Alike]:
    """At most SHOWN of the last year, the same topic first, then the likest text. One statement, a second for a
    moderator with territories or topics: what waits elsewhere is not theirs to read.
    """
    if card.lon is not None and card.lat is not None:
        found = rows(_NEAR, {**_values(card, now), **_here(card.lon, card.lat)})
    elif settlement_id is not None and (street := _street(card.address)):
        more = {"kind": card.kind.value, "settlement": settlement_id, "street": street}
        found = rows(_IN_STREET, {**_values(card, now), **more})
    else:
        return []
    made = [Alike(row[0], row[1], State(row[2]), *row[3:]) for row in found]
    return _within(made, scope)


def _within(found: list[Alike], scope: Scope) -> list[Alike]:
    waiting = [one.id for one in found if one.state not in PUBLIC]
    if scope == EVERYTHING or not waiting:
        return found
    mine = set(scope.of(Appeal.objects.filter(pk__in=waiting)).values_list("pk", flat=True))
    return [one for one in found if one.state in PUBLIC or one.id in mine]


def _values(card: Card, now: datetime) -> dict[str, Any]:
    return {
        "id": card.id,
        "topic": card.topic_id,
        "category": card.category_id,
        "text": card.text,
        "since": now - MONTHS,
    }


def _here(lon: float, lat: float) -> dict[str, float]:
    return {"lon": lon, "lat": lat, **square(lon, lat, radius=RADIUS)._asdict()}


def _street(address: str) -> str:
    """«д. Липовка, ул. Новая, д. 5» → without the house; "" where nothing but the settlement is named."""
    before, _house, _rest = address.rpartition(", д. ")
    return before if "," in before else ""
