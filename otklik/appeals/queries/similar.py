"""Public appeals of the same topic or category near another one."""

from dataclasses import dataclass
from typing import Final

from otklik.appeals import public
from otklik.appeals.lifecycle import State
from otklik.appeals.queries.card import Card
from otklik.appeals.rules.around import square
from otklik.kit.replica import rows

RADIUS: Final = 1000  # metres
SHOWN: Final = 4
_LOOKED_AT: Final = 100  # nearest ones of any topic: bounds the work where thousands lie within the radius

# The nearest first by the index on points, then those that are alike among them.
_NEAR: Final = f"""
WITH near AS (
  SELECT id, number, state, topic_id, category_id, address, supporters, point FROM appeals_appeal a
  WHERE {public.shown("a")} AND id <> %(id)s
    AND point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
  ORDER BY point <-> ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326) LIMIT %(looked_at)s
)
SELECT near.number, near.state, topic.title, near.address, near.supporters,
  ST_DistanceSphere(near.point, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)) AS metres
FROM near JOIN classifier_topic topic ON topic.id = near.topic_id
WHERE near.category_id = %(category)s OR near.topic_id = %(topic)s
ORDER BY near.topic_id = %(topic)s DESC, metres, near.id LIMIT %(shown)s
"""  # noqa: S608  # our own words


@dataclass(frozen=True, slots=True)
class Neighbour:
    number: str
    state: State
    topic: str
    address: str
    supporters: int
    metres: float


def near(card: Card) -> list[Neighbour]:
    """Beside this appeal; none without a point."""
    if card.lon is None or card.lat is None:
        return []
    return around(card.lon, card.lat, topic_id=card.topic_id, category_id=card.category_id, but=card.id)


def around(lon: float, lat: float, *, topic_id: int, category_id: int, but: int = 0) -> list[Neighbour]:
    """At most SHOWN within RADIUS, those of the same topic first, then the nearest. One statement, as quick among ten
    million as among ten. but: the appeal that is left out.
    """
    values = {
        "id": but,
        "lon": lon,
        "lat": lat,
        **square(lon, lat, radius=RADIUS)._asdict(),
        "topic": topic_id,
        "category": category_id,
        "looked_at": _LOOKED_AT,
        "shown": SHOWN,
    }
    return [
        Neighbour(number, State(state), topic, address, supporters, metres)
        for number, state, topic, address, supporters, metres in rows(_NEAR, values)
        if metres <= RADIUS
    ]
