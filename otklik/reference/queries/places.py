"""Places to go to: the nearest first, or by name."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from otklik.kit.replica import named
from otklik.places.queries.sql import LonLat
from otklik.reference.models import Place
from otklik.reference.queries.bodies import Trust

LISTED: Final = 20  # places of a page


@dataclass(frozen=True, slots=True)
class PlaceRow:
    id: int
    code: str
    kind: str
    name: str
    address: str
    territory_code: str
    lon: float | None
    lat: float | None
    hours: str
    phones: Sequence[Sequence[str]]
    site: str
    services: Sequence[str]
    note: str
    authority: str  # code of its body; "" of none
    authority_name: str
    trust: Trust
    metres: int | None = None  # from the point asked about

    @property
    def kind_words(self) -> str:
        return str(Place.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Asked:
    kind: str = ""
    area: str = ""  # OKTMO of a municipality
    typed: str = ""  # a part of the name, of the address or of a service
    near: LonLat | None = None
    after: int | None = None  # id of the last place of the page before


_ALL: Final = """
SELECT place.id, place.code, place.kind, place.name, place.address, place.territory_code,
       ST_X(place.point::geometry) AS lon, ST_Y(place.point::geometry) AS lat, place.hours,
       place.phones::text AS phones, place.site, place.services, place.note, coalesce(body.code, '') AS authority,
       coalesce(body.name, '') AS authority_name, place.source, place.source_url, place.checked_on, {metres} AS metres
FROM reference_place place LEFT JOIN authorities_authority body ON body.id = place.authority_id AND body.active
WHERE place.active AND {where}
ORDER BY {order}, place.id
LIMIT %(limit)s
"""
_FROM: Final = "ST_Point(%(lon)s, %(lat)s, 4326)::geography"
_LAST: Final = "(SELECT {value} FROM reference_place WHERE id = %(after)s)"


def listed(asked: Asked) -> list[PlaceRow]:
    """With a point: those that have one too, the nearest first; without: all by name. One more than LISTED: there is
    another page. One statement.
    """
    where, values = _narrowed(asked)
    if asked.near:
        metres, order = f"place.point <-> {_FROM}", f"place.point <-> {_FROM}"
        where.append("place.point IS NOT NULL")
        values |= {"lon": asked.near[0], "lat": asked.near[1]}
        last = _LAST.format(value=f"point <-> {_FROM}")
        if asked.after is not None:
            where.append(f"(place.point <-> {_FROM}, place.id) > ({last}, %(after)s)")
    else:
        metres, order = "NULL::float", "place.name"
        if asked.after is not None:
            where.append(f"(place.name, place.id) > ({_LAST.format(value='name')}, %(after)s)")
    values |= {"after": asked.after, "limit": LISTED + 1}
    return _asked(metres, where, order, values)


def place(code: str) -> PlaceRow | None:
    """None: there is none that is shown. One statement."""
    found = _asked("NULL::float", ["place.code = %(code)s"], "place.name", {"code": code, "limit": 1})
    return found[0] if found else None


def of_body(authority_id: int) -> list[PlaceRow]:
    """Where else the body can be found; a few."""
    where, values = ["place.authority_id = %(body)s"], {"body": authority_id, "limit": 20}
    return _asked("NULL::float", where, "place.name", values)


def of_area(area: str, limit: int) -> list[PlaceRow]:
    """All of a municipality, for the file that phones keep."""
    where, values = _narrowed(Asked(area=area))
    return _asked("NULL::float", where, "place.name", {**values, "limit": limit})


def _narrowed(asked: Asked) -> tuple[list[str], dict[str, Any]]:
    where, values = ["true"], dict[str, Any]()
    if asked.kind:
        where.append("place.kind = %(kind)s")
        values["kind"] = asked.kind
    if asked.area:
        where.append("place.territory_code LIKE %(area)s")
        values["area"] = f"{asked.area}%"
    if asked.typed:
        where.append(
            "(place.name ILIKE %(typed)s OR place.address ILIKE %(typed)s"
            " OR array_to_string(place.services, ' ') ILIKE %(typed)s)"
        )
        values["typed"] = "%" + asked.typed.translate({ord(sign): f"\\{sign}" for sign in "%_\\"}) + "%"
    return where, values


def _asked(metres: str, where: list[str], order: str, values: dict[str, Any]) -> list[PlaceRow]:
    sql = _ALL.format(metres=metres, where=" AND ".join(where), order=order)
    rows = []
    for row in named(sql, values):
        trust = Trust(row.pop("source"), row.pop("source_url"), row.pop("checked_on"))
        row["phones"] = json.loads(row["phones"])
        row["metres"] = None if row["metres"] is None else round(row["metres"])
        rows.append(PlaceRow(**row, trust=trust))
    return rows
