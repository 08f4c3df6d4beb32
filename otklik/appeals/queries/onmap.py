"""Public appeals by their place: those in a box of the map, the nearest ones. No name and no e-mail leaves."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from otklik.appeals import public
from otklik.appeals.lifecycle import Kind, State
from otklik.kit.replica import rows


@dataclass(frozen=True, slots=True)
class Narrow:
    """What the map is narrowed to. Empty values narrow nothing."""

    kind: str = ""  # a lifecycle.Kind value
    category: int = 0  # id
    stage: str = ""  # a lifecycle.State value of PUBLIC

    @property
    def conditions(self) -> str:
        """SQL on the appeal `a`; its values are `values`."""
        said = (
            (self.kind, "a.kind = %(kind)s"),
            (self.category, "a.category_id = %(category)s"),
            (self.stage, "a.state = %(stage)s"),
        )
        return " AND ".join([public.shown("a"), *(sql for value, sql in said if value)])

    @property
    def values(self) -> dict[str, Any]:
        return {"kind": self.kind, "category": self.category, "stage": self.stage}


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees, WGS 84; never empty, never over the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of the list beside the map."""

    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    published_at: datetime
    lon: float
    lat: float
    metres: float | None = None  # from the point asked about
    photo: UUID | None = None  # the first one that everybody sees, where it was asked for


COLUMNS: Final = """a.number, a.kind, a.state, topic.title, a.address, a.published_at,
  ST_X(a.point), ST_Y(a.point)"""


def spot(row: tuple[Any, ...]) -> Spot:
    number, kind, state, *rest = row
    return Spot(number, Kind(kind), State(state), *rest)


_ONE: Final = """
SELECT {columns} FROM appeals_appeal a JOIN classifier_topic topic ON topic.id = a.topic_id
WHERE a.number = %(number)s AND a.point IS NOT NULL AND {public}
"""


def one(number: str) -> Spot | None:
    """The public appeal of this number; None: there is no such one, or it has no point."""
    found = rows(_ONE.format(columns=COLUMNS, public=Narrow().conditions), {"number": number})
    return spot(found[0]) if found else None


IN_BOX: Final = "a.point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
RADIUS: Final = 50_000  # metres, at most
NEAREST: Final = 200
_LOOKED_AT: Final = 800  # appeals, the nearest ones: bounds the work of a rare filter
_METRES: Final = 111_195  # in a degree of a great circle of the earth taken as a sphere
# By degrees the index walks, by metres people do: a degree of longitude is the shorter one. So more are taken than
# asked for; those within `sure` metres are certainly complete.
_NEAR: Final = """
WITH here AS (SELECT ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326) AS point),
near AS (
  SELECT a.id, a.number, a.kind, a.state, a.category_id, a.topic_id, a.address, a.published_at, a.point, a.withheld,
    a.point <-> (SELECT point FROM here) AS degrees
  FROM appeals_appeal a WHERE a.state IN ({public}) AND {box}
  ORDER BY a.point <-> (SELECT point FROM here) LIMIT %(looked_at)s
), far AS (SELECT coalesce(sum(1), 0) AS n, coalesce(max(degrees), 0) AS degrees FROM near), shown AS (
  SELECT a.*, ST_DistanceSphere(a.point, here.point) AS metres FROM near a, here WHERE {narrow}
)
SELECT far.n, far.degrees, {columns}, a.metres {photo}
FROM far LEFT JOIN (
  SELECT * FROM shown WHERE metres <= %(radius)s ORDER BY metres, id LIMIT %(limit)s
) a ON true LEFT JOIN classifier_topic topic ON topic.id = a.topic_id
ORDER BY a.metres, a.id
"""

_METRES_AT: Final = 8  # in a row of `near`
_PHOTO: Final = """, (SELECT photo.id FROM appeals_photo photo
  WHERE photo.appeal_id = a.id AND NOT photo.clarifies AND NOT photo.hidden ORDER BY photo.place LIMIT 1)"""


@dataclass(frozen=True, slots=True)
class Near:
    spots: list[Spot]  # the nearest first
    complete: bool  # nothing within the radius and nearer than the last of them was passed over


def nearest(
    lon: float, lat: float, narrow: Narrow, *, radius: float, limit: int, photos: bool = False
) -> Near:
    """Those within `radius` metres. One statement; two where the first few all lie to one side.

    radius: RADIUS at most. limit: 1..NEAREST.
    """
    parts = {"columns": COLUMNS, "public": public.STATES, "narrow": narrow.conditions, "box": IN_BOX}
    statement = _NEAR.format(**parts, photo=_PHOTO if photos else "")
    shrunk = max(math.cos(math.radians(min(89.9, abs(lat) + radius / _METRES))), 0.001)
    up, aside = radius / _METRES, radius / _METRES / shrunk
    sides = {"west": lon - aside, "east": lon + aside, "south": lat - up, "north": lat + up}
    values = {**narrow.values, **sides, "lon": lon, "lat": lat, "radius": radius, "limit": limit}
    few = _LOOKED_AT if any(narrow.values.values()) else min(5 * limit, _LOOKED_AT)
    near, complete = _looked_at(statement, values | {"looked_at": few}, shrunk)
    if not complete and few < _LOOKED_AT:
        near, complete = _looked_at(statement, values | {"looked_at": _LOOKED_AT}, shrunk)
    return Near([spot(row) for row in near], complete)


def _looked_at(statement: str, values: dict[str, Any], shrunk: float) -> tuple[list[tuple[Any, ...]], bool]:
    """The rows, and whether there are certainly no nearer ones. shrunk: a degree of longitude, in those of latitude."""
    found = rows(statement, values)
    near = [row[2:] for row in found if row[2] is not None]
    sure = found[0][1] * _METRES * shrunk
    wanted = near[-1][_METRES_AT] if len(near) == values["limit"] else values["radius"]
    return near, found[0][0] < values["looked_at"] or sure >= wanted
