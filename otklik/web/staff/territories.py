"""Municipalities and their borders: those of a day, an upload that is looked at before it is taken."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.appeals import borders
from otklik.kit import clock
from otklik.places import difference, plans
from otklik.places import queries as places
from otklik.places.difference import WIDTH, Difference
from otklik.places.models import BorderPlan
from otklik.web.access import Action, PersonRequest, may
from otklik.web.days import asked
from otklik.web.typed import whole

_NEAR: Final = 0.35  # of the land looked at, shown around it


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the map of a difference shows."""

    box: str  # viewBox
    label: str


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    """GET: the municipalities of a day. POST: a file is uploaded; what is wrong with it stays on the page."""
    if request.method != "POST":
        return _listed(request, {})
    try:
        return redirect("staff:border-plan", _uploaded(request))
    except _Wrong as wrong:
        return _listed(request, wrong.fields)
    except plans.BadPlan as bad:
        return _listed(request, {"file": bad.text})


@require_safe
@never_cache
@may(Action.ADMINISTER)
def plan(request: PersonRequest, plan_id: int) -> HttpResponse:
    """How far the check is, then what the borders would change; ?land= is the line that the map is drawn around."""
    found = BorderPlan.objects.select_related("by").get(pk=plan_id)
    what = difference.from_json(found.report)
    context = {
        "plan": found,
        "what": what,
        "names": {row.code: row.name for row in what.rows},
        "survivors": [("", _("никто"))] + [(row.code, row.name) for row in what.rows if row.what != "gone"],
        "drawing": _drawing(what, request.GET.get("land", "")),
        "chosen": whole(request.GET.get("land", "")),
        "here": "territories",
    }
    template = "staff/_border_plan.html" if request.headers.get("HX-Request") else "staff/border_plan.html"
    return render(request, template, context)


@require_POST
@may(Action.ADMINISTER)
def take(request: PersonRequest, plan_id: int) -> HttpResponse:
    heirs = {name[5:]: request.POST.get(name, "") for name in request.POST if name.startswith("heir-")}
    borders.take(plan_id, heirs=heirs, by=request.user, now=clock.now())
    messages.success(request, _("Границы записываются. Это займёт до минуты."))
    return redirect("staff:border-plan", plan_id)


@require_POST
@may(Action.ADMINISTER)
def drop(request: PersonRequest, plan_id: int) -> HttpResponse:
    plans.drop(plan_id, by=request.user, now=clock.now())
    messages.success(request, _("Загруженные границы удалены, ничего не изменилось."))
    return redirect("staff:territories")


class _Wrong(Exception):
    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields


def _uploaded(request: PersonRequest) -> int:
    """Raises _Wrong, plans.BadPlan."""
    file = request.FILES.get("file")
    wrong = {} if file else {"file": _("Выберите файл GeoJSON с границами.")}
    first = asked(request.POST, wrong, "valid_from")
    if first is None:
        wrong.setdefault("valid_from", _("Укажите день, с которого границы действуют."))
    elif not date(1990, 1, 1) <= first <= date(2100, 1, 1):
        wrong["valid_from"] = _("Такого дня у границ быть не может. Проверьте год.")
    if wrong or file is None or first is None:
        raise _Wrong(wrong)
    # One byte more than may be: the step says what is wrong, nothing larger comes into memory.
    return borders.upload(
        file.read(plans.MOST_BYTES + 1),
        title=file.name or "",
        valid_from=first,
        whole=request.POST.get("whole") != "0",
        by=request.user,
        now=clock.now(),
    )


def _listed(request: PersonRequest, errors: dict[str, str]) -> HttpResponse:
    today = timezone.localdate(clock.now())
    on = asked(request.GET, {}, "on") or today
    context = {
        "rows": places.versions_on(on),
        "on": on,
        "today": today,
        "plan": plans.latest(),
        "errors": errors,
        "typed": request.POST,
        "here": "territories",
    }
    return render(request, "staff/territories.html", context, status=422 if errors else 200)


def _drawing(what: Difference, typed: str) -> Drawing:
    chosen = whole(typed)
    if chosen is None or chosen >= len(what.moved):
        return Drawing(f"-4 -4 {WIDTH + 8} {what.height + 8}", _("Весь регион"))
    left, top, width, height = what.moved[chosen].box
    edge = max(width, height, 4) * _NEAR
    box = (left - edge, top - edge, width + 2 * edge, height + 2 * edge)
    return Drawing(" ".join(f"{one:.2f}" for one in box), _("Земля в строке %(n)d") % {"n": chosen + 1})
