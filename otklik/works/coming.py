"""Works of a municipality with their places: by them a phone answers without a network «what is off here»."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.places import addresses
from otklik.works.models import Work
from otklik.works.queries import HORIZON, Row, row_of

_MOST: Final = 100  # works
_HOUSES: Final = 2000  # places of all, of the earliest first; of works beyond only the line in words is told
_PLACES: Final = """
SELECT place.work_id, place.settlement_id, street.kind, street.name, house.number
FROM works_place place
LEFT JOIN places_street street ON street.id = place.street_id LEFT JOIN places_house house ON house.id = place.house_id
WHERE place.work_id = ANY(%(works)s) AND place.territory_code LIKE %(like)s
ORDER BY array_position(%(works)s::bigint[], place.work_id), place.settlement_id, place.street_id, place.id
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Where:
    """A street with its houses; what is empty is the whole of what stands before it."""

    settlement_id: int | None
    street: str
    houses: list[str]


@dataclass(frozen=True, slots=True)
class Coming:
    row: Row
    places: list[Where]
    area: list[list[list[tuple[float, float]]]]  # polygons of rings of lon, lat; empty: none was drawn


def coming(area: str, *, now: datetime) -> list[Coming]:
    """Works that are on or begin within HORIZON, the earliest first; _MOST at most. Two statements.

    area: OKTMO of a municipality; "" is the whole region, without places.
    """
    found = Work.objects.select_related("authority", "organisation").filter(
        ends_at__gt=now, starts_at__lt=now + HORIZON, cancelled=False
    )
    if area:
        found = found.filter(area_codes__contains=[area])
    works = list(found.order_by("starts_at", "id")[:_MOST])
    places = _places([work.pk for work in works], area) if area else {}
    return [Coming(row_of(work), places.get(work.pk, []), _rings(work.area)) for work in works]


def _places(works: list[int], area: str) -> dict[int, list[Where]]:
    found: dict[int, list[Where]] = {}
    values = {"works": works, "like": f"{area}%", "limit": _HOUSES}
    for work, settlement, kind, name, house in rows(_PLACES, values):
        street = addresses.named(kind, name) if name else ""
        there = found.setdefault(work, [])
        last = there[-1] if there else None
        # A whole street stays whole beside its houses.
        if (
            house is None
            or not last
            or not last.houses
            or (last.settlement_id, last.street) != (settlement, street)
        ):
            there.append(Where(settlement, street, []))
        if house is not None:
            there[-1].houses.append(house)
    return found


def _rings(area: Any) -> list[list[list[tuple[float, float]]]]:
    if area is None:
        return []
    polygons = [area] if area.geom_type == "Polygon" else list(area)
    return [[[(round(x, 5), round(y, 5)) for x, y in ring.coords] for ring in one] for one in polygons]
