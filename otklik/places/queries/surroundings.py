"""What lies around a point, as plain coordinates for the small static map."""

import json
from dataclasses import dataclass
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.places import addresses
from otklik.places.queries.sql import LonLat


@dataclass(frozen=True, slots=True)
class Surroundings:
    streets: tuple[tuple[str, tuple[LonLat, ...]], ...] = ()  # label, line
    houses: tuple[tuple[str, LonLat], ...] = ()  # number, place
    names: tuple[
        tuple[str, LonLat], ...
    ] = ()  # label of a street of which only houses are known, their middle
    settlements: tuple[tuple[str, LonLat], ...] = ()  # label, place
    borders: tuple[tuple[LonLat, ...], ...] = ()  # pieces of the borders between territories valid today


_HOUSES: Final = 1500
# Degrees make the box taller than wide at our latitudes; it is only a box for drawing.
_AROUND: Final = """
WITH box AS (
    SELECT ST_Envelope(ST_Buffer(ST_Point(%(lon)s, %(lat)s, 4326)::geography, %(metres)s)::geometry) AS it
)
SELECT 'street', street.kind, street.name, ST_AsGeoJSON(street.line, 6)
FROM box, places_street street WHERE street.line && box.it
UNION ALL (
    SELECT 'house', '', house.number, ST_AsGeoJSON(house.point, 6)
    FROM box, places_house house WHERE house.point && box.it LIMIT %(houses)s
)
UNION ALL
SELECT 'name', street.kind, street.name, ST_AsGeoJSON(ST_Centroid(ST_Collect(house.point)), 6)
FROM box, places_house house JOIN places_street street ON street.id = house.street_id
WHERE house.point && box.it AND street.line IS NULL AND street.name <> ''
GROUP BY street.id
UNION ALL
SELECT 'settlement', place.kind, place.name, ST_AsGeoJSON(place.point, 6)
FROM box, places_settlement place WHERE place.point && box.it
UNION ALL
SELECT 'border', '', '', ST_AsGeoJSON(piece.geom, 6)
FROM (
    SELECT ST_UnaryUnion(ST_Collect(ST_ClipByBox2D(ST_Boundary(territory.geom), box.it::box2d))) AS lines
    FROM box, places_territory territory WHERE territory.geom && box.it AND territory.valid_to IS NULL
) once, LATERAL ST_Dump(ST_LineMerge(once.lines)) piece
WHERE ST_GeometryType(piece.geom) = 'ST_LineString'
"""


def around(lon: float, lat: float, metres: float) -> Surroundings:
    """Streets, houses, settlements and borders in a square about the point; `metres` to each side."""
    found: dict[str, list[tuple[str, tuple[LonLat, ...]]]] = {}
    values = {"lon": lon, "lat": lat, "metres": metres, "houses": _HOUSES}
    for what, kind, name, shape in rows(_AROUND, values):
        label = addresses.named(kind, name)
        found.setdefault(what, []).append((label, _points(json.loads(shape))))
    return Surroundings(
        streets=tuple(found.get("street", ())),
        houses=tuple((number, points[0]) for number, points in found.get("house", ())),
        names=tuple((label, points[0]) for label, points in found.get("name", ())),
        settlements=tuple((label, points[0]) for label, points in found.get("settlement", ())),
        borders=tuple(points for _, points in found.get("border", ())),
    )


def _points(shape: dict[str, Any]) -> tuple[LonLat, ...]:
    pairs = [shape["coordinates"]] if shape["type"] == "Point" else shape["coordinates"]
    return tuple((lon, lat) for lon, lat, *_ in pairs)
