"""The questions of each year at the desk of administrators."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from otklik.appeals.queries import names
from otklik.assessment import surveys, telling
from otklik.assessment.models import QUESTIONS
from otklik.assessment.surveys import Answered, BadSurvey, SurveyForm, Wanted
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.days import BadDay, day


@require_safe
@never_cache
@may(Action.ADMINISTER)
def listing(request: PersonRequest) -> HttpResponse:
    rows = surveys.listed()
    this = timezone.localdate(clock.now()).year
    known = {row.year for row in rows}
    told = {year: people for year, (people, _done) in telling.told().items()}
    context = {
        "here": "surveys",
        "rows": rows,
        "told": told,
        "years": [y for y in (this, this + 1) if y not in known],
    }
    return render(request, "assessment/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(Action.ADMINISTER)
def edit(request: PersonRequest, year: int) -> HttpResponse:
    """The survey of a year; one that is not there yet begins with the questions of the last. What was typed stays."""
    if year not in range(*surveys.YEARS):
        raise Http404
    kept = surveys.form(year)
    if request.method != "POST":
        return _page(request, year, kept or surveys.begun(year), is_new=kept is None)
    try:
        opens_on, closes_on = _day(request.POST, "opens_on"), _day(request.POST, "closes_on")
        rows = kept.questions if kept and kept.is_answered else _rows(request.POST)
        surveys.save(
            year=year, opens_on=opens_on, closes_on=closes_on, rows=rows, by=request.user, now=clock.now()
        )
    except (BadSurvey, Answered) as wrong:
        errors = dict(wrong.fields) if isinstance(wrong, BadSurvey) else {"": wrong.text}
        return _page(
            request, year, kept or surveys.begun(year), is_new=kept is None, said=request.POST, errors=errors
        )
    messages.success(request, _("Опрос %(year)s года сохранён.") % {"year": year})
    return redirect("surveys")


def _day(said: QueryDict, name: str) -> date | None:
    try:
        return day(said.get(name, ""))
    except BadDay as wrong:
        raise BadSurvey({name: wrong.text}) from wrong


def _rows(said: QueryDict) -> list[Wanted]:
    """Lines in their order; a category that there is not stands for none."""
    known = names.categories().by_code
    return [
        Wanted(
            text=said.get(f"text-{n}", ""),
            text_en=said.get(f"text_en-{n}", ""),
            category_code=code if (code := said.get(f"category-{n}", "")) in known else "",
            code=said.get(f"code-{n}", "")[:32],
        )
        for n in range(1, QUESTIONS + 1)
    ]


def _page(
    request: PersonRequest,
    year: int,
    found: SurveyForm,
    *,
    is_new: bool,
    said: QueryDict | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    frozen = found.is_answered
    rows = [*found.questions, *[Wanted("")] * (0 if frozen else QUESTIONS - len(found.questions))]
    if said is not None and not frozen:
        rows = _rows(said)
    days: dict[str, Any] = {"opens_on": found.opens_on.isoformat(), "closes_on": found.closes_on.isoformat()}
    if said is not None:
        days = {name: said.get(name, "") for name in days}
    context = {
        "here": "surveys",
        "year": year,
        "is_new": is_new,
        "frozen": frozen,
        "days": days,
        "rows": list(enumerate(rows, start=1)),
        "categories": [("", _("Никакие")), *names.categories().offered()],
        "category_titles": {code: row.title for code, row in names.categories().by_code.items()},
        "errors": errors or {},
        "limit": surveys.TEXT_MAX,
    }
    return render(request, "assessment/survey_edit.html", context, status=422 if errors else 200)
