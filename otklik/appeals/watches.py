"""Places that a person watches: newly published appeals within the radius are told to them."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.gis.geos import Point, Polygon
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals.models import Watch
from otklik.kit.errors import Refusal
from otklik.people.models import User

PLACES: Final = 5  # of one person
RADII: Final = (300, 500, 1000, 3000, 5000, 10_000)  # metres to choose from
_DEGREE: Final = 111_320  # metres of a degree of latitude


class TooManyPlaces(Refusal):
    code = "too_many_places"
    status = 422


class BadPlace(Refusal):
    """A radius that is not offered."""

    code = "bad_place"
    status = 422


@dataclass(frozen=True, slots=True)
class Place:
    id: int
    title: str
    radius: int  # metres
    by_letter: bool


def places_of(user_id: int) -> list[Place]:
    """Those with a point, oldest first. One statement."""
    found = Watch.objects.filter(user=user_id, point__isnull=False).order_by("id")
    return [Place(w.pk, w.title, w.radius or 0, w.by_letter) for w in found.defer("circle")]


@transaction.atomic
def add_place(*, user_id: int, title: str, point: tuple[float, float], radius: int, now: datetime) -> None:
    """Watch a circle. point: lon, lat in degrees. The same circle once more changes nothing.

    Of two at once the second waits: the limit holds. Raises TooManyPlaces, BadPlace.
    """
    if radius not in RADII:
        raise BadPlace(_("Выберите радиус из списка."))
    User.objects.select_for_update().only("pk").get(pk=user_id)
    there = list(Watch.objects.filter(user=user_id, point__isnull=False).defer("circle"))
    if any(w.point and w.radius == radius and w.point.coords == point for w in there):
        return
    if len(there) >= PLACES:
        raise TooManyPlaces(
            _("Наблюдать можно не больше чем за %(n)d местами. Уберите одно из них.") % {"n": PLACES}
        )
    Watch.objects.create(
        user_id=user_id,
        title=title[:100],
        point=Point(*point, srid=4326),
        radius=radius,
        circle=box(*point, radius),
        created_at=now,
    )


def drop(*, user_id: int, watch_id: int) -> None:
    """Watch no longer. A repeat, and somebody else's, finds nothing to do."""
    Watch.objects.filter(pk=watch_id, user=user_id).delete()


def box(lon: float, lat: float, radius: int) -> Polygon:
    """The rectangle in degrees around a circle, a little larger than it: an index finds it, distance decides."""
    high = radius / _DEGREE * 1.01
    wide = high / max(0.01, math.cos(math.radians(lat)))
    found = Polygon.from_bbox((lon - wide, lat - high, lon + wide, lat + high))
    found.srid = 4326
    return found
