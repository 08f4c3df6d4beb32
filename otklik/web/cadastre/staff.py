"""What the section works by, for administrators: rates, averages and norms with their sources, and outcomes."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from otklik.appeals.queries import names
from otklik.cadastre import figures, keeping, outcomes, queries
from otklik.cadastre.keeping import BadFigure
from otklik.cadastre.models import Figure, Outcome, Use
from otklik.kit import clock
from otklik.kit.marks import Changed
from otklik.web.access import Action, PersonRequest, may
from otklik.web.cadastre import shared, words
from otklik.web.days import asked
from otklik.web.parts.tabs.part import Tab
from otklik.web.typed import key, whole

KINDS: Final = {
    "rate": gettext_lazy("Ставки налога"),
    "average": gettext_lazy("Средние за м²"),
    "norm": gettext_lazy("Нормы закона"),
}

_FORM: Final = ("kind", "what", "place", "value", "valid_from", "source", "url")  # its fields as they stand


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    """Figures of a kind that are in force, a new one, and all that were written down before."""
    if request.method != "POST":
        return _page(request, request.GET.get("kind", "rate"))
    said, errors = request.POST.dict(), dict[str, str]()
    day = asked(said, errors, "valid_from")
    try:
        is_new = keeping.add(typed=said, day=day, by=request.user, now=clock.now())
    except BadFigure as bad:
        wrong = bad.errors | errors
        in_order = {name: wrong[name] for name in _FORM if name in wrong}
        return _page(request, said.get("kind", "rate"), said, in_order)
    messages.success(request, _("Записано.") if is_new else _("Так уже записано, ничего не изменилось."))
    return redirect(f"{reverse('cadastre-staff')}?kind={said['kind']}")


def _page(
    request: PersonRequest,
    kind: str,
    said: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    kind = kind if kind in KINDS else "rate"
    before = whole(request.GET.get("before", ""))
    rows = queries.history(kind=kind, before=before)
    whats = [(code, str(words.NORMS[code][0])) for code in keeping.BOUNDS] if kind == "norm" else Use.choices
    context = {
        "here": "cadastre-staff",
        "kind": kind,
        "said": said or {},
        "errors": errors or {},
        "tabs_shown": [Tab(f"?kind={code}", str(title), code == kind) for code, title in KINDS.items()],
        "whats": [("", "—"), *whats],
        "places": [("", _("Весь регион")), *shared.places()],
        "in_force": _in_force(kind, dict(whats)),
        "rows": rows[: queries.PAGE],
        "older": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else None,
        "names": names.areas(),
        "words": words,
    }
    return render(request, "cadastre/staff.html", context, status=422 if errors else 200)


def _in_force(kind: str, whats: Mapping[str, Any]) -> list[tuple[str, str, str, Any]]:
    """(place, what, value, figure) of today, of the whole region first."""
    there = figures.in_force(shared.today())
    rows = [(place, what, fig) for (one, place, what), fig in there.items() if one == kind and what in whats]
    titles = names.areas()
    return [
        (titles.get(place, place), str(whats[what]), words.value(_as_row(kind, what, fig)), fig)
        for place, what, fig in sorted(rows, key=lambda row: (titles.get(row[0], row[0]), row[1]))
    ]


def _as_row(kind: str, what: str, fig: Any) -> Figure:
    return Figure(kind=kind, what=what, value=fig.value)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def outcome_list(request: PersonRequest) -> HttpResponse:
    """All outcomes, the newest first, and a new one."""
    if request.method != "POST":
        return _outcome_form(request, None, {"key": str(uuid4()), "shown": "1"})
    said, errors = request.POST.dict(), dict[str, str]()
    day = asked(said, errors, "decided_on")
    try:
        outcomes.add(
            key=key(said.get("key", "")),
            said=said,
            day=day,
            today=shared.today(),
            by=request.user,
            now=clock.now(),
        )
    except BadFigure as bad:
        return _outcome_form(request, None, said, bad.errors | errors)
    messages.success(request, _("Пример добавлен."))
    return redirect("cadastre-staff-outcomes")


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def outcome(request: PersonRequest, outcome_id: int) -> HttpResponse:
    row = queries.outcome(outcome_id)
    if request.method != "POST":
        return _outcome_form(request, row, _typed(row))
    said, errors = request.POST.dict(), dict[str, str]()
    day = asked(said, errors, "decided_on")
    try:
        outcomes.save(
            outcome_id=outcome_id, said=said, day=day, today=shared.today(), by=request.user, now=clock.now()
        )
    except BadFigure as bad:
        return _outcome_form(request, row, said, bad.errors | errors)
    except Changed as changed:
        return _outcome_form(request, row, {**said, "seen": outcomes.seen(row)}, {"": changed.text})
    messages.success(request, _("Сохранено."))
    return redirect("cadastre-staff-outcomes")


def _outcome_form(
    request: PersonRequest,
    row: Outcome | None,
    said: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    cut = None if row else queries.outcomes(cursor=request.GET.get("cursor", ""), hidden=True)
    context = {
        "here": "cadastre-staff-outcomes",
        "row": row,
        "said": said,
        "errors": errors or {},
        "results": Outcome.Result.choices,
        "places": [("", "—"), *shared.places()],
        "rows": cut.rows if cut else [],
        "newer": f"?cursor={cut.newer}" if cut and cut.newer else None,
        "older": f"?cursor={cut.older}" if cut and cut.older else None,
    }
    return render(request, "cadastre/staff_outcomes.html", context, status=422 if errors else 200)


def _typed(row: Outcome) -> dict[str, str]:
    """As the form sends it."""
    found = {name: getattr(row, name) for name in outcomes.NAMES}
    return {
        **{name: "" if value is None else str(value) for name, value in found.items()},
        "decided_on": row.decided_on.isoformat(),
        "shown": "1" if row.shown else "",
        "seen": outcomes.seen(row),
    }
