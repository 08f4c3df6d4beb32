"""What the address of a page of statistics asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from otklik.appeals.lifecycle import Kind
from otklik.appeals.queries import names
from otklik.appeals.queries.filters import ALL, Filter
from otklik.kit.errors import Refusal
from otklik.stats import periods
from otklik.stats.periods import Period
from otklik.stats.queries.span import span
from otklik.stats.queries.sql import FILTERS, Scope
from otklik.web.statistics.painted import MEASURES

PERIODS: Final = ("12", "month", "quarter", "year", "all", "own")
COMPARED: Final = ("year", "before", "none")
MAPS: Final = tuple(MEASURES)
FIRST: Final = date(1990, 1, 1)  # of an own period


class BadQuestion(Refusal):
    code: ClassVar[str] = "bad_question"
    status: ClassVar[int] = 400


@dataclass(frozen=True, slots=True)
class Asked:
    scope: Scope
    period: Period
    other: Period | None
    values: dict[str, str]  # of the form, as chosen
    dropped: bool  # a third filter: two are counted at once at most

    def query(self, **changed: str) -> str:
        """For addresses: what differs from the usual; "" takes a part away."""
        usual = {"period": PERIODS[0], "compare": COMPARED[0], "map": MAPS[0]}
        said = {**self.values, **changed}
        if said["period"] != "own":
            said |= {"from": "", "to": ""}
        return urlencode({key: value for key, value in said.items() if value and value != usual.get(key)})


def asked(told: Mapping[str, str], *, today: date) -> Asked:
    """Raises BadQuestion: a period, a date or a code that there is not."""
    values = {
        "period": _one_of(told, "period", PERIODS),
        "compare": _one_of(told, "compare", COMPARED),
        "map": _one_of(told, "map", MAPS),
        "kind": _one_of(told, "kind", ("", *Kind)),
        **{dim: told.get(dim, "") for dim in FILTERS},
    }
    filters, dropped = _filters(values)
    period = _period(values["period"], told, today)
    values |= {"from": period.first.isoformat(), "to": periods.later(period.until, -1).isoformat()}
    return Asked(Scope(values["kind"], filters), period, _other(values["compare"], period), values, dropped)


def filtered(question: Asked) -> Filter:
    """The appeals of the question as the lists know them: those that were published in the period."""
    values, last = question.values, date.fromordinal(question.period.until.toordinal() - 1)
    return Filter(
        tab=ALL,
        kind=values["kind"],
        category=values["category"],
        topic=values["topic"],
        area=values["area"],
        authority=values["authority"],
        since=question.period.first,
        until=last,
    )


def _one_of(told: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = told.get(name) or known[0]
    if value not in known:
        raise no_such(name, value)
    return value


def no_such(name: str, value: str) -> BadQuestion:
    """For an address that names what there is not to choose."""
    return BadQuestion(_("Такого выбора нет: %(name)s=%(value)s.") % {"name": name, "value": value[:40]})


def _filters(values: dict[str, str]) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Keys of the sums; two at most. What falls out is taken out of `values` too."""
    found = {}
    for dim in FILTERS:
        if code := values[dim]:
            name = names.known()[dim].by_code.get(code)
            if name is None:
                raise no_such(dim, code)
            found[dim] = name
    if "topic" in found:  # says its category; one of another category is passed over
        if "category" in found and found["topic"].category != found["category"].id:
            values["topic"] = ""
            del found["topic"]
        else:
            values["category"] = names.category(found["topic"].category).code
            found.pop("category", None)
    kept = list(found.items())[:2]
    for dim in list(found)[2:]:
        values[dim] = ""
    return tuple((dim, name.key) for dim, name in kept), len(found) > 2


def _period(name: str, told: Mapping[str, str], today: date) -> Period:
    since = span(today).since
    if name != "own":
        return periods.named(name, today=today, since=since)
    usual = periods.named("12", today=today, since=since)
    first = _month(told.get("from", ""), usual.first)
    last = _month(told.get("to", ""), periods.later(usual.until, -1))
    if first > last:
        raise BadQuestion(_("Начало периода позже его конца."))
    ends = (min(max(month, FIRST), today.replace(day=1)) for month in (first, last))
    first, last = ends
    return Period(first, periods.later(last, 1))


def _month(typed: str, otherwise: date) -> date:
    """First day of the month: 2026-03 or 2026-03-15."""
    if not typed:
        return otherwise
    try:
        return date.fromisoformat(f"{typed}-01" if len(typed) == 7 else typed).replace(day=1)
    except ValueError as e:
        raise BadQuestion(_("Не похоже на дату: «%(typed)s».") % {"typed": typed[:40]}) from e


def _other(compare: str, period: Period) -> Period | None:
    if period.ever or compare == "none":
        return None
    return periods.year_ago(period) if compare == "year" else periods.before(period)
