"""Complaints about the value of land: by municipality, by cadastral quarter, on a map. Read from kept sums."""

import math
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from otklik.appeals.queries import names
from otklik.cadastre import queries
from otklik.cadastre.queries import Sum
from otklik.kit.kept import kept
from otklik.stats.queries.borders import WIDTH, outlines
from otklik.stats.queries.span import span
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.cadastre import shared
from otklik.web.cadastre.pages import CATEGORY
from otklik.web.parts.chart.part import Chart, Table, chart
from otklik.web.parts.chart_map.part import Area, Spot, chart_map
from otklik.web.sheet import sheet
from otklik.web.statistics import words

FILE_ROWS: Final = 5_000  # quarters of the file
_RADIUS: Final = 22  # of the largest circle, units of the drawing


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    """`?area=` narrows the table of quarters to one municipality."""
    area = request.GET.get("area", "")
    area = area if area in names.areas() else ""
    rows = by_area()
    context: dict[str, Any] = {
        **shared.frame(shared.typed({})),
        "sum": queries.whole(),
        "rows": rows,
        "quarters": queries.top_quarters(area=area),
        "names": names.areas(),
        "area": area,
        "listed": listed(""),
        "chart": drawn(rows) if rows else None,
    }
    return render(request, "cadastre/statistics.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def file(request: HttpRequest) -> HttpResponse:
    """Quarters with most complaints, at most FILE_ROWS of them."""
    titles = names.areas()
    head = [_("Кадастровый квартал"), _("Код ОКТМО"), _("Округ"), _("Обращений"), _("С ответом"), _("Решено")]
    rows = quarters(FILE_ROWS)
    lines = [
        [one.quarter, one.area, titles.get(one.area, ""), str(one.n), str(one.answered), str(one.solved)]
        for one in rows
    ]
    return sheet("cadastre.csv", [head, *lines])


@kept(30)
def by_area() -> list[Sum]:
    return queries.by_area()


@kept(30)
def quarters(limit: int) -> list[Sum]:
    return queries.top_quarters(limit=limit)


def listed(area: str) -> str:
    """The public list of the appeals behind a sum."""
    asked = {"category": CATEGORY} | ({"area": area} if area else {})
    return f"{reverse('list')}?{urlencode(asked)}"


def drawn(rows: list[Sum]) -> Markup:
    """The municipalities painted by complaints, a circle for each quarter."""
    today = shared.today()
    land = outlines(span(today).borders, today=today)
    by_code = {row.area: row.n for row in rows}
    areas = [
        Area(one.path, one.title, listed(one.code), float(by_code[one.code]) if one.code in by_code else None,
             words.appeals(by_code.get(one.code, 0)))
        for one in land.areas
    ]  # fmt: skip
    spots = [
        _spot(one, land.at(one.lon, one.lat), rows) for one in quarters(queries.MARKS) if one.lon and one.lat
    ]
    caption = _("Обращения о стоимости земли по округам; круги — кадастровые кварталы")
    drawing = chart_map(
        caption, areas, width=WIDTH, height=land.height, said=lambda n: words.count(int(n)), spots=spots
    )
    titles = names.areas()
    table = Table(
        [_("Округ"), _("Обращений"), _("С ответом"), _("Решено")],
        [
            [titles.get(one.area, one.area), *map(words.count, (one.n, one.answered, one.solved))]
            for one in rows
        ],
    )
    headline = _("Чаще всего о стоимости земли пишут отсюда: %(name)s") % {
        "name": titles.get(rows[0].area, rows[0].area)
    }
    return chart(
        Chart(
            "cadastre-map", headline, caption, drawing, table, reverse("cadastre-statistics-file"), wide=True
        )
    )


def _spot(one: Sum, at: tuple[float, float], rows: list[Sum]) -> Spot:
    """Its area goes by the number of complaints."""
    most = max((row.n for row in rows), default=1)
    radius = round(4 + _RADIUS * math.sqrt(one.n / most), 1)
    return Spot(*at, min(radius, _RADIUS), f"{one.quarter}: {words.appeals(one.n)}")
