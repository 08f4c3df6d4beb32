"""What a person watches: places here, saved searches in `searches`; both are kept and dropped by the same two."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import Point, Polygon
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals.models import Watch
from otklik.appeals.rules.around import square
from otklik.kit.errors import Refusal
from otklik.people.models import User

PLACES: Final = 5  # of one person
TITLE_MAX: Final = 100  # characters
RADII: Final = (300, 500, 1000, 3000, 5000, 10_000)  # metres to choose from


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
    circle = Watch(
        user_id=user_id,
        title=title[:TITLE_MAX],
        point=Point(*point, srid=4326),
        radius=radius,
        circle=box(*point, radius),
        created_at=now,
    )
    too_many = _("Наблюдать можно не больше чем за %(n)d местами. Уберите одно из них.") % {"n": PLACES}
    add(circle, most=PLACES, refusal=TooManyPlaces(too_many))


@transaction.atomic
def add(watch: Watch, *, most: int, refusal: Refusal) -> Watch:
    """Store the watch unless the person has `most` of its sort (searches, places); what they have already is returned.

    Raises `refusal`: too many.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(
        pk=watch.user_id
    )  # one at a time for each person
    theirs = Watch.objects.filter(user=watch.user_id, circle__isnull=watch.circle is None)
    same: dict[str, Any] = {"kind": watch.kind}
    for name in ("category", "settlement", "point", "radius"):
        value = getattr(watch, name)
        same |= {f"{name}__isnull": True} if value is None else {name: value}
    if there := theirs.filter(**same).first():
        return there
    if theirs.count() >= most:
        raise refusal
    watch.save(force_insert=True)
    return watch


def drop(*, user_id: int, watch_id: int) -> bool:
    """Watch no longer. False: dropped already, or somebody else's; nothing is done."""
    gone, _rows = Watch.objects.filter(pk=watch_id, user=user_id).delete()
    return bool(gone)


def box(lon: float, lat: float, radius: int) -> Polygon:
    """The rectangle in degrees around a circle, a little larger than it: an index finds it, distance decides."""
    found = Polygon.from_bbox(square(lon, lat, radius=radius * 1.01))
    found.srid = 4326
    return found
