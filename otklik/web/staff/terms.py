"""Rules of terms: what holds, a new one tried on an example before it is saved, open terms computed anew by hand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from otklik.appeals import labels, reckoning
from otklik.appeals.lifecycle import Kind
from otklik.appeals.models import Appeal
from otklik.classifier import queries as classifier
from otklik.kit import clock
from otklik.terms import calendar, decisions
from otklik.terms.models import TermRule
from otklik.web.access import Action, PersonRequest, may

UNITS: Final = {
    TermRule.Unit.WORKING.value: gettext_lazy("рабочие"),
    TermRule.Unit.CALENDAR.value: gettext_lazy("календарные"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as people read it."""

    subject: str
    kind: str
    regime: str
    valid_from: date
    moderation: str  # "" where the rule does not say it
    sending: str
    answer: str
    extension: str
    nothing: bool  # says nothing: an earlier one is taken back
    by: str
    at: datetime
    in_force: bool
    future: bool


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    """GET shows the rules and, with a rule in the address, what it would do; POST saves it."""
    said = request.POST if request.method == "POST" else request.GET
    today = timezone.localdate(clock.now())
    if "valid_from" not in said:
        return _page(request, today)
    try:
        rule = decisions.read(said.dict(), today=today)
        if request.method == "POST":
            added = decisions.add(rule, by=request.user, now=clock.now())
            messages.success(request, _("Правило сохранено.") if added else _("Такое правило уже действует."))
            return redirect("staff:term-rules")
        return _page(request, today, said=said, tried=decisions.try_out(rule))
    except decisions.BadRule as wrong:
        return _page(request, today, said=said, errors={wrong.field: wrong.text})


@require_POST
@may(Action.ADMINISTER)
def reckon(request: PersonRequest) -> HttpResponse:
    reckoning.begin(by=request.user, reason=request.POST.get("reason", ""), now=clock.now())
    messages.success(
        request, _("Пересчёт начат: он займёт несколько минут. Каждая перемена попадёт в журнал обращения.")
    )
    return redirect("staff:term-rules")


def _page(request: PersonRequest, today: date, **asked: Any) -> HttpResponse:
    """asked: `said`, what was typed; `tried`, what it would do; `errors` of the form."""
    rows = decisions.listed()
    counting = decisions.in_force(rows, today=today)
    lines = [_line(row, row.pk in counting, today) for row in rows]
    tried = asked.get("tried")
    context: dict[str, Any] = {
        "here": "term-rules",
        "in_force": [line for line in lines if line.in_force],
        "earlier": [line for line in lines if not line.in_force],
        "subjects": _subjects(),
        "kinds": [("", _("любой")), *((kind.value, str(words)) for kind, words in labels.KIND.items())],
        "regimes": [("", _("любой")), *Appeal.Regime.choices],
        "units": [(key, str(words)) for key, words in UNITS.items()],
        "said": {"valid_from": today.isoformat(), "unit": "working"},
        "tried": None,
        "errors": {},
        "bounds": decisions.BOUNDS,
        "warnings": calendar.warnings(today),
        **asked,
        "compared": _compared(tried) if tried else [],
    }
    return render(request, "staff/terms.html", context, status=422 if context["errors"] else 200)


def _subjects() -> list[tuple[str, str]]:
    """Everything, each category, each topic with its category before it."""
    found = {row.code: row for kind in Kind for row in classifier.categories(kind.value)}
    topics = {
        f"topic:{topic.code}": f"{row.title}: {topic.title}"
        for kind in Kind
        for row in classifier.categories(kind.value)
        for topic in row.topics
    }
    categories = [
        (f"category:{row.code}", _("%(name)s: вся категория") % {"name": row.title}) for row in found.values()
    ]
    return [("", _("Любая тема")), *categories, *topics.items()]


def _compared(tried: decisions.Tried) -> list[tuple[str, str, str]]:
    """(what, now, by the rule) of each term."""
    was, then = tried.now, tried.then
    begin = timezone.localtime(clock.now()).replace(
        year=tried.day.year, month=tried.day.month, day=tried.day.day, hour=9, minute=0
    )

    def by_hour(hours: int) -> str:
        return f"{timezone.localtime(begin + timedelta(hours=hours)):%d.%m.%Y %H:%M}"

    def by_day(day: date | None) -> str:
        return f"{day:%d.%m.%Y}" if day else _("без срока")

    return [
        (_("Модерация до"), by_hour(was.moderate_hours), by_hour(then.moderate_hours)),
        (_("Регистрация в органе, часов от публикации"), str(was.send_hours), str(then.send_hours)),
        (_("Ответ до"), by_day(was.answer_by), by_day(then.answer_by)),
        (
            _("Продлить можно не больше чем на"),
            _days(was.extension_days, was.in_working_days),
            _days(then.extension_days, then.in_working_days),
        ),
    ]


def _line(rule: TermRule, in_force: bool, today: date) -> Line:
    working = rule.unit == TermRule.Unit.WORKING
    subject = rule.topic.title if rule.topic else rule.category.title if rule.category else _("Любая тема")
    return Line(
        subject=subject,
        kind=str(labels.KIND[Kind(rule.kind)]) if rule.kind else _("любой вид"),
        regime=str(Appeal.Regime(rule.regime).label) if rule.regime else "",
        valid_from=rule.valid_from,
        moderation=_hours(rule.moderation_hours),
        sending=_hours(rule.send_hours),
        answer="" if rule.answer_days is None else _days(rule.answer_days, working),
        extension="" if rule.extension_days is None else _days(rule.extension_days, working),
        nothing=all(getattr(rule, name) is None for name in decisions.BOUNDS),
        by=rule.by.name if rule.by else "",
        at=rule.at,
        in_force=in_force,
        future=rule.valid_from > today,
    )


def _hours(count: int | None) -> str:
    return "" if count is None else _("%(n)s ч") % {"n": count}


def _days(count: int, working: bool) -> str:
    return (_("%(n)s раб. дн.") if working else _("%(n)s кал. дн.")) % {"n": count}
