"""GET /api/v1/authorities, /places, /receptions, /emergency: whom to ring, where to go, who receives."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.kit import clock
from otklik.reference.queries import bodies, lists
from otklik.reference.queries import places as offices
from otklik.web.api.asking import BadQuery
from otklik.web.api.endpoint import reads
from otklik.web.api.v1.places import Point
from otklik.web.api.words import Code, Cursor, Lat, Lon

Typed = Annotated[str, Meta(max_length=100)]


class Phone(Struct):
    """title: what it is for."""

    title: str
    phone: str


class Person(Struct):
    name: str
    post: str
    phone: str
    reception: str


class AuthoritiesAsked(Struct):
    q: Typed = ""
    territory: Code = ""
    cursor: Cursor = ""


class AuthorityRow(Struct):
    code: Code
    name: str
    level: str
    territory_code: str
    phone: str
    address: str


class Authorities(Struct):
    authorities: list[AuthorityRow]
    next: str | None


@reads(_("Справочник органов"), asks=AuthoritiesAsked, gives=Authorities, keeps=300)
def authorities(asked: AuthoritiesAsked) -> Authorities:
    """By name; q: a part of the name or of the head's."""
    found = bodies.listed(typed=asked.q, area=asked.territory, after=bodies.place_of(asked.cursor))
    rows = found[: bodies.LISTED]
    return Authorities(
        [
            AuthorityRow(one.code, one.name, one.level, one.territory_code, one.phone, one.address)
            for one in rows
        ],
        str(rows[-1].id) if len(found) > bodies.LISTED else None,
    )


class AuthorityCard(Struct):
    code: Code
    name: str
    level: str
    territory_code: str
    head_name: str
    head_post: str
    persons: list[Person]
    phone: str
    phones: list[Phone]
    email: str
    site: str
    address: str
    point: Point | None
    hours: str
    reception: str
    about: str
    superior: str | None
    source: str
    source_url: str
    checked_on: date | None


@reads(_("Карточка органа"), gives=AuthorityCard, keeps=300)
def authority(asked: object, code: str) -> AuthorityCard:
    """404: there is no such body, or it is closed."""
    found = bodies.card(code)
    if found is None:
        raise Http404
    office = found.office
    return AuthorityCard(
        code=found.code,
        name=found.name,
        level=found.level,
        territory_code=found.territory_code,
        head_name=found.head_name,
        head_post=found.head_post,
        persons=[Person(*parts) for parts in office.persons],
        phone=found.phone,
        phones=[Phone(*parts) for parts in office.phones],
        email=found.email,
        site=found.site,
        address=found.address,
        point=Point(lat=office.point[1], lon=office.point[0]) if office.point else None,
        hours=office.hours,
        reception=office.reception,
        about=office.about,
        superior=found.superior[0] if found.superior else None,
        source=office.trust.source,
        source_url=office.trust.url,
        checked_on=office.trust.checked_on,
    )


class PlacesAsked(Struct):
    """lat and lon together: the nearest first."""

    lat: Lat | None = None
    lon: Lon | None = None
    place_kind: Code = ""
    territory: Code = ""
    q: Typed = ""
    cursor: Cursor = ""


class Place(Struct):
    code: Code
    place_kind: str
    name: str
    address: str
    territory_code: str
    point: Point | None
    distance: int | None
    hours: str
    phones: list[Phone]
    site: str
    services: list[str]
    note: str
    source: str
    source_url: str
    checked_on: date | None


class Places(Struct):
    places: list[Place]
    next: str | None


@reads(_("МФЦ и другие места"), asks=PlacesAsked, gives=Places, keeps=300)
def places(asked: PlacesAsked) -> Places:
    """Near a point only those that have one; without a point all, by name."""
    if (asked.lat is None) != (asked.lon is None):
        raise BadQuery({"lat" if asked.lat is None else "lon": str(_("Нужны и широта, и долгота."))})
    near = (asked.lon, asked.lat) if asked.lat is not None and asked.lon is not None else None
    found = offices.listed(
        offices.Asked(
            kind=asked.place_kind,
            area=asked.territory if asked.territory.isdecimal() else "",
            typed=asked.q,
            near=near,
            after=bodies.place_of(asked.cursor),
        )
    )
    rows = found[: offices.LISTED]
    return Places([_place(row) for row in rows], str(rows[-1].id) if len(found) > offices.LISTED else None)


class ReceptionsAsked(Struct):
    authority: Code = ""
    territory: Code = ""
    cursor: Cursor = ""


class Reception(Struct):
    code: Code
    authority: str
    person: str
    post: str
    starts_at: datetime
    ends_at: datetime
    address: str
    remote: bool
    how: str
    phone: str
    sign_up: str
    territory_code: str
    cancelled: bool
    source: str
    checked_on: date | None


class Receptions(Struct):
    receptions: list[Reception]
    next: str | None
    previous: str | None


@reads(_("Приёмы граждан"), asks=ReceptionsAsked, gives=Receptions, keeps=60)
def receptions(asked: ReceptionsAsked) -> Receptions:
    """Those that have not ended."""
    found = lists.receptions(
        authority=asked.authority, area=asked.territory, cursor=asked.cursor, now=clock.now()
    )
    return Receptions([reception_row(row) for row in found.rows], found.older, found.newer)


def reception_row(row: lists.ReceptionRow) -> Reception:
    return Reception(
        row.code, row.authority, row.person, row.post, row.starts_at, row.ends_at, row.address,
        row.remote, row.how, row.phone, row.sign_up_url, row.territory_code, row.cancelled,
        row.trust.source, row.trust.checked_on,
    )  # fmt: skip


class EmergencyAsked(Struct):
    territory: Code = ""


class EmergencyNumber(Struct):
    number: str
    title: str
    about: str
    territory_code: str
    source: str
    checked_on: date | None


class EmergencyNumbers(Struct):
    numbers: list[EmergencyNumber]


@reads(_("Экстренные номера"), asks=EmergencyAsked, gives=EmergencyNumbers, keeps=300)
def emergency(asked: EmergencyAsked) -> EmergencyNumbers:
    """Of the whole region, with those of the municipality where one is named."""
    return EmergencyNumbers(
        [
            EmergencyNumber(
                one.number, one.title, one.about, one.territory_code, one.trust.source, one.trust.checked_on
            )
            for one in lists.numbers(asked.territory)
        ]
    )


def _place(row: offices.PlaceRow) -> Place:
    return Place(
        code=row.code,
        place_kind=row.kind,
        name=row.name,
        address=row.address,
        territory_code=row.territory_code,
        point=Point(lat=row.lat, lon=row.lon) if row.lat is not None and row.lon is not None else None,
        distance=row.metres,
        hours=row.hours,
        phones=[Phone(*parts) for parts in row.phones],
        site=row.site,
        services=list(row.services),
        note=row.note,
        source=row.trust.source,
        source_url=row.trust.url,
        checked_on=row.trust.checked_on,
    )
