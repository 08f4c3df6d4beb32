"""The land as vector tiles: borders, settlements, streets, houses. One statement a tile."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from otklik.kit.replica import rows
from otklik.kit.tile import Tile
from otklik.places import addresses

MAX_ZOOM: Final = 16
_STREETS_FROM: Final = 13
_HOUSES: Final = 600
DEEPEST_KEPT: Final = 14  # of a file for phones: drawn larger from there on, 0.3 m exact
_HOUSES_KEPT: Final = 20_000
# Settlements named on one tile, the biggest first, by the highest zoom that it is meant for.
_NAMED: Final = ((5, 8), (7, 20), (9, 40), (11, 120), (MAX_ZOOM, 300))

_TODAY: Final = "t.valid_from <= %(on)s AND (t.valid_to IS NULL OR t.valid_to >= %(on)s)"
_SHAPE: Final = "ST_AsMVTGeom(ST_Transform({}, 3857), box.merc, 4096, 64, true)"
_BOX: Final = """WITH box AS (
  SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS merc, it, ST_Expand(it, %(edge)s) AS wide
  FROM (SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) AS it) sides
)"""
_BORDERS: Final = f"""
SELECT {_SHAPE.format("ST_Simplify(ST_ClipByBox2D(ST_Boundary(t.geom), box.wide::box2d), %(half)s)")} AS geom
FROM box, places_territory t WHERE t.geom && box.wide AND {_TODAY}
"""  # noqa: S608  # our own words
_AREAS: Final = f"""
SELECT {_SHAPE.format("middle.point")} AS geom, coalesce(nullif(t.short_name, ''), t.name) AS name
FROM box, places_territory t, LATERAL (SELECT ST_PointOnSurface(t.geom) AS point) middle
WHERE t.geom && box.it AND {_TODAY} AND middle.point && box.it
"""  # noqa: S608  # our own words
_SETTLEMENTS: Final = f"""
SELECT {_SHAPE.format("s.point")} AS geom, s.name, CASE
  WHEN s.population >= 100000 THEN 1 WHEN s.population >= 10000 THEN 2 WHEN s.population >= 1000 THEN 3 ELSE 4
  END AS rank
FROM box, places_settlement s WHERE s.point && box.it
ORDER BY s.population DESC NULLS LAST, s.id LIMIT %(named)s
"""  # noqa: S608  # our own words
_STREETS: Final = f"""
SELECT {_SHAPE.format("s.line")} AS geom,
  trim(s.kind || CASE WHEN s.kind = ANY(%(dotted)s) THEN '. ' ELSE ' ' END || s.name) AS name
FROM box, places_street s WHERE s.line && box.wide
"""  # noqa: S608  # our own words
_HOUSES_SHOWN: Final = f"""
SELECT {_SHAPE.format("h.point")} AS geom, h.number FROM box, places_house h WHERE h.point && box.it
LIMIT %(houses)s
"""  # noqa: S608  # our own words


@dataclass(frozen=True, slots=True)
class Region:
    """The land as it is that day."""

    version: str  # changes with the land, and every day
    box: tuple[float, float, float, float] | None  # west, south, east, north; None without territories


_REGION: Final = f"""
SELECT max(id), sum(id), (SELECT max(id) FROM places_settlement), (SELECT max(id) FROM places_street),
  ST_XMin(ST_Extent(side)), ST_YMin(ST_Extent(side)), ST_XMax(ST_Extent(side)), ST_YMax(ST_Extent(side))
FROM (SELECT t.id, box2d(t.geom)::geometry AS side FROM places_territory t WHERE {_TODAY}) today
"""  # noqa: S608  # our own words


def region(*, on: date) -> Region:
    row = rows(_REGION, {"on": on})[0]
    sides = row[4:] if row[4] is not None else None
    return Region(version=f"{on:%y%m%d}-{'-'.join(str(n or 0) for n in row[:4])}", box=sides)


def tile(tile: Tile, *, on: date, deepest: int = MAX_ZOOM) -> bytes:
    """MVT of what is drawn at this zoom, which is `deepest` at most; b"" where nothing lies.

    deepest: MAX_ZOOM of the portal's map, or DEEPEST_KEPT; there the houses are.
    """
    layers = {"borders": _BORDERS, "settlements": _SETTLEMENTS}
    if 6 <= tile.z <= 10:
        layers["areas"] = _AREAS
    if tile.z >= _STREETS_FROM:
        layers["streets"] = _STREETS
    if tile.z >= deepest:
        layers["houses"] = _HOUSES_SHOWN
    parts = [
        f"coalesce((SELECT ST_AsMVT(shown.*, '{name}', 4096, 'geom') FROM ({sql}) shown"  # noqa: S608
        " WHERE shown.geom IS NOT NULL), '')"
        for name, sql in layers.items()
    ]
    degrees = 360 / 2**tile.z
    values = {
        "z": tile.z,
        "x": tile.x,
        "y": tile.y,
        "on": on,
        **tile.box,
        "edge": degrees / 64,
        "dotted": sorted(addresses.DOTTED),
        "houses": _HOUSES if deepest == MAX_ZOOM else _HOUSES_KEPT,
        "half": degrees / 1024,  # half a pixel
        "named": next(most for upto, most in _NAMED if tile.z <= upto),
    }
    return bytes(rows(f"{_BOX} SELECT {' || '.join(parts)}", values)[0][0])
