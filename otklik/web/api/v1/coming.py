"""GET /api/v1/coming: works and receptions of a municipality, for phones that will be without a network."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.kit import clock
from otklik.reference.queries import lists
from otklik.web.api.endpoint import reads
from otklik.web.api.v1.reference import Reception, reception_row
from otklik.web.api.v1.works import Work, work_row
from otklik.works import coming as works

_RECEPTIONS = 100


class Asked(Struct):
    territory: Annotated[str, Meta(max_length=11)] = ""


class WorkPlace(Struct):
    """settlement null: the whole municipality; street empty: the whole settlement; no houses: the whole street."""

    settlement: int | None
    street: str
    houses: list[str]


class ComingWork(Work):
    """shape: polygons of rings of [lon, lat], where the work was drawn on the map."""

    work_places: list[WorkPlace]
    shape: list[list[list[tuple[float, float]]]]


class Coming(Struct):
    works: list[ComingWork]
    receptions: list[Reception]


@reads(_("Что предстоит: работы с адресами и приёмы граждан"), asks=Asked, gives=Coming, keeps=60)
def coming(asked: Asked) -> Coming:
    """What is on or begins within a month, the earliest first, a hundred of each at most: an app keeps it for when
    there is no network. Of the whole region where no municipality is named, then without the places of works.
    """
    now = clock.now()
    found = works.coming(asked.territory, now=now)
    receptions = lists.calendar(area=asked.territory, now=now)[:_RECEPTIONS]
    return Coming([_work(one) for one in found], [reception_row(row) for row in receptions])


def _work(one: works.Coming) -> ComingWork:
    shown = work_row(one.row)
    return ComingWork(
        **{name: getattr(shown, name) for name in shown.__struct_fields__},
        work_places=[WorkPlace(place.settlement_id, place.street, place.houses) for place in one.places],
        shape=one.area,
    )
