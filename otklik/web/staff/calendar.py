"""The region's working days: a year on one page, a change is looked at before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from otklik.appeals.queries import terms
from otklik.kit import clock
from otklik.terms import calendar
from otklik.web.access import Action, PersonRequest, may
from otklik.web.staff import months
from otklik.web.typed import whole

AS: Final = {
    "off": gettext_lazy("Выходной"),
    "work": gettext_lazy("Рабочий"),
    "russia": gettext_lazy("Как во всей России"),
}
_WORKING: Final = {"off": False, "work": True, "russia": None}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to become of some days."""

    days: list[date]
    working: bool | None
    reason: str


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    """GET shows the year and, with days in the address, what would change; POST saves it."""
    said = request.POST if request.method == "POST" else request.GET
    today = timezone.localdate(clock.now())
    if "first" not in said:
        return _page(request, _year(said, today.year), today)
    try:
        wish = _wish(said.dict())
        if request.method == "POST":
            calendar.change(wish.days, wish.working, reason=wish.reason, by=request.user, now=clock.now())
            messages.success(request, _("Календарь изменён. Сроки, которые уже идут, остались прежними."))
            return redirect(f"{reverse('staff:calendar')}?year={wish.days[0].year}")
    except calendar.BadDays as wrong:
        return _page(request, _year(said, today.year), today, said=said, error=wrong.text)
    return _page(request, wish.days[0].year, today, said=said, wish=wish)


def _page(request: PersonRequest, year: int, today: date, **tried: Any) -> HttpResponse:
    """tried: `said`, what was typed; `wish`, the change that it means; `error`, why it means none."""
    wish: Wish | None = tried.get("wish")
    changes = calendar.difference(wish.days, wish.working) if wish else []
    shown = months.of_year(year, [changed.day for changed in changes])
    context = {
        "here": "calendar",
        "year": year,
        "years": [n for n in (year - 1, year + 1) if months.YEARS[0] <= n <= months.YEARS[1]],
        "months": shown,
        "working": sum(month.working for month in shown),
        "looks": months.LOOKS,
        "warnings": calendar.warnings(today),
        "kinds": [(key, str(words)) for key, words in AS.items()],
        "said": tried.get("said", {}),
        "wish": wish,
        "changes": changes,
        "touched": terms.running_over(changes[0].day) if changes else 0,
        "most": terms.MOST,
        "error": tried.get("error", ""),
        "decisions": calendar.decisions(year),
    }
    return render(request, "staff/calendar.html", context, status=422 if context["error"] else 200)


def _wish(said: Mapping[str, str]) -> Wish:
    """Raises BadDays."""
    first = _day(said.get("first", ""))
    last = _day(said["last"]) if said.get("last") else first
    wanted = said.get("as", "")
    if wanted not in _WORKING:
        raise calendar.BadDays(_("Выберите, какими станут эти дни."))
    return Wish(calendar.days_of(first, last), _WORKING[wanted], said.get("reason", ""))


def _day(typed: str) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError as e:
        raise calendar.BadDays(_("Дата не читается. Выберите её в календаре поля.")) from e
    if not months.YEARS[0] <= day.year <= months.YEARS[1]:
        raise calendar.BadDays(_("Этот год слишком далеко."))
    return day


def _year(said: QueryDict, otherwise: int) -> int:
    year = whole(said.get("year", ""))
    return year if year is not None and months.YEARS[0] <= year <= months.YEARS[1] else otherwise
