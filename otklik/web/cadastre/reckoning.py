"""The land tax and the comparison with the average: everything is in the address, nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from otklik.cadastre import contest, figures, tax, typed
from otklik.cadastre.models import Use
from otklik.cadastre.tax import Bill, Fig, Plot, Rules, What
from otklik.classifier import cadastral
from otklik.terms import calendar
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.cadastre import shared, words
from otklik.web.days import asked
from otklik.web.parts.chart.part import Chart, Table, chart
from otklik.web.parts.chart_bars.part import chart_bars
from otklik.web.sheet import sheet
from otklik.web.typed import whole

YEARS: Final = 4  # to choose from: this one and those before


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the reckoning as the page shows it."""

    words: str
    formula: str
    amount: str
    figure: Fig | None


@dataclass(frozen=True, slots=True)
class Reckoned:
    bill: Bill
    rate: Fig
    dear: Fig | None  # the limit that the plot is dearer than
    pay_by: date
    pay: Fig
    year: int


@require_safe
@may(Action.READ_PUBLIC)
def tax_page(request: HttpRequest) -> HttpResponse:
    said = shared.typed(request.GET)
    context: dict[str, Any] = {"errors": {}, "found": None}
    if shared.pressed(request.GET, "value", "area", "use"):
        found, errors = reckon(said)
        context["errors"] = errors
        if found:
            plot, reckoned = found
            context |= {
                "found": reckoned,
                "lines": _lines(plot, reckoned),
                "place": shared.place_name(said["place"]),
            }
    years = shared.today().year
    context["years"] = [(str(year), str(year)) for year in range(years, years - YEARS, -1)]
    on = date(context["found"].year if context["found"] else years, 1, 1)
    context["norms"] = {
        code: figures.in_force(on).get(("norm", "", code))
        for code in ("deduction_m2", "growth_percent", "month_day")
    }
    context |= shared.frame(said)
    return render(request, "cadastre/tax.html", context, status=400 if context["errors"] else 200)


def reckon(said: Mapping[str, str]) -> tuple[tuple[Plot, Reckoned] | None, dict[str, str]]:
    """What is typed as a bill by the figures of 1 January of its year; or what is wrong, by the name of the field."""
    plot, errors = typed.plot(said)
    typed.use(said.get("use", ""), errors)
    year, this = whole(said.get("year", "")), shared.today().year
    year = this if year is None else year
    if not this - YEARS < year <= this:
        errors["year"] = _("Выберите год из списка.")
    if said.get("place") and said["place"] not in dict(shared.places()):
        errors["place"] = _("Выберите округ из списка.")
    if plot is None or errors:
        return None, errors
    on = date(year, 1, 1)
    rate = figures.rate(said.get("place", ""), said["use"], plot.value, on=on)
    rules = Rules(rate, figures.norm("deduction_m2", on=on), figures.norm("growth_percent", on=on))
    pay = figures.norm("pay_month", on=on)
    last = contest.pay_by(
        year, int(pay.value), int(figures.norm("pay_day", on=on).value), is_working=calendar.is_working
    )
    dear = figures.norm("dear_above", on=on) if figures.is_dear(said["use"], plot.value, on=on) else None
    return (plot, Reckoned(tax.bill(plot, rules), rate, dear, last, pay, year)), errors


def _lines(plot: Plot, found: Reckoned) -> list[Line]:
    first = Line(
        _("Кадастровая стоимость на 1 января %(year)s") % {"year": found.year},
        "",
        words.rubles(plot.value),
        None,
    )
    return [first, *(_line(step, plot) for step in found.bill.steps)]


def _line(step: tax.Step, plot: Plot) -> Line:
    value = words.plain(step.figure.value) if step.figure else ""
    said = {
        What.DEDUCTION: (
            _("Вычет: стоимость %(n)s м² не облагается") % {"n": value},
            f"× (1 − min({value}; {words.plain(plot.area)}) / {words.plain(plot.area)})",
        ),
        What.RATE: (_("Ставка за год"), f"× {value} %"),
        What.SHARE: (_("Ваша доля"), f"× {plot.share}"),
        What.MONTHS: (_("Месяцев владения"), f"× {plot.months} / {tax.MONTHS}"),
        What.GROWTH: (
            _("Не больше прошлогоднего налога плюс %(n)s %%") % {"n": value},
            f"≤ {words.rubles(plot.last_year or Decimal(0))} × {_grown(step)}",
        ),
        What.ROUNDED: (_("Итого, до целых рублей"), ""),
    }[step.what]
    return Line(*said, words.rubles(step.amount), step.figure)


