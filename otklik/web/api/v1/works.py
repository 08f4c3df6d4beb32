"""/api/v1/works: planned works and outages, for every program; posted by those of organisations that may publish."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Meta, Struct

from otklik.kit import clock
from otklik.web.access import Action
from otklik.web.api.asking import BadQuery
from otklik.web.api.endpoint import Who, does, reads
from otklik.web.api.program import key_of
from otklik.web.api.words import Cursor, Lat, Lon, Row
from otklik.works import imports, publishers, queries

Off = Literal["light", "hot", "cold", "gas", "heat", "road", "lift", "telecom", "other"]
Area = Annotated[str, Meta(max_length=11)]
Address = Annotated[str, Meta(max_length=300)]


class Asked(Struct):
    lat: Lat | None = None
    lon: Lon | None = None
    settlement: Row | None = None
    address: Address = ""
    when: Literal["now", "soon", "past"] = "now"
    off: Off | None = None
    area: Area = ""
    cursor: Cursor = ""


class Work(Struct):
    id: int
    url: str
    off: Off
    emergency: bool
    text: str
    where: str
    performer: str
    publisher: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool


class Works(Struct):
    works: list[Work]
    next: str | None
    previous: str | None


@reads(gettext_lazy("Отключения и работы"), asks=Asked, gives=Works, keeps=30)
def listing(asked: Asked) -> Works:
    """At a place, where `lat` and `lon` or `settlement` (with an `address`) are given: what is off there or will be
    within a month, the earliest first, twenty at most. Else those of the region by `when`, twenty a page.
    """
    now = clock.now()
    if asked.lat is not None and asked.lon is not None:
        return Works([work_row(row) for row in queries.at_point(asked.lon, asked.lat, now=now)], None, None)
    if asked.settlement is not None:
        _label, rows = queries.at_address(asked.settlement, asked.address, now=now)
        return Works([work_row(row) for row in rows], None, None)
    if (asked.lat is None) != (asked.lon is None):
        raise BadQuery({"lat" if asked.lat is None else "lon": _("Нужны и широта, и долгота.")})
    found = queries.listed(
        when=asked.when, now=now, area=asked.area, kind=asked.off or "", cursor=asked.cursor
    )
    return Works([work_row(row) for row in found.rows], next=found.older, previous=found.newer)


@reads(gettext_lazy("Одни работы"), gives=Work, keeps=30)
def one(_asked: object, *, work_id: int) -> Work:
    """Also those that are over or cancelled."""
    row = queries.one(work_id)
    if row is None:
        raise Http404
    return work_row(row)


class WorkItem(Struct, omit_defaults=True):
    """Where: `settlement_name` with `addresses` (a street a line: «ул. Ленина: 1, 3, 5–9»), the municipality `area`, or
    a circle (`lat`, `lon`, `radius`). Times: ISO 8601.
    """

    external_id: Annotated[str, Meta(min_length=1, max_length=100)]
    off: str = ""
    text: str = ""
    starts_at: str = ""
    ends_at: str = ""
    emergency: bool = False
    performer: str = ""
    settlement_name: str = ""
    addresses: str = ""
    area: str = ""
    lat: Lat | None = None
    lon: Lon | None = None
    radius: float | None = None
    cancelled: bool = False
    reason: str = ""


class WorkItems(Struct):
    works: Annotated[list[WorkItem], Meta(max_length=100)]


class WrongRow(Struct):
    row: int
    field: str
    text: str


class WorksTaken(Struct):
    created: int
    updated: int
    unchanged: int
    wrong: list[WrongRow]


@does(
    gettext_lazy("Опубликовать работы и отключения"),
    takes=WorkItems,
    gives=WorksTaken,
    refuses=(401, 403, 413, 415, 422),
    action=Action.ANNOUNCE_WORKS,
    who=Who.NOBODY,
    with_request=True,
)
def publish(said: WorkItems, *, request: HttpRequest) -> WorksTaken:
    """With the key of an organisation that an administrator lets publish (`X-Api-Key`; 401 `key_wanted`, 403
    `not_publisher`). A work is known by its `external_id`: sent again it changes nothing, sent otherwise it is changed,
    with `cancelled` it is called off. Rows that are `wrong` are told by their number, the others are taken.
    """
    owner = publishers.owner_of(key_of(request))
    report = imports.import_items([_row(item) for item in said.works], owner, now=clock.now())
    names = {"id": "external_id", "kind": "off", "settlement": "settlement_name", "municipality": "area"}
    return WorksTaken(
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        wrong=[WrongRow(one.row, names.get(one.field, one.field), one.text) for one in report.errors],
    )


def _row(item: WorkItem) -> dict[str, Any]:
    """As a row of a file."""
    names = {
        "external_id": "id",
        "off": "kind",
        "settlement_name": "settlement",
        "area": "municipality",
    }
    return {names.get(name, name): value for name, value in msgspec.structs.asdict(item).items()}


def work_row(row: queries.Row) -> Work:
    return Work(
        id=row.id,
        url=settings.BASE_URL + reverse("work", args=[row.id]),
        off=row.kind,  # type: ignore[arg-type]  # a value of the table's constraint
        emergency=row.emergency,
        text=row.text,
        where=row.where,
        performer=row.performer,
        publisher=row.publisher,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        cancelled=row.cancelled,
    )
