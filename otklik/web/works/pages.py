"""«Отключения и работы» for everybody: the list, an address, a page of one."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from markupsafe import Markup

from otklik.appeals.queries import maps, names
from otklik.kit import clock
from otklik.places import staticmap
from otklik.stats.queries.borders import WIDTH, outlines
from otklik.stats.queries.span import span
from otklik.web import settlements
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.parts.chart_map.part import Area, chart_map
from otklik.web.parts.tabs.part import Tab
from otklik.web.statistics import words
from otklik.web.works import shown
from otklik.works import queries
from otklik.works.models import Work

_TABS: Final = {
    "now": gettext_lazy("Сейчас"),
    "soon": gettext_lazy("Скоро"),
    "past": gettext_lazy("Прошедшие"),
}
ADDRESS_MAX: Final = 300  # characters


@public_page
@require_safe
@may(Action.READ_PUBLIC)
def listing(request: HttpRequest) -> HttpResponse:
    """The region's works by tab, municipality and kind; with an address in the form, what is off there."""
    now, read = clock.now(), request.GET.get
    when = read("when", "") if read("when", "") in _TABS else "now"
    area = read("area", "") if read("area", "") in names.areas() else ""
    kind = read("kind", "") if read("kind", "") in Work.Kind else ""
    said = {"when": when, "area": area, "kind": kind}
    found = queries.listed(when=when, now=now, area=area, kind=kind, cursor=read("from", ""))
    context = {
        "tabs_shown": [
            Tab(url=_address({**said, "when": name}), label=str(label), current=name == when)
            for name, label in _TABS.items()
        ],
        "said": said,
        "rows": shown.lines(found.rows, now=now),
        "newer": _paged(said, found.newer),
        "older": _paged(said, found.older),
        "kinds": [("", _("Всё")), *shown.kinds()],
        "areas": [("", _("Вся область")), *names.known()["area"].offered()],
        "picture": _picture(now, kind) if when == "now" and not area and not read("from") else "",
        **_at_address(request),
    }
    return render(request, "works/list.html", context)


@public_page
@require_safe
@may(Action.READ_PUBLIC)
def one(request: HttpRequest, work_id: int) -> HttpResponse:
    now, row = clock.now(), queries.one(work_id)
    if row is None:
        raise Http404
    areas = names.areas()
    context = {
        "line": shown.line(row, now=now),
        "row": row,
        "areas": [areas[code] for code in row.area_codes if code in areas],
        "entries": [shown.entry(step) for step in queries.journal(work_id)],
        "over": row.is_over(now),
    }
    return render(request, "works/one.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def picture(request: HttpRequest, work_id: int) -> HttpResponse:
    """A small map with a pin in the middle of the work, and its area where it has one."""
    row = queries.one(work_id)
    if row is None or row.point is None:
        raise Http404
    made = maps.of_place(staticmap.View(*row.point, zoom=15), *row.point, rings=queries.rings(work_id))
    return HttpResponse(made, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})


def _at_address(request: HttpRequest) -> dict[str, Any]:
    """What is off at the address of the form; nothing is asked where none was typed."""
    address = " ".join(request.GET.get("address", "")[:ADDRESS_MAX].split())
    if "settlement" not in request.GET:
        return {
            "asked": False,
            "picked": settlements.Picked("", None),
            "address": "",
            "there": [],
            "label": "",
        }
    now, picked = clock.now(), settlements.pick(request.GET)
    label, rows = queries.at_address(picked.row.id, address, now=now) if picked.row else ("", [])
    there = shown.lines(rows, now=now)
    return {"asked": True, "picked": picked, "address": address, "there": there, "label": label}


def _picture(now: Any, kind: str) -> Markup | str:
    """Municipalities painted by how many works are on there; "" where there are none."""
    counted = queries.by_area(now=now, kind=kind)
    if not counted:
        return ""
    today = timezone.localdate(now)
    drawn = outlines(span(today).borders, today=today)
    painted = [
        Area(
            outline.path,
            outline.title,
            _address({"when": "now", "area": outline.code, "kind": kind}),
            float(n) if (n := counted.get(outline.code, 0)) else None,
            _("Сейчас работ: %(n)s") % {"n": words.count(n)},
        )
        for outline in drawn.areas
    ]
    title = _("Сколько работ и отключений идёт в каждом муниципалитете")
    return chart_map(title, painted, width=WIDTH, height=drawn.height, said=lambda n: words.count(int(n)))


def _address(said: dict[str, str], **more: str) -> str:
    kept = {name: value for name, value in {**said, **more}.items() if value and value != "now"}
    return reverse("works") + (f"?{urlencode(kept)}" if kept else "")


def _paged(said: dict[str, str], cursor: str | None) -> str | None:
    return _address(said, **{"from": cursor}) if cursor else None
