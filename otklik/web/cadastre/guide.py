"""Contesting a cadastral value step by step, with the days of this very report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.cadastre import contest, figures
from otklik.cadastre.contest import Terms, Way
from otklik.cadastre.tax import Fig
from otklik.kit import clock
from otklik.terms import calendar
from otklik.web.access import Action, may
from otklik.web.cadastre import shared
from otklik.web.days import asked


@dataclass(frozen=True, slots=True)
class Guide:
    way: Way
    norms: dict[str, Fig]  # file_months, decide_days, tell_working_days: where the days come from


@require_safe
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    said = shared.typed(request.GET)
    found, errors = guide(said)
    if shared.pressed(request.GET, "valued_on") and not said["valued_on"]:
        errors.setdefault("valued_on", _("Укажите день: от него считается весь срок."))
    today = shared.today()
    context: dict[str, Any] = {
        **shared.frame(said),
        "found": found,
        "errors": errors,
        "norms": _norms(today),
        "today": today,
        "warnings": calendar.warnings(today),
    }
    return render(request, "cadastre/guide.html", context, status=400 if errors else 200)


@require_safe
@may(Action.READ_PUBLIC)
def file(request: HttpRequest) -> HttpResponse:
    """The same days for a calendar. 404: the address names no report."""
    found, errors = guide(shared.typed(request.GET))
    if found is None or errors:
        raise Http404
    return HttpResponse(
        _calendar(found.way),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="cadastre.ics"'},
    )


def guide(said: Mapping[str, str]) -> tuple[Guide | None, dict[str, str]]:
    """None: no day of a report was typed, or something is wrong."""
    errors: dict[str, str] = {}
    valued_on = asked(said, errors, "valued_on")
    today = shared.today()
    filed_on = asked(said, errors, "filed_on") or today
    if valued_on and valued_on > today:
        errors["valued_on"] = _(
            "Этот день ещё не наступил. Укажите дату, на которую отчёт определил стоимость."
        )
    elif valued_on and valued_on.year < 2000:
        errors["valued_on"] = _("Отчёты такой давности не рассматривают. Проверьте год.")
    elif valued_on and filed_on < valued_on:
        errors["filed_on"] = _("Заявление не подают раньше дня, на который сделан отчёт.")
    elif filed_on.year > today.year + 2:
        errors["filed_on"] = _("Этот день слишком далеко. Проверьте год.")
    if valued_on is None or errors:
        return None, errors
    norms = _norms(filed_on)
    terms = Terms(*(int(norms[name].value) for name in ("file_months", "decide_days", "tell_working_days")))
    return Guide(contest.way(valued_on, filed_on, terms, is_working=calendar.is_working), norms), errors


def _norms(on: date) -> dict[str, Fig]:
    return {name: figures.norm(name, on=on) for name in ("file_months", "decide_days", "tell_working_days")}


def _calendar(way: Way) -> bytes:
    """RFC 5545. Days only, nothing of the plot."""
    from icalendar import Calendar, Event  # type: ignore[import-untyped]  # memory that only these readers need

    made = Calendar()
    made.add("prodid", "-//otklik//cadastre//RU")
    made.add("version", "2.0")
    for day, words in (
        (way.file_best_by, _("Последний день подать заявление о рыночной стоимости")),
        (way.decided_by, _("Решение по заявлению о рыночной стоимости")),
        (way.told_by, _("До этого дня должны сообщить о решении")),
    ):
        event = Event()
        mark = sha256(f"{day} {words} {way.valued_on}".encode()).hexdigest()[:16]
        event.add("uid", f"{mark}@{settings.BASE_URL.partition('://')[2]}")
        event.add("dtstamp", clock.now())
        event.add("dtstart", day)
        event.add("summary", words)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())
