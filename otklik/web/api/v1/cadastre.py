"""The cadastral value of land: numbers, the tax, averages, complaints. Nothing that is asked is kept."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.appeals.queries import names
from otklik.cadastre import figures, queries
from otklik.cadastre.tax import Fig
from otklik.classifier import cadastral
from otklik.web.api.asking import BadQuery
from otklik.web.api.endpoint import reads
from otklik.web.api.words import Code
from otklik.web.cadastre import reckoning, shared

Typed = Annotated[str, Meta(max_length=60)]
QUARTERS = 100


class Figure(Struct):
    """With where it comes from; checked false: nobody has compared it with the act."""

    amount: str
    source: str
    since: date | None
    checked: bool
    url: str


class NumberAsked(Struct):
    cadastral_number: Typed


class Average(Struct):
    land_use: Code
    figure: Figure


class Number(Struct):
    cadastral_number: str
    quarter: str
    plot: str
    averages: list[Average]
    appeals_published: int
    appeals_answered: int


@reads(_("Кадастровый номер: запись и квартал"), asks=NumberAsked, gives=Number, keeps=0)
def number(asked: NumberAsked) -> Number:
    """Of a plot or a quarter, as people type it. Whether the plot exists only the state register knows."""
    try:
        found = cadastral.read(asked.cadastral_number, plot_needed=False)
    except cadastral.BadNumber as bad:
        raise BadQuery({"cadastral_number": str(bad)}) from None
    sums = queries.of_quarter(found.quarter)
    averages = figures.averages_of_quarter(found.quarter, on=shared.today())
    return Number(
        cadastral_number=str(found),
        quarter=found.quarter,
        plot=found.plot,
        averages=[Average(use, _figure(one)) for use, one in averages.items()],
        appeals_published=sum(one.n for one in sums),
        appeals_answered=sum(one.answered for one in sums),
    )


class TaxAsked(Struct):
    cadastral_value: Typed
    plot_area: Typed
    land_use: Code
    territory: Code | None = None
    tax_year: Typed | None = None
    share: Typed | None = None
    months: Typed | None = None
    privileged: bool = False
    last_year: Typed | None = None


class TaxStep(Struct):
    step: str
    amount: str
    figure: Figure | None


class Tax(Struct):
    tax: int
    tax_year: int
    pay_by: date
    steps: list[TaxStep]


# Name in the API → name of the page's field.
_FIELDS = {
    "cadastral_value": "value", "plot_area": "area", "land_use": "use", "territory": "place", "tax_year": "year",
    "share": "share", "months": "months", "last_year": "last_year",
}  # fmt: skip


@reads(_("Земельный налог гражданина по шагам"), asks=TaxAsked, gives=Tax, keeps=0)
def tax(asked: TaxAsked) -> Tax:
    """By the figures of 1 January of the year: of the municipality, else the highest that the law allows."""
    found, errors = reckoning.reckon(_typed(asked) | {"privileged": "1" if asked.privileged else ""})
    if found is None:
        raise _bad(errors)
    _plot, reckoned = found
    return Tax(
        tax=int(reckoned.bill.tax),
        tax_year=reckoned.year,
        pay_by=reckoned.pay_by,
        steps=[
            TaxStep(one.what.value, str(one.amount), _figure(one.figure) if one.figure else None)
            for one in reckoned.bill.steps
        ],
    )


class AveragesAsked(Struct):
    territory: Code | None = None
    land_use: Code | None = None
    day: date | None = None


class AverageOf(Struct):
    territory_code: Code
    land_use: Code
    figure: Figure


class Averages(Struct):
    averages: list[AverageOf]


@reads(
    _("Средняя кадастровая стоимость м² по муниципалитетам"), asks=AveragesAsked, gives=Averages, keeps=300
)
def averages(asked: AveragesAsked) -> Averages:
    """In force on the day; today without one."""
    there = figures.in_force(asked.day or shared.today())
    rows = [
        AverageOf(place, use, _figure(one))
        for (kind, place, use), one in sorted(there.items())
        if kind == "average" and asked.territory in (None, place) and asked.land_use in (None, use)
    ]
    return Averages(rows)


class ComplaintsAsked(Struct):
    territory: Code | None = None


class ComplaintsOf(Struct):
    """quarter empty: of the whole municipality."""

    territory_code: str
    quarter: str
    appeals_published: int
    appeals_answered: int
    appeals_solved: int
    lat: float | None
    lon: float | None


class Complaints(Struct):
    municipalities: list[ComplaintsOf]
    quarters: list[ComplaintsOf]


@reads(
    _("Обращения о стоимости земли по муниципалитетам и кварталам"),
    asks=ComplaintsAsked,
    gives=Complaints,
    keeps=60,
)
def complaints(asked: ComplaintsAsked) -> Complaints:
    """Public appeals that name a cadastral number; the quarters with most of them, at most 100."""
    area = asked.territory or ""
    if area and area not in names.areas():
        raise BadQuery({"territory": str(_("нужен код ОКТМО муниципалитета."))})
    rows = queries.by_area()
    quarters = queries.top_quarters(area=area, limit=QUARTERS)
    return Complaints([_sum(one) for one in rows if area in ("", one.area)], [_sum(one) for one in quarters])


def _sum(one: queries.Sum) -> ComplaintsOf:
    return ComplaintsOf(one.area, one.quarter, one.n, one.answered, one.solved, one.lat, one.lon)


def _figure(one: Fig) -> Figure:
    return Figure(_said(one.value), one.source, one.valid_from, one.checked, one.url)


def _said(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _typed(asked: Struct) -> dict[str, str]:
    return {field: str(getattr(asked, name) or "") for name, field in _FIELDS.items()}


def _bad(errors: dict[str, str]) -> BadQuery:
    by_field: dict[str, Any] = {field: name for name, field in _FIELDS.items()}
    return BadQuery({by_field.get(field, field): said for field, said in errors.items()})
