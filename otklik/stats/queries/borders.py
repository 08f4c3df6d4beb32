"""Outlines of the municipalities of today for a map of figures: small, the same for everybody, kept by each process."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from otklik.kit.replica import rows

_RADIUS: Final = 6_378_137.0  # of EPSG:3857, metres
WIDTH: Final = 1000  # of the drawing; its height follows


@dataclass(frozen=True, slots=True)
class Outline:
    code: str  # OKTMO
    title: str
    path: str  # of an SVG
    people: int | None  # who live there; None: the settlements do not say


@dataclass(frozen=True, slots=True)
class Outlines:
    height: int
    areas: list[Outline]  # large ones first: a settlement lies upon its municipality
    west: float = 0  # of the drawing in metres of EPSG:3857
    north: float = 0
    k: float = 1  # units of the drawing in a metre

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point (degrees, WGS 84) lies in the drawing."""
        x = math.radians(lon) * _RADIUS
        y = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) * _RADIUS
        return round((x - self.west) * self.k, 1), round((self.north - y) * self.k, 1)


_kept: dict[str, Outlines] = {}  # the last version only


def outlines(version: str, *, today: date) -> Outlines:
    """version: Names.borders. One statement when it is new to this process, none otherwise."""
    if version not in _kept:
        found = rows(_OUTLINES, {"today": today, "width": WIDTH})
        around = found[0][4:] if found else (1,)
        drawn = Outlines(around[0], [Outline(*row[:4]) for row in found], *around[1:])
        _kept.clear()
        _kept[version] = drawn
    return _kept[version]


# Corners lie on whole units, so neighbours share theirs; ST_AsSVG turns the y axis round.
_OUTLINES: Final = """
WITH area AS (
    SELECT code, coalesce(nullif(short_name, ''), name) AS title, ST_Transform(geom, 3857) AS geom
    FROM places_territory WHERE valid_from <= %(today)s AND coalesce(valid_to >= %(today)s, true)
), box AS (
    SELECT ST_XMin(b) AS west, ST_YMax(b) AS north, %(width)s / greatest(ST_XMax(b) - ST_XMin(b), 1) AS k,
           ceil((ST_YMax(b) - ST_YMin(b)) * %(width)s / greatest(ST_XMax(b) - ST_XMin(b), 1))::int AS height
    FROM (SELECT ST_Extent(geom) AS b FROM area) whole
), people AS (
    SELECT territory_code AS code, sum(population)::bigint AS n FROM places_settlement GROUP BY 1
)
SELECT area.code, area.title,
       ST_AsSVG(ST_SnapToGrid(ST_SimplifyPreserveTopology(
           ST_Scale(ST_Translate(area.geom, -box.west, -box.north), box.k, box.k), 1.5), 1), 1, 0),
       nullif(people.n, 0), box.height, box.west, box.north, box.k
FROM area CROSS JOIN box LEFT JOIN people ON people.code = area.code
ORDER BY ST_Area(area.geom) DESC
"""
