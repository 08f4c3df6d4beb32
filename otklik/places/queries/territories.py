"""Whose territory a point is on."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Q

from otklik.kit.replica import rows
from otklik.places.models import Territory


@dataclass(frozen=True, slots=True)
class TerritoryRef:
    id: int  # of the version valid on the day asked for
    code: str  # OKTMO
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    territory: TerritoryRef


@dataclass(frozen=True, slots=True)
class NearBorder:
    """Too near a border to tell; the citizen says which side."""

    choices: tuple[TerritoryRef, ...]  # two or more; those that hold the point come first


@dataclass(frozen=True, slots=True)
class Outside:
    """In no territory valid that day."""


_AT_POINT: Final = """
SELECT territory.id, territory.code, territory.name,
       bool_or(ST_Covers(part.geom, ST_Point(%(lon)s, %(lat)s, 4326)))
FROM places_territorypart part JOIN places_territory territory ON territory.id = part.territory_id
WHERE part.geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
  AND ST_DWithin(ST_Scale(part.geom, %(kx)s, %(ky)s), ST_Point(%(x)s, %(y)s, 4326), %(metres)s)
  AND territory.valid_from <= %(on)s AND (territory.valid_to IS NULL OR territory.valid_to >= %(on)s)
GROUP BY territory.id
ORDER BY 4 DESC, territory.code
"""


def at_point(lon: float, lat: float, *, on: date) -> Found | NearBorder | Outside:
    """Whose territory a point (degrees, WGS 84) was on that day. The most local one where territories nest.

    Nearer than settings.BORDER_METERS to a border between two territories: both, for the citizen to choose.
    At the outer border of the region nothing is asked: a point is inside or Outside.
    """
    if not (-180 <= lon <= 180 and -85 <= lat <= 85):
        return Outside()
    near = [(TerritoryRef(*row[:3]), row[3]) for row in rows(_AT_POINT, _around(lon, lat) | {"on": on})]
    holding = {ref.code for ref, holds in near if holds}
    choices = _most_local(near, holding)
    if len(choices) > 1:  # or in a sliver that neither of two holds
        return NearBorder(tuple(choices))
    return Found(choices[0]) if holding else Outside()


def _most_local(near: list[tuple[TerritoryRef, bool]], holding: set[str]) -> list[TerritoryRef]:
    """Without municipalities (8 digits) whose settlements (11 digits) are there to speak for them.

    A municipality stays when it holds the point itself, outside all of its settlements.
    """
    codes = {ref.code for ref, _ in near}

    def speaks(code: str) -> bool:
        inner = {one for one in codes if one != code and one.startswith(code)}
        return not inner or (code in holding and not inner & holding)

    return [ref for ref, _ in near if speaks(ref.code)]


def _around(lon: float, lat: float) -> dict[str, float]:
    """Scale and box for distances near a point, in metres on the WGS 84 ellipsoid (exact to 0.1 m at 1 km).

    Not geography: there the straight cuts between parts would bend, by 70 m on a cut of 50 km.
    """
    metres = float(settings.BORDER_METERS)
    sine = math.sin(math.radians(lat))
    curve = 1 - 0.00669437999014 * sine * sine
    kx = math.radians(6378137.0) * math.cos(math.radians(lat)) / math.sqrt(curve)  # metres in a degree
    ky = math.radians(6378137.0) * (1 - 0.00669437999014) / curve**1.5
    dx, dy = metres / kx, metres / ky
    box = {"west": lon - dx, "east": lon + dx, "south": lat - dy, "north": lat + dy}
    return {"lon": lon, "lat": lat, "kx": kx, "ky": ky, "x": lon * kx, "y": lat * ky, "metres": metres, **box}


def territory_by_code(code: str, *, on: date) -> TerritoryRef | None:
    """The version valid that day; a settlement's code (11 digits) without a border gives its municipality."""
    row = (
        Territory.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on), code__in=(code, code[:8]), valid_from__lte=on
        )
        .order_by("-code")
        .values_list("id", "code", "name")
        .first()
    )
    return TerritoryRef(*row) if row else None


def territory_by_id(territory_id: int) -> TerritoryRef | None:
    """A version by its id: what the citizen chose at a border."""
    row = Territory.objects.filter(pk=territory_id).values_list("id", "code", "name").first()
    return TerritoryRef(*row) if row else None


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """A version in force, for administrators."""

    code: str
    name: str
    kind: str
    valid_from: date
    valid_to: date | None
    successor: str


def versions_on(on: date) -> list[TerritoryRow]:
    """One statement, without the borders themselves."""
    rows = Territory.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    columns = ("code", "name", "kind", "valid_from", "valid_to", "successor__name")
    return [
        TerritoryRow(code, name, kind, first, last, successor or "")
        for code, name, kind, first, last, successor in rows.order_by("name", "id").values_list(*columns)
    ]


def territories(*, on: date) -> list[tuple[str, str]]:
    """(code, name) of every territory of that day, for a list to choose from."""
    rows = Territory.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return list(rows.order_by("name", "id").values_list("code", "name"))
