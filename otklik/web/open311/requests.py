"""Requests are appeals that everybody may read."""

from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from msgspec import Struct

from otklik.appeals import labels
from otklik.appeals.lifecycle import ANSWERED
from otklik.appeals.queries import card, requests
from otklik.kit import clock
from otklik.web.api import asking
from otklik.web.open311 import asked as asked_for
from otklik.web.open311 import filing
from otklik.web.open311.answers import gives, links


class Request(Struct):
    """By the names and in the order of the standard."""

    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str | None
    service_notice: str | None
    requested_datetime: datetime  # published: when everybody could read it
    updated_datetime: datetime
    expected_datetime: datetime | None
    address: str
    address_id: str | None
    zipcode: str | None
    lat: float | None
    long: float | None
    media_url: str | None


@gives("service_requests", keeps=15, takes=filing.take)
def listing(request: HttpRequest) -> list[Request] | tuple[list[Request], dict[str, str]]:
    asked = asking.read(asked_for.Asked, request.GET)
    if asked.service_request_id:
        return [_request(row) for row in requests.numbered(asked_for.ids(asked.service_request_id))]
    now = clock.now()
    said = asked_for.wanted(asked, now=now)
    if asked.q:
        found = requests.matching(asked.q, said, skip=asked.skip, size=asked.page_size, now=now)
    else:
        found = requests.page(
            said,
            today=timezone.localdate(now),
            cursor=asked.cursor,
            skip=asked.skip,
            size=asked.page_size,
        )
    return [_request(row) for row in found.requests], links(request, next=found.older, prev=found.newer)


@gives("service_requests", keeps=15)
def one(request: HttpRequest, number: str) -> list[Request]:
    """404 also for one that waits for a moderator or was taken off the portal."""
    found = requests.numbered(asked_for.ids(number))
    if not found:
        raise Http404
    return [_request(row) for row in found]


def _request(row: requests.Request) -> Request:
    return Request(
        service_request_id=row.number,
        status="closed" if row.state in ANSWERED | card.ENDED else "open",
        status_notes=str(labels.STATE[row.state]),
        service_name=row.topic.title,
        service_code=row.topic.code,
        description=row.text,
        agency_responsible=row.authority or None,
        service_notice=None,
        requested_datetime=row.published_at,
        updated_datetime=row.state_since,
        expected_datetime=_end_of(row.answer_by) if row.answer_by else None,
        address=row.address,
        address_id=None,
        zipcode=None,
        lat=None if row.lat is None else round(row.lat, 6),
        long=None if row.lon is None else round(row.lon, 6),
        media_url=settings.BASE_URL + reverse("photo", args=[row.photo, "full"]) if row.photo else None,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(settings.TIME_ZONE))
