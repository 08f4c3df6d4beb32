"""МФЦ and other places: the nearest to an address, those of a municipality, the page of one."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.kit import clock
from otklik.places import queries as places
from otklik.reference.models import Place
from otklik.reference.queries import places as offices
from otklik.reference.queries.places import Asked
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.citizen.place_form import Form
from otklik.web.reference import shown, spot
from otklik.web.reference.directory import map_of
from otklik.web.typed import whole

_TYPED_MAX: Final = 100
WALKED: Final = 5  # pages of places in search of open ones


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def listed(request: HttpRequest) -> HttpResponse:
    now, form = clock.now(), spot.read(request.GET.dict(), now=clock.now())
    typed = " ".join(request.GET.get("q", "")[:_TYPED_MAX].split())
    kind, only_open = request.GET.get("kind", ""), request.GET.get("open") == "1"
    asked = Asked(
        kind=kind if kind in Place.Kind.values else "",
        area=shown.chosen_area(request.GET.get("area", "")),
        typed=typed,
        near=_point(form, request.GET.get("near", "")),
        after=whole(request.GET.get("after", "")),
    )
    rows, following = _shown(asked, at=now, only_open=only_open)
    context = {
        "rows": rows,
        "asked": asked,
        "form": form,
        "typed": typed,
        "near": request.GET.get("near", "") if asked.near and not form.settlement_id else "",
        "only_open": "1" if only_open else "",
        "kinds": [("", _("Все виды")), *((value, str(said)) for value, said in Place.Kind.choices)],
        "areas": [("", _("Весь регион")), *shown.areas()],
        "following": _next(request, following),
        "away": shown.away,
        "tel": shown.tel,
    }
    return render(request, "reference/places.html", context)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def card(request: HttpRequest, place_code: str) -> HttpResponse:
    found = offices.place(place_code)
    if found is None:
        raise Http404
    point = (found.lon, found.lat) if found.lon is not None and found.lat is not None else None
    context = {
        "place": found,
        "area": dict(shown.areas()).get(found.territory_code, ""),
        "opening": shown.opening(found.hours, at=clock.now()),
        "picture": map_of(point),
        "tel": shown.tel,
    }
    return render(request, "reference/place.html", context)


def _point(form: Form, near: str) -> tuple[float, float] | None:
    """The house, else the settlement that was named; else `near`, a latitude and a longitude."""
    told = form.said.get("lon"), form.said.get("lat")
    if told[0] is not None and told[1] is not None:
        return told[0], told[1]
    if form.settlement_id:
        settlement = places.settlement(form.settlement_id)
        return settlement.point if settlement else None
    found = spot.numbers(near, 2)
    return (found[1], found[0]) if found else None


def _shown(
    asked: Asked, *, at: datetime, only_open: bool
) -> tuple[list[tuple[offices.PlaceRow, shown.Opening]], int | None]:
    """A page of places with whether they are open, and the last one looked at where there are more. Of those open the
    next pages are looked through too, WALKED at most.
    """
    rows: list[tuple[offices.PlaceRow, shown.Opening]] = []
    for _page in range(WALKED if only_open else 1):
        found = offices.listed(asked)
        for row in found[: offices.LISTED]:
            times = shown.opening(row.hours, at=at)
            if times.is_open or not only_open:
                rows.append((row, times))
            asked = replace(asked, after=row.id)
            if len(rows) == offices.LISTED and row is not found[-1]:
                return rows, row.id
        if len(found) <= offices.LISTED:
            return rows, None
    return rows, asked.after


def _next(request: HttpRequest, after: int | None) -> str:
    if after is None:
        return ""
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    return f"?{urlencode({**kept, 'after': after})}"