def _grown(step: tax.Step) -> str:
    return words.plain(1 + (step.figure.value if step.figure else Decimal(0)) / 100)


@dataclass(frozen=True, slots=True)
class Compared:
    per_m2: Decimal
    average: Fig | None  # of the municipality
    quarter: Fig | None  # of the quarter, where the number is told
    said: str  # «в 1,8 раза выше среднего»
    ratio: Decimal | None


@require_safe
@may(Action.READ_PUBLIC)
def compare_page(request: HttpRequest) -> HttpResponse:
    said = shared.typed(request.GET)
    context: dict[str, Any] = {"errors": {}, "found": None}
    if shared.pressed(request.GET, "value", "area", "use", "place"):
        found, errors = compare(said)
        context["errors"] = errors
        if found:
            place = shared.place_name(said["place"])
            context |= {"found": found, "place": place, "chart": _chart(found, place)}
    context |= shared.frame(said)
    return render(request, "cadastre/compare.html", context, status=400 if context["errors"] else 200)


def compare(said: Mapping[str, str]) -> tuple[Compared | None, dict[str, str]]:
    errors: dict[str, str] = {}
    value, area = typed.both(said, errors)
    use = typed.use(said.get("use", ""), errors)
    if said.get("place", "") not in dict(shared.places()):
        errors["place"] = _("Выберите округ из списка.")
    quarter = _quarter(said.get("number", ""), errors)
    if errors or value is None or area is None:
        return None, errors
    on = shared.today()
    per_m2 = round(value / area, 2)
    average = figures.average(said["place"], use, on=on)
    nearer = figures.averages_of_quarter(quarter, on=on).get(use) if quarter else None
    ratio = value / area / average.value if average else None
    return Compared(per_m2, average, nearer, words.beside(ratio) if ratio else "", ratio), errors


def _quarter(number: str, errors: dict[str, str]) -> str:
    if not number:
        return ""
    try:
        return cadastral.read(number, plot_needed=False).quarter
    except cadastral.BadNumber as bad:
        errors["number"] = str(bad)
        return ""


def _chart(found: Compared, place: str) -> Markup | None:
    if found.average is None:
        return None
    rows = [(_("Ваш участок"), found.per_m2), (place, found.average.value)]
    if found.quarter:
        rows.append((_("Кадастровый квартал"), found.quarter.value))
    bars = [(name, float(value), words.rubles(value)) for name, value in rows]
    caption = _("Кадастровая стоимость одного квадратного метра")
    text = "; ".join(f"{name}: {said}" for name, _value, said in bars)
    table = Table([_("Где"), _("₽ за м²")], [[name, said] for name, _value, said in bars])
    return chart(
        Chart("per-m2", _("Ваш участок: %(said)s по округу") % {"said": found.said}, caption,
              chart_bars(caption, text, bars), table, "")
    )  # fmt: skip


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def averages_page(request: HttpRequest) -> HttpResponse:
    """Of every municipality on a day, each with its source."""
    errors: dict[str, str] = {}
    on = asked(request.GET, errors, "on") or shared.today()
    context = {
        **shared.frame(shared.typed({})),
        "rows": _averages(on),
        "columns": list(Use.choices),
        "on": on,
        "error": errors.get("on", ""),
    }
    return render(request, "cadastre/averages.html", context, status=400 if errors else 200)


@require_safe
@may(Action.READ_PUBLIC)
def averages_file(request: HttpRequest) -> HttpResponse:
    """404: that is no day."""
    errors: dict[str, str] = {}
    on = asked(request.GET, errors, "on") or shared.today()
    if errors:
        raise Http404
    head = [_("Код ОКТМО"), _("Округ"), _("Использование"), _("₽ за м²"), _("Действует с"), _("Документ")]
    lines = [
        [code, name, str(Use(use).label), f"{one.value:.2f}", str(one.valid_from or ""), one.source]
        for code, name, cells in _averages(on)
        for use, one in cells.items()
    ]
    return sheet("averages.csv", [head, *lines])


def _averages(on: date) -> list[tuple[str, str, dict[str, Fig]]]:
    """(OKTMO, name, use → figure) of those that some table has."""
    there = figures.in_force(on)
    rows = [
        (code, name, {use: fig for use in Use.values if (fig := there.get(("average", code, use)))})
        for code, name in shared.places()
    ]
    return [row for row in rows if row[2]]
