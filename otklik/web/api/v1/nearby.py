"""GET /api/v1/nearby and /api/v1/appeals/similar: public appeals by their place. Nothing personal; the same for every
program and person.
"""

from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Meta, Struct

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.queries import names, onmap, similar
from otklik.web.api.asking import BadQuery
from otklik.web.api.endpoint import reads
from otklik.web.api.words import Code, Lat, Lon, page_of
from otklik.web.map import narrow


class Asked(Struct):
    lat: Lat
    lon: Lon
    radius: Annotated[float, Meta(ge=1, le=onmap.RADIUS)] = 5_000
    limit: Annotated[int, Meta(ge=1, le=onmap.NEAREST)] = 20
    kind: Kind | None = None
    category: Code | None = None
    stage: State | None = None
    with_photo: bool = False


class Spot(Struct):
    number: str
    url: str
    kind: Kind
    stage: State
    topic: str
    address: str
    published_at: datetime
    lat: float
    lon: float
    distance: float
    photo: str | None


class Nearby(Struct):
    complete: bool
    appeals: list[Spot]


@reads(gettext_lazy("Обращения поблизости"), asks=Asked, gives=Nearby, keeps=5)
def nearby(asked: Asked) -> Nearby:
    """The nearest first, by metres on the sphere. At most a thousand appeals around the point are looked at: `complete`
    is false where a filter or the density left nearer ones out. `with_photo`: the first photo of each, for a list with
    small pictures (/photos/{id}-thumb.jpg).
    """
    found = _found(asked)
    return Nearby(found.complete, [_spot(spot) for spot in found.spots])


class Dot(Struct, omit_defaults=True):
    number: str
    kind: Kind
    stage: State
    topic: str
    address: str
    published_on: date
    lat: float
    lon: float
    photo: str | None = None


class Dots(Struct):
    complete: bool
    appeals: list[Dot]


@reads(gettext_lazy("Обращения поблизости, кратко"), asks=Asked, gives=Dots, keeps=5)
def brief(asked: Asked) -> Dots:
    """The same in half the bytes, for an app that keeps many on a telephone: to a metre, without what it can make
    itself (the page is /appeals/{number} of the portal, the distance follows from the point).
    """
    found = _found(asked)
    return Dots(found.complete, [_dot(spot) for spot in found.spots])


class SimilarAsked(Struct):
    lat: Lat
    lon: Lon
    topic: Code


class Neighbour(Struct):
    number: str
    url: str
    stage: State
    topic: str
    address: str
    supporters: int
    distance: float


class Similar(Struct):
    appeals: list[Neighbour]


@reads(gettext_lazy("Похожие обращения рядом"), asks=SimilarAsked, gives=Similar, keeps=15)
def alike(asked: SimilarAsked) -> Similar:
    """Before somebody files: what is there already within a kilometre, four at most, those of the same topic first,
    then of its category. To support one of them helps more than another appeal.
    """
    topic = names.topics().by_code.get(asked.topic)
    if topic is None:
        raise BadQuery({"topic": _("Такой темы нет.")})
    found = similar.around(asked.lon, asked.lat, topic_id=topic.id, category_id=topic.category)
    return Similar([_neighbour(row) for row in found])


def _found(asked: Asked) -> onmap.Near:
    said = {"kind": asked.kind or "", "category": asked.category or "", "stage": asked.stage or ""}
    return onmap.nearest(
        asked.lon,
        asked.lat,
        narrow.narrow(said),
        radius=asked.radius,
        limit=asked.limit,
        photos=asked.with_photo,
    )


def _dot(spot: onmap.Spot) -> Dot:
    return Dot(
        number=spot.number,
        kind=spot.kind,
        stage=spot.state,
        topic=spot.topic,
        address=spot.address,
        published_on=timezone.localdate(spot.published_at),
        lat=round(spot.lat, 5),
        lon=round(spot.lon, 5),
        photo=str(spot.photo) if spot.photo else None,
    )


def _neighbour(row: similar.Neighbour) -> Neighbour:
    return Neighbour(
        number=row.number,
        url=page_of(row.number),
        stage=row.state,
        topic=row.topic,
        address=row.address,
        supporters=row.supporters,
        distance=round(row.metres, 1),
    )


def _spot(spot: onmap.Spot) -> Spot:
    return Spot(
        number=spot.number,
        url=page_of(spot.number),
        kind=spot.kind,
        stage=spot.state,
        topic=spot.topic,
        address=spot.address,
        published_at=spot.published_at,
        lat=round(spot.lat, 6),
        lon=round(spot.lon, 6),
        distance=round(spot.metres or 0, 1),
        photo=str(spot.photo) if spot.photo else None,
    )
