"""Ready-made rows for tests. The land of these tests lies at 40° E, 54° N: a degree there is 65.6 by 111.3 km."""

from datetime import date
from itertools import count
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from otklik.places import addresses
from otklik.places.borders import cut_up
from otklik.places.models import House, Settlement, Street, Territory

FOUNDED = date(2020, 1, 1)
TODAY = date(2026, 11, 24)
_next = count(1)


def a_box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def a_territory(code: str = "99701000", geom: MultiPolygon | None = None, **more: Any) -> Territory:
    """A square of 0.1° from 40° E, 54° N, with its parts."""
    made = Territory.objects.create(
        code=code,
        name=more.pop("name", f"Округ {code}"),
        short_name=more.pop("short_name", f"округ {code}"),
        geom=geom or a_box(40.0, 54.0, 40.1, 54.1),
        valid_from=more.pop("valid_from", FOUNDED),
        **more,
    )
    cut_up([made.pk])
    return made


def a_settlement(name: str = "Берёзовка", kind: str = "д", **more: Any) -> Settlement:
    more.setdefault("code", f"s-{next(_next)}")
    more.setdefault("territory_code", "99701000")
    return Settlement.objects.create(name=name, kind=kind, **more)


def a_street(settlement: Settlement, name: str = "Ленина", kind: str = "ул") -> Street:
    return Street.objects.create(settlement=settlement, name=name, kind=kind)


def a_house(street: Street, number: str = "5", lon: float = 40.05, lat: float = 54.05) -> House:
    return House.objects.create(
        street=street, number=addresses.house_number(number), point=Point(lon, lat, srid=4326)
    )
