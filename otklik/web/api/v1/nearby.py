"""GET /api/v1/nearby: the nearest public appeals. Nothing personal; the same for every program and person."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.queries import onmap
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


class Nearby(Struct):
    complete: bool
    appeals: list[Spot]


@reads(_("Обращения поблизости"), asks=Asked, gives=Nearby, keeps=5)
def nearby(asked: Asked) -> Nearby:
    """The nearest first, by metres on the sphere. At most a thousand appeals around the point are looked at: `complete`
    is false where a filter or the density left nearer ones out.
    """
    said = {"kind": asked.kind or "", "category": asked.category or "", "stage": asked.stage or ""}
    found = onmap.nearest(asked.lon, asked.lat, narrow.narrow(said), radius=asked.radius, limit=asked.limit)
    return Nearby(found.complete, [_spot(spot) for spot in found.spots])


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
    )
