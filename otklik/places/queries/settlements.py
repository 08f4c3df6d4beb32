"""Settlements by what somebody types, and those near a point."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.places import addresses
from otklik.places.queries.sql import LonLat, prefix

CITY = "г"  # with which the name of a city begins, as it is shown


@dataclass(frozen=True, slots=True)
class SettlementRow:
    id: int
    code: str
    name: str  # "д. Ивановка"
    label: str  # with its municipality where the name does not say it: "д. Ивановка, Боровецкий округ"
    territory_code: str
    territory: str  # short name of its municipality today; "" when there is no such territory
    point: LonLat | None
    metres: int | None = None  # from the point asked about; None where none was


_SETTLEMENT: Final = """
SELECT place.id, place.code, place.kind, place.name, place.territory_code, coalesce(territory.short_name, ''),
       ST_X(place.point), ST_Y(place.point), {metres}
FROM ({chosen}) place
LEFT JOIN LATERAL (
    SELECT short_name FROM places_territory
    WHERE code IN (place.territory_code, left(place.territory_code, 8)) AND valid_to IS NULL
    ORDER BY code DESC LIMIT 1
) territory ON true
ORDER BY {order}
LIMIT %(limit)s
"""
# Typing is finished by what begins so; a slip of the finger is found by likeness.
_BEGINNING: Final = "SELECT * FROM places_settlement WHERE key LIKE %(prefix)s"
_LIKE: Final = """
SELECT * FROM places_settlement WHERE key LIKE %(prefix)s UNION
SELECT * FROM (SELECT * FROM places_settlement ORDER BY key <->> %(key)s LIMIT 30) nearest
WHERE word_similarity(%(key)s, key) >= 0.4
"""
_BY_LIKENESS: Final = """
replace(lower(territory.short_name), 'ё', 'е') = %(territory)s DESC NULLS LAST,
place.key LIKE %(prefix)s DESC,
CASE WHEN place.key LIKE %(prefix)s THEN 1 ELSE word_similarity(%(key)s, place.key) END DESC,
place.population DESC NULLS LAST, place.name, place.id
"""


def suggest_settlements(q: str, limit: int = 8) -> list[SettlementRow]:
    """Settlements whose name begins with `q`, the biggest first; then those that look like it."""
    key, _kind, territory = addresses.settlement_parts(q)
    if not key:
        return []
    chosen = _BEGINNING if len(key) < 3 else _LIKE
    sql = _SETTLEMENT.format(chosen=chosen, metres="NULL", order=_BY_LIKENESS)
    values = {"key": key, "prefix": prefix(key), "territory": territory, "limit": limit}
    return [_settlement(row) for row in rows(sql, values)]


def settlements_called(text: str, limit: int = 20) -> list[SettlementRow]:
    """Those of exactly this name; kind and municipality count where given: «д. Ивановка, Борский округ».

    One: it is meant. Several: ask which. None: the register has no such name (nothing is guessed here).
    """
    key, kind, territory = addresses.settlement_parts(text)
    chosen = "SELECT * FROM places_settlement WHERE key = %(key)s"
    sql = _SETTLEMENT.format(chosen=chosen, metres="NULL", order="place.population DESC NULLS LAST, place.id")
    found = rows(sql, {"key": key, "limit": limit})
    kinds = {addresses.settlement_kind(kind)} if kind else {row[2] for row in found}
    fitting = [_settlement(row) for row in found if row[2] in kinds]
    return [row for row in fitting if not territory or addresses.key(row.territory) == territory]


def settlement(settlement_id: int) -> SettlementRow | None:
    chosen = "SELECT * FROM places_settlement WHERE id = %(id)s"
    sql = _SETTLEMENT.format(chosen=chosen, metres="NULL", order="place.id")
    found = rows(sql, {"id": settlement_id, "limit": 1})
    return _settlement(found[0]) if found else None


def settlement_by_code(code: str) -> SettlementRow | None:
    chosen = "SELECT * FROM places_settlement WHERE code = %(code)s"
    found = rows(
        _SETTLEMENT.format(chosen=chosen, metres="NULL", order="place.id"), {"code": code, "limit": 1}
    )
    return _settlement(found[0]) if found else None


def territories_of(codes: Iterable[str]) -> dict[str, str]:
    """Code of a settlement → OKTMO of what it lies in; those that there are."""
    return dict(
        rows("SELECT code, territory_code FROM places_settlement WHERE code = ANY(%s)", [list(set(codes))])
    )


def largest_settlement(territory_codes: Sequence[str] = ()) -> SettlementRow | None:
    """Of those with a point on the map: of these territories (OKTMO), or of the whole region where none is named."""
    within = "AND (territory_code = ANY(%(codes)s) OR left(territory_code, 8) = ANY(%(codes)s))"
    chosen = f"""
        SELECT * FROM places_settlement WHERE point IS NOT NULL {within if territory_codes else ""}
        ORDER BY population DESC NULLS LAST, id LIMIT 1
    """  # noqa: S608  # our own words
    sql = _SETTLEMENT.format(chosen=chosen, metres="NULL", order="place.id")
    found = rows(sql, {"codes": list(territory_codes), "limit": 1})
    return _settlement(found[0]) if found else None


def settlements_near(lon: float, lat: float, limit: int = 5) -> list[SettlementRow]:
    """The nearest settlements to a point, with metres to each."""
    chosen = f"""
        SELECT * FROM places_settlement WHERE point IS NOT NULL
        ORDER BY point <-> ST_Point(%(lon)s, %(lat)s, 4326) LIMIT {int(limit) * 3}
    """  # noqa: S608  # degrees are not metres: look at more than are wanted, then sort by metres
    metres = "ST_Distance(place.point::geography, ST_Point(%(lon)s, %(lat)s, 4326)::geography)"
    sql = _SETTLEMENT.format(chosen=chosen, metres=metres, order="9, place.id")
    return [_settlement(row) for row in rows(sql, {"lon": lon, "lat": lat, "limit": limit})]


def _settlement(row: tuple[Any, ...]) -> SettlementRow:
    id_, code, kind, name, territory_code, territory, lon, lat, metres = row
    called = addresses.named(kind, name)
    point = None if lon is None else (lon, lat)
    return SettlementRow(
        id_,
        code,
        called,
        f"{called}, {territory}" if territory and name not in territory else called,
        territory_code,
        territory,
        point,
        None if metres is None else round(metres),
    )
