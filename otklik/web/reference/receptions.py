"""The calendar of receptions: who receives when and where, and the same as a file for calendars."""

from collections.abc import Iterable
from datetime import UTC
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.authorities import queries as authorities
from otklik.kit import clock
from otklik.reference.queries import lists
from otklik.reference.queries.lists import ReceptionRow
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.reference import shown


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def listed(request: HttpRequest) -> HttpResponse:
    bodies = authorities.every()
    area, authority = shown.chosen_area(request.GET.get("area", "")), request.GET.get("authority", "")
    authority = authority if authority in dict(bodies) else ""
    found = lists.receptions(
        authority=authority, area=area, cursor=request.GET.get("cursor", ""), now=clock.now()
    )
    narrowed = {name: said for name, said in (("area", area), ("authority", authority)) if said}

    def page_of(cursor: str | None) -> str | None:
        return f"?{urlencode({**narrowed, 'cursor': cursor})}" if cursor else None

    context = {
        "days": [(day, list(rows)) for day, rows in groupby(found.rows, key=_day)],
        "area": area,
        "authority": authority,
        "areas": [("", _("Весь регион")), *shown.areas()],
        "bodies": [("", _("Все органы")), *bodies],
        "newer": page_of(found.newer),
        "older": page_of(found.older),
        "file": f"{reverse('reference-receptions-file')}?{urlencode(narrowed)}".rstrip("?"),
        "tel": shown.tel,
    }
    return render(request, "reference/receptions.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def file(request: HttpRequest) -> HttpResponse:
    """Every coming reception of the same choice."""
    area, authority = shown.chosen_area(request.GET.get("area", "")), request.GET.get("authority", "")[:64]
    return _file("receptions.ics", lists.calendar(authority=authority, area=area, now=clock.now()))


@require_safe
@may(Action.READ_PUBLIC)
def one(request: HttpRequest, reception_code: str) -> HttpResponse:
    found = lists.reception(reception_code)
    if found is None:
        raise Http404
    return _file(f"{found.code}.ics", [found])


def _day(row: ReceptionRow) -> object:
    return timezone.localdate(row.starts_at)


def _file(name: str, rows: Iterable[ReceptionRow]) -> HttpResponse:
    from icalendar import Calendar  # type: ignore[import-untyped]  # memory that only these readers need

    made = Calendar()
    made.add("prodid", "-//otklik//receptions//RU")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for row in rows:
        made.add_component(_event(row))
    return HttpResponse(
        made.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "public, max-age=300",
        },
    )


def _event(row: ReceptionRow) -> Any:
    from icalendar import Event

    told = (row.post, row.how, row.phone, row.sign_up_url)
    event = Event()
    event.add("uid", f"{row.code}@{settings.BASE_URL.partition('://')[2]}")
    event.add("dtstamp", row.starts_at.astimezone(UTC))  # the same file until something changes
    event.add("dtstart", row.starts_at.astimezone(UTC))
    event.add("dtend", row.ends_at.astimezone(UTC))
    event.add(
        "summary", _("Приём граждан: %(person)s, %(body)s") % {"person": row.person, "body": row.authority}
    )
    event.add("location", _("по видеосвязи или телефону") if row.remote else row.address)
    event.add("description", "\n".join(part for part in told if part))
    event.add("status", "CANCELLED" if row.cancelled else "CONFIRMED")
    return event
