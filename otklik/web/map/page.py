"""The page of the map: the same filters and view for the map, the list beside it, and readers without either."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from otklik.appeals import labels
from otklik.appeals.lifecycle import PUBLIC, Kind, State
from otklik.appeals.queries import names, onmap
from otklik.appeals.queries.onmap import Box
from otklik.appeals.rules import number as numbers
from otklik.kit import clock
from otklik.places import queries as places
from otklik.stats.queries import areas, inbox
from otklik.stats.queries.borders import WIDTH, outlines
from otklik.stats.queries.span import span
from otklik.web import settlements
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.headers import with_basemap
from otklik.web.map import narrow
from otklik.web.parts.chart_map.part import Area as Painted
from otklik.web.parts.chart_map.part import chart_map
from otklik.web.statistics import words

_WORLD: Final = Box(-180, -85, 180, 85)
_TOWN, _VILLAGE = 0.08, 0.02  # degrees of latitude from the middle to a side


@dataclass(frozen=True, slots=True)
class SpotRow:
    """What the list and the panel show of an appeal."""

    url: str
    number: str
    topic: str
    place: str
    at: Any
    kind: str
    state: str
    state_label: str
    tone: str
    lonlat: str


@require_safe
@with_basemap
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    asked, narrowed = narrow.box(request.GET), narrow.narrow(request.GET)
    today = timezone.localdate(clock.now())
    region = places.region(on=today)
    counted = [
        (area, f"{reverse('map')}?{_query(request, bbox=_written(Box(*area.box)))}")
        for area in areas.counted(narrowed, on=today)
    ]
    whole = Box(*region.box) if region.box else _WORLD
    context = {
        **_listed(request, asked or whole, narrowed),
        **{name: request.GET.get(name, "") for name in narrow.FILTERS},
        "options": _options(),
        "areas": counted,
        "picture": _picture(counted, today),
        "map_data": json.dumps(_for_script(region, asked, whole)),
    }
    return render(request, "map/page.html", context)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def listing(request: HttpRequest) -> HttpResponse:
    """What the map shows: ?bbox= and the filters; ?from= goes on."""
    context = _listed(request, narrow.box(request.GET) or _WORLD, narrow.narrow(request.GET))
    return render(request, "map/_list.html", context)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def card(request: HttpRequest, number: str) -> HttpResponse:
    """The panel of the point that was pressed."""
    found = onmap.one(number)
    if found is None:
        raise Http404
    return render(request, "map/_card.html", {"row": _row(found)})


@require_safe
@may(Action.READ_PUBLIC)
def go(request: HttpRequest) -> HttpResponse:
    """A settlement as typed leads to the map around it: a page for people, its box for the script."""
    wanted = settlements.pick(request.GET)
    scripted = "application/json" in request.headers.get("Accept", "")
    if wanted.row is None or wanted.row.point is None:
        trouble = wanted.trouble or _("На карте этого места нет.")
        if scripted:
            return JsonResponse({"text": trouble}, status=404)
        return render(request, "map/which.html", {"text": trouble, "options": _which(request, wanted)})
    there = _written(_about(wanted.row))
    if scripted:
        return JsonResponse({"bbox": there, "name": wanted.row.label})
    return redirect(f"{reverse('map')}?{_query(request, bbox=there)}")


def _listed(request: HttpRequest, box: Box, narrowed: onmap.Narrow) -> dict[str, Any]:
    found = inbox.in_box(box, narrowed, cursor=request.GET.get("from", ""))
    onward = _query(request, bbox=_written(box), **{"from": found.older}) if found.older else ""
    return {
        "rows": [_row(spot) for spot in found.spots],
        "total": found.total,
        "older": f"{reverse('map')}?{onward}" if onward else "",
        "older_part": f"{reverse('map-list')}?{onward}" if onward else "",
    }


def _row(spot: onmap.Spot) -> SpotRow:
    return SpotRow(
        url=reverse("appeal", args=[spot.number]),
        number=numbers.spoken(spot.number),
        topic=spot.topic,
        place=spot.address,
        at=spot.published_at,
        kind=spot.kind.value,
        state=spot.state.value,
        state_label=str(labels.STATE[spot.state]),
        tone=labels.TONE[spot.state],
        lonlat=f"{spot.lon:.6f},{spot.lat:.6f}",
    )


def _options() -> dict[str, list[tuple[str, str]]]:
    return {
        "kind": [("", _("Все виды")), *((kind.value, str(labels.KINDS[kind])) for kind in Kind)],
        "category": [("", _("Все категории")), *names.categories().offered()],
        "stage": [
            ("", _("Любая стадия")),
            *((state.value, str(labels.STATE[state])) for state in State if state in PUBLIC),
        ],
    }


def _picture(counted: Sequence[tuple[areas.Area, str]], today: date) -> Markup:
    """The municipalities painted by how many appeals they have: until the map is there, and where it can't be."""
    by_code = {area.code: (area, url) for area, url in counted}
    drawn = outlines(span(today).borders, today=today)
    shown = [(outline, *by_code[outline.code]) for outline in drawn.areas if outline.code in by_code]
    painted = [
        Painted(outline.path, outline.title, url, float(area.n), words.appeals(area.n))
        for outline, area, url in shown
    ]
    title = _("Сколько обращений в каждом муниципалитете")
    return chart_map(title, painted, width=WIDTH, height=drawn.height, said=lambda n: words.count(int(n)))


def _for_script(region: places.Region, asked: Box | None, whole: Box) -> dict[str, Any]:
    return {
        "region": _written(whole),
        "bbox": _written(asked) if asked else "",
        "tiles": reverse("tile", args=[0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}"),
        "land": reverse("tile-places", args=[0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}")
        + f"?v={region.version}",
        "list": reverse("map-list"),
        "card": reverse("map-card", args=["0"])[:-1],
        "go": reverse("map-go"),
        "basemap": settings.BASEMAP_URL,
        "attribution": settings.BASEMAP_ATTRIBUTION,
    }


def _query(request: HttpRequest, **more: str) -> str:
    kept = {name: value for name in narrow.FILTERS if (value := request.GET.get(name))}
    return urlencode({**kept, **more}, safe=",")


def _written(box: Box) -> str:
    return ",".join(
        f"{side:.5f}".rstrip("0").rstrip(".") for side in (box.west, box.south, box.east, box.north)
    )


def _about(row: places.SettlementRow) -> Box:
    lon, lat = row.point or (0.0, 0.0)
    up = _TOWN if row.name.startswith(places.CITY) else _VILLAGE
    return Box(lon - 2 * up, lat - up, lon + 2 * up, lat + up)


def _which(request: HttpRequest, wanted: settlements.Picked) -> list[tuple[str, str]]:
    """(address, label) of each place of this name."""
    return [
        (f"{reverse('map-go')}?{_query(request, settlement_choice=key, settlement=label)}", label)
        for key, label in wanted.options
    ]
