"""What a phone keeps of a municipality: which files there are, and what is in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.kit.tile import Tile
from otklik.places import addresses
from otklik.places.queries.settlements import SettlementRow, _settlement
from otklik.places.queries.tiles import DEEPEST_KEPT


@dataclass(frozen=True, slots=True)
class KeptFile:
    name: str
    version: str
    bytes: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class KeptTerritory:
    """A municipality of that day and its files; none until they are made."""

    id: int
    code: str
    name: str
    files: tuple[KeptFile, ...]


# Municipalities; a settlement with a border of its own only where its municipality has none.
_TERRITORIES: Final = """
SELECT t.id, t.code, t.name, file.name, file.version, file.bytes, file.made_at
FROM places_territory t LEFT JOIN places_offlinefile file ON file.territory_code = t.code
WHERE t.valid_from <= %(on)s AND (t.valid_to IS NULL OR t.valid_to >= %(on)s) AND (%(code)s = '' OR t.code = %(code)s)
  AND (length(t.code) = 8 OR NOT EXISTS (
    SELECT 1 FROM places_territory whole WHERE whole.code = left(t.code, 8)
      AND whole.valid_from <= %(on)s AND (whole.valid_to IS NULL OR whole.valid_to >= %(on)s)))
ORDER BY t.name, t.id, file.name
"""


def kept(*, on: date, code: str = "") -> list[KeptTerritory]:
    """Every municipality of that day by name, or the one of this code. One statement."""
    found: dict[int, tuple[str, str, list[KeptFile]]] = {}
    for id_, its_code, name, *file in rows(_TERRITORIES, {"on": on, "code": code}):
        files = found.setdefault(id_, (its_code, name, []))[2]
        if file[0] is not None:
            files.append(KeptFile(*file))
    return [
        KeptTerritory(id_, its_code, name, tuple(files)) for id_, (its_code, name, files) in found.items()
    ]


_BORDER: Final = """
SELECT ST_AsGeoJSON(ST_Multi(ST_SimplifyPreserveTopology(geom, 0.0003)), 5) FROM places_territory WHERE id = %(id)s
"""
_SETTLEMENTS: Final = """
SELECT id, code, kind, name, territory_code, '', ST_X(point), ST_Y(point), NULL FROM places_settlement
WHERE territory_code = %(code)s OR left(territory_code, 8) = %(code)s
ORDER BY population DESC NULLS LAST, name, id
"""
_HOUSES: Final = """
SELECT street.settlement_id, street.id, street.kind, street.name, house.number,
       round(ST_Y(house.point)::numeric, 6), round(ST_X(house.point)::numeric, 6)
FROM places_street street LEFT JOIN places_house house ON house.street_id = street.id
WHERE street.settlement_id = ANY(%(settlements)s) AND street.name || coalesce(house.number, '') <> ''
ORDER BY street.settlement_id, street.key, street.id, house.id
"""


def border(territory_id: int) -> str:
    """GeoJSON of the border, 20 m exact: enough to tell on which side a house stands."""
    return str(rows(_BORDER, {"id": territory_id})[0][0])


def settlements_of(code: str) -> list[SettlementRow]:
    """Settlements of a municipality and of what lies in it, the biggest first."""
    return [_settlement(row) for row in rows(_SETTLEMENTS, {"code": code})]


def houses_of(settlements: list[int]) -> Iterator[tuple[int, int, str, list[Any] | None]]:
    """(settlement, street, its label, [number, lat, lon]) by settlement and street; None: a street without houses."""
    for place, street, kind, name, number, lat, lon in rows(_HOUSES, {"settlements": settlements}):
        house = None if number is None else [number, _plain(lat), _plain(lon)]
        yield place, street, addresses.named(kind, name), house


def _plain(degrees: Any) -> float | None:
    return None if degrees is None else float(degrees)


_TILES: Final = """
WITH cells AS (SELECT x, y, ST_Transform(ST_TileEnvelope(%(z)s::int, x, y), 4326) AS box
  FROM generate_series(%(left)s::int, %(right)s::int) x, generate_series(%(top)s::int, %(bottom)s::int) y)
SELECT x, y FROM cells WHERE EXISTS (SELECT 1 FROM places_territorypart part
  WHERE part.territory_id = %(id)s AND part.geom && cells.box AND ST_Intersects(part.geom, cells.box))
"""
_SIDES: Final = """
SELECT ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom) FROM places_territory WHERE id = %(id)s
"""


def tiles_of(territory_id: int) -> list[Tile]:
    """Every square that the municipality touches, from the whole world down to DEEPEST_KEPT."""
    west, south, east, north = rows(_SIDES, {"id": territory_id})[0]
    first, last = Tile.at(west, north, DEEPEST_KEPT), Tile.at(east, south, DEEPEST_KEPT)
    span = {"left": first.x, "right": last.x, "top": first.y, "bottom": last.y}
    found = {
        Tile(DEEPEST_KEPT, x, y) for x, y in rows(_TILES, {"id": territory_id, "z": DEEPEST_KEPT, **span})
    }
    made = set(found)
    while found and next(iter(found)).z:
        found = {Tile(tile.z - 1, tile.x >> 1, tile.y >> 1) for tile in found}
        made |= found
    return sorted(made, key=lambda tile: (tile.z, tile.x, tile.y))
