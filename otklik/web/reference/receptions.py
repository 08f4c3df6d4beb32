"""The calendar of receptions: who receives when and where, and the same as a file for calendars."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Final
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

_OCTETS: Final = 73  # of a line of the file, the break not counted (RFC 5545, 3.1)


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
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//otklik//receptions//RU", "METHOD:PUBLISH"]
    for row in rows:
        lines += _event(row)
    lines.append("END:VCALENDAR")
    body = "".join(f"{part}\r\n" for line in lines for part in folded(line))
    return HttpResponse(
        body.encode(),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "public, max-age=300",
        },
    )


def _event(row: ReceptionRow) -> list[str]:
    told = [row.post, row.how, row.phone, row.sign_up_url]
    where = _("по видеосвязи или телефону") if row.remote else row.address
    return [
        "BEGIN:VEVENT",
        f"UID:{row.code}@{settings.BASE_URL.split('//')[-1]}",
        f"DTSTAMP:{_moment(row.starts_at)}",  # the same file until something changes
        f"DTSTART:{_moment(row.starts_at)}",
        f"DTEND:{_moment(row.ends_at)}",
        f"SUMMARY:{escaped(_('Приём граждан: %(person)s, %(body)s') % {'person': row.person, 'body': row.authority})}",
        f"LOCATION:{escaped(where)}",
        f"DESCRIPTION:{escaped(chr(10).join(part for part in told if part))}",
        f"STATUS:{'CANCELLED' if row.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets; those after the first begin with a space, no letter is cut."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    yield piece


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
