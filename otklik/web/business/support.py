"""The catalogue of support for everybody, and a measure."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.appeals.queries import names
from otklik.business import content, measures
from otklik.business.measures import Asked
from otklik.business.models import Measure
from otklik.kit import clock
from otklik.web.access import Action, may
from otklik.web.business import shown
from otklik.web.caching import public_page


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks, and what in it cannot be understood: that narrows nothing."""

    asked: Asked
    typed: dict[str, str]
    errors: dict[str, str]

    def address(self, **changed: str) -> str:
        said = {name: value for name, value in {**self.typed, **changed}.items() if value}
        return reverse("measures") + (f"?{urlencode(said)}" if said else "")


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def catalogue(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    question = _question(request, today)
    found = measures.catalogue(
        question.asked, language=shown.language(), cursor=request.GET.get("cursor", "")
    )
    context: dict[str, Any] = {
        "question": question,
        "rows": [shown.card(row, today=today) for row in found.rows],
        "kinds": [("", _("Любой")), *Measure.Kind.choices],
        "sizes": [("", _("Любой")), *Measure.Size.choices],
        "areas": [("", _("Весь регион")), *names.known()["area"].offered()],
        "newer": question.address(cursor=found.newer) if found.newer else None,
        "older": question.address(cursor=found.older) if found.older else None,
    }
    answer = render(request, "business/measures.html", context)
    if request.GET:
        answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def measure(request: HttpRequest, measure_code: str) -> HttpResponse:
    """One that is over stays, and says so."""
    row = measures.one(measure_code, language=shown.language())
    if row is None:
        raise Http404
    today = timezone.localdate(clock.now())
    card = shown.card(row, today=today)
    facts = [
        *card.facts,
        (_("Размер бизнеса"), shown.sizes(row)),
        (_("Отрасль (ОКВЭД)"), shown.industries(row)),
        (_("Где"), shown.areas(row)),
    ]
    context = {"one": row, "card": card, "facts_": facts}
    return render(request, "business/measure.html", context)


def _question(request: HttpRequest, today: date) -> Question:
    said = {
        name: request.GET.get(name, "").strip()[:20] for name in ("kind", "size", "okved", "area", "until")
    }
    errors: dict[str, str] = {}
    okved, open_on = "", today
    if said["okved"]:
        try:
            okved = content.okved(said["okved"])
        except ValueError:
            errors["okved"] = _("Код ОКВЭД пишется так: 62, 62.01 или 62.01.1. Пока показаны все отрасли.")
    if said["until"]:
        try:
            open_on = max(date.fromisoformat(said["until"]), today)
        except ValueError:
            errors["until"] = _("Такого дня нет. Напишите день, месяц и год.")
    asked = Asked(
        kind=said["kind"] if said["kind"] in Measure.Kind.values else "",
        size=said["size"] if said["size"] in Measure.Size.values else "",
        okved=okved,
        area=said["area"] if said["area"] in names.areas() else "",
        open_on=open_on,
    )
    return Question(asked, said, errors)
