"""GET /api/v1/settlements, /addresses, /territory, /responsible: from what a person types to who answers for it."""

from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.appeals.lifecycle import Kind
from otklik.authorities import routing
from otklik.authorities.models import Authority as Body
from otklik.classifier import queries as classifier
from otklik.kit import clock
from otklik.places import queries as places
from otklik.terms import rules
from otklik.web.api.endpoint import reads
from otklik.web.api.words import Code, Lat, Lon, Row

SUGGESTED = 8
_SETTLEMENT_METRES = 5_000
Typed = Annotated[str, Meta(max_length=100)]


class Point(Struct):
    lat: float
    lon: float


class SettlementsAsked(Struct):
    q: Typed


class Settlement(Struct):
    id: int
    label: str
    territory_code: str
    point: Point | None


class Settlements(Struct):
    settlements: list[Settlement]


@reads(_("Населённые пункты по началу названия"), asks=SettlementsAsked, gives=Settlements, keeps=300)
def settlements(asked: SettlementsAsked) -> Settlements:
    """At most eight, the likeliest first; a slip of the finger is forgiven."""
    found = places.suggest_settlements(asked.q, SUGGESTED)
    return Settlements([_settlement(row) for row in found])


class AddressesAsked(Struct):
    settlement: Row
    q: Typed


class Address(Struct):
    id: str
    label: str
    point: Point | None


class Addresses(Struct):
    addresses: list[Address]


@reads(_("Улицы и дома населённого пункта"), asks=AddressesAsked, gives=Addresses, keeps=300)
def addresses(asked: AddressesAsked) -> Addresses:
    """At most eight: streets while a street is typed, houses once there is a number."""
    found = places.suggest_addresses(asked.settlement, asked.q, SUGGESTED)
    return Addresses([Address(row.id, row.label, _point(row.point)) for row in found])


class At(Struct):
    lat: Lat
    lon: Lon


class NearestAddress(Struct):
    """address null: no house of the register stands there."""

    settlement: Settlement | None
    address: Address | None


@reads(_("Адрес точки"), asks=At, gives=NearestAddress, keeps=300)
def address(asked: At) -> NearestAddress:
    """The nearest house within 150 m with its settlement; without one the nearest settlement within 5 km."""
    near = places.house_near(asked.lon, asked.lat)
    if near is None:
        around = places.settlements_near(asked.lon, asked.lat, 1)
        close = [row for row in around if (row.metres or 0) <= _SETTLEMENT_METRES]
        return NearestAddress(_settlement(close[0]) if close else None, None)
    place = places.settlement(near[0])
    house = near[1]
    return NearestAddress(
        _settlement(place) if place else None, Address(house.id, house.label, _point(house.point))
    )


class Territory(Struct):
    code: str
    name: str


class Territories(Struct):
    """One: it is there. Two or more: the point is at a border, the person says on which side."""

    found: Literal["inside", "border", "outside"]
    territories: list[Territory]


@reads(_("Муниципалитет точки"), asks=At, gives=Territories, keeps=300)
def territory(asked: At) -> Territories:
    """By the borders in force today."""
    match places.at_point(asked.lon, asked.lat, on=timezone.localdate(clock.now())):
        case places.Found(one):
            return Territories("inside", [Territory(one.code, one.name)])
        case places.NearBorder(choices):
            return Territories("border", [Territory(one.code, one.name) for one in choices])
        case _outside:
            return Territories("outside", [])


class ResponsibleAsked(Struct):
    topic: Code
    territory: Code
    kind: Kind = Kind.PROBLEM


class Authority(Struct):
    code: Code
    name: str
    phone: str
    email: str
    site: str
    address: str


class Responsible(Struct):
    """authority null: nobody is named for it; a moderator will decide."""

    authority: Authority | None
    answer_days: int | None
    in_working_days: bool


@reads(
    _("Кто отвечает: по теме и муниципалитету"),
    asks=ResponsibleAsked,
    gives=Responsible,
)
def responsible(asked: ResponsibleAsked) -> Responsible:
    """Whom an appeal published now would go to, and how long the answer may take. 404: there is no such topic."""
    topic = classifier.subject(asked.topic)
    if topic is None:
        raise Http404
    choice = routing.responsible(topic_code=topic.code, duty=topic.duty, territory_code=asked.territory)
    owed = asked.kind != rules.THANKS
    term = rules.terms(rules.About.of(topic, asked.kind), on=timezone.localdate(clock.now()))
    return Responsible(
        authority=_authority(choice.authority) if choice else None,
        answer_days=term.answer_days if owed else None,
        in_working_days=term.in_working_days,
    )


def _authority(body: Body) -> Authority:
    return Authority(body.code, body.name, body.phone, body.email, body.site, body.address)


def _settlement(row: places.SettlementRow) -> Settlement:
    return Settlement(row.id, row.label, row.territory_code, _point(row.point))


def _point(found: tuple[float, float] | None) -> Point | None:
    return None if found is None else Point(lat=found[1], lon=found[0])
