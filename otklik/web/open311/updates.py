"""What happened to requests: the extension `servicerequestupdates` of FixMyStreet, for reading.

Nobody posts here: what an authority does comes from its desk or by МСЭД, signed, and an author answers by a link of
their own; a program that says for somebody «it is done» has neither.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from msgspec import Meta, Struct

from otklik.appeals.lifecycle import ANSWERED
from otklik.appeals.queries import card, updates
from otklik.kit import clock
from otklik.web.api import asking
from otklik.web.citizen import path
from otklik.web.open311 import asked as asked_for
from otklik.web.open311.answers import gives, links

SIZE: Final = 1_000  # clients that know the extension ask for no second page


class Asked(Struct):
    start_date: asked_for.Moment = ""
    end_date: asked_for.Moment = ""
    service_request_id: asked_for.Listed = ""
    page_size: Annotated[int, Meta(ge=1, le=SIZE)] = SIZE
    cursor: Annotated[str, Meta(max_length=400)] = ""


class Update(Struct):
    """By the names of the extension."""

    update_id: str
    service_request_id: str
    status: Literal["open", "closed"]  # since then
    updated_datetime: datetime
    description: str
    media_url: str | None


@gives("service_request_updates", keeps=15)
def listing(request: HttpRequest) -> tuple[list[Update], dict[str, str]]:
    asked = asking.read(Asked, request.GET)
    first, last = asked_for.span(asked.start_date, asked.end_date, now=clock.now())
    numbers = asked_for.ids(asked.service_request_id)
    if asked.service_request_id and not numbers:
        return [], {}
    found = updates.page(first=first, last=last, numbers=numbers, cursor=asked.cursor, size=asked.page_size)
    return [_update(one) for one in found.updates], links(request, next=found.older, prev=found.newer)


def _update(one: updates.Update) -> Update:
    told = path.entry(one.event)
    return Update(
        update_id=str(one.id),
        service_request_id=one.number,
        status="closed" if one.state in ANSWERED | card.ENDED else "open",
        updated_datetime=told.at,
        description="\n".join(part for part in (told.title, told.detail, one.answer) if part),
        media_url=settings.BASE_URL + reverse("photo", args=[one.photo, "full"]) if one.photo else None,
    )
