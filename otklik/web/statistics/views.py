"""Figures for everybody: the whole region, one authority, and each chart as a file."""

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from otklik.appeals.queries import names
from otklik.kit import clock
from otklik.kit.kept import Kept
from otklik.stats.queries.report import Report, report
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.parts.chart.part import chart
from otklik.web.sheet import sheet
from otklik.web.statistics import cards, grids, shown
from otklik.web.statistics.asked import Asked, asked
from otklik.web.statistics.options import options


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    return _answered(request, "")


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def authority(request: HttpRequest, code: str) -> HttpResponse:
    """The same figures of one authority."""
    return _answered(request, code)


@require_safe
@may(Action.READ_PUBLIC)
def file(request: HttpRequest, chart: str) -> HttpResponse:
    """The numbers of one chart of the same question, as CSV that spreadsheets open."""
    if chart not in grids.CODES:
        raise Http404
    today = timezone.localdate(clock.now())
    question = asked(request.GET.dict(), today=today)
    found = _report(question, today)
    table = grids.grid(chart, found, step=question.period.step)
    return sheet(f"{chart}.csv", grids.lines(table) if table else [])


def _answered(request: HttpRequest, code: str) -> HttpResponse:
    """code: of the authority that the page is about; "" the whole region. 404: there is no such authority."""
    today = timezone.localdate(clock.now())
    body = names.authorities().by_code.get(code)
    if code and body is None:
        raise Http404
    told = request.GET.dict() | ({"authority": code} if code else {})
    question = asked(told, today=today)
    context = {
        **_figures(question.query(), today, translation.get_language()),
        "authority": body,
        "values": question.values,
        "options": options(question),
        "compares": True,
        "dropped": question.dropped,
        "rows": f"{reverse('statistics-appeals')}?{question.query()}".rstrip("?"),
        "running": question.period.runs(today),
    }
    return render(request, "statistics/page.html", context)


def _drawn(query: str, today: date, language: str) -> dict[str, Any]:
    """What is dear: figures and charts, ready to be shown. The same for every reader."""
    question = asked(QueryDict(query).dict(), today=today)
    found = _report(question, today)
    return {
        "cards": cards.cards(found, question, today=today),
        "charts": [chart(one) for one in shown.charts(found, question, today=today)],
        "waiting": found.overdue.waiting,
        "at": timezone.localtime(clock.now()),
    }


def _report(question: Asked, today: date) -> Report:
    medians = question.values["map"] == grids.MEDIAN
    return report(question.scope, question.period, question.other, today=today, area_days=medians)


# Seconds; the page says of which moment its figures are. Pages are large: some tens of them are kept.
_figures: Final = Kept(_drawn, 2, most=50)
