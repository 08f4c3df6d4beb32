"""Bodies: found, added, edited, taken away."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.appeals.queries import uses
from otklik.authorities import bodies, queries
from otklik.authorities.models import Authority
from otklik.kit import clock
from otklik.kit.marks import Changed, mark
from otklik.people import changes
from otklik.places import queries as places
from otklik.web.access import Action, PersonRequest, may
from otklik.web.rules import shown, told
from otklik.web.typed import whole

_TYPED_MAX: Final = 100  # of the search


@require_safe
@may(Action.ADMINISTER)
def listed(request: PersonRequest) -> HttpResponse:
    typed = " ".join(request.GET.get("q", "")[:_TYPED_MAX].split())
    only = request.GET.get("only", "")
    found = queries.listed(typed=typed, only=only, after=whole(request.GET.get("after", "")))
    rows = found[: queries.LISTED]
    context = {
        "rows": rows,
        "typed": typed,
        "only": only,
        "places": dict(places.territories(on=timezone.localdate(clock.now()))),
        "following": rows[-1].id if len(found) > queries.LISTED else None,
        "here": "authorities",
    }
    return render(request, "rules/authorities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def new(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, None, {"active": "1", "level": Authority.Level.MUNICIPAL})
    try:
        body = bodies.add(typed=request.POST.dict(), by=request.user, now=clock.now())
    except bodies.BadBody as wrong:
        return _form(request, None, request.POST.dict(), wrong.errors)
    messages.success(request, _("Орган добавлен. Теперь укажите, за что он отвечает."))
    return redirect("rules:authority", body.code)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def edit(request: PersonRequest, code: str) -> HttpResponse:
    """What was typed stays on the page when it is refused, also when somebody else saved in between."""
    body = Authority.objects.select_related("superior").get(code=code)
    if request.method != "POST":
        return _form(request, body, _typed(body))
    said = request.POST.dict()
    try:
        bodies.save(code=code, typed=said, shown=said.get("shown", ""), by=request.user, now=clock.now())
    except bodies.BadBody as wrong:
        return _form(request, body, said, wrong.errors)
    except Changed as changed:
        return _form(request, body, said, {"": changed.text})
    messages.success(request, _("Сохранено."))
    return redirect("rules:authority", code)


@require_POST
@may(Action.ADMINISTER)
def delete(request: PersonRequest, code: str) -> HttpResponse:
    body = Authority.objects.filter(code=code).first()
    try:
        has_appeals = body is not None and uses.of_authority(body.pk)
        bodies.delete(code=code, by=request.user, has_appeals=has_appeals, now=clock.now())
    except ProtectedError:  # an appeal that is no longer public
        raise bodies.InUse(_("За органом числятся обращения. Снимите отметку «Действует».")) from None
    messages.success(request, _("Орган удалён."))
    return redirect("rules:authorities")


def _form(
    request: PersonRequest,
    body: Authority | None,
    typed: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    names = queries.titles()
    today = timezone.localdate(clock.now())
    context: dict[str, Any] = {
        "body": body,
        "typed": {name: typed.get(name, "") for name in (*bodies.NAMES, "code")},
        "errors": errors or {},
        "shown": mark(bodies.kept(body)) if body else "",
        "levels": Authority.Level.choices,
        "versions": Authority.Version.choices,
        "territories": _with_typed([("", _("Весь регион")), *places.territories(on=today)], typed),
        "superiors": [("", "—"), *((c, n) for c, n in names.items() if body is None or c != body.code)],
        "uses": bodies.uses(body) if body else None,
        "duties": shown.address(body=body.code) if body else "",
        "changes": told.lines(changes.of(f"authority:{body.code}", f"duties-of:{body.code}")) if body else [],
        "here": "authorities",
    }
    return render(request, "rules/authority.html", context, status=422 if errors else 200)


def _typed(body: Authority) -> dict[str, Any]:
    """As the form sends it."""
    return {**bodies.kept(body), **{name: "1" if getattr(body, name) else "" for name in bodies.FLAGS}}


def _with_typed(options: list[tuple[str, str]], typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A territory that is no more stays chosen until somebody chooses another."""
    code = str(typed.get("territory_code", ""))[:30]
    return options if code in dict(options) else [*options, (code, code)]
