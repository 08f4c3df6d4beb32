"""The section for business at the desk: measures of support, the page where business begins."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.appeals.queries import names
from otklik.business import content, front, measures
from otklik.business.content import BadMeasure, Typed
from otklik.business.models import Measure
from otklik.kit import clock
from otklik.kit.marks import Changed
from otklik.people import changes
from otklik.web.access import Action, PersonRequest, may
from otklik.web.business.told import told
from otklik.web.typed import whole


@require_safe
@may(Action.ADMINISTER)
def listing(request: PersonRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "")[:100].split())
    cut = measures.for_desk(words=words, cursor=request.GET.get("cursor", ""))
    context = {"here": "business-measures", "cut": cut, "words": words, "kinds": dict(Measure.Kind.choices)}
    return render(request, "business/desk/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def new(request: PersonRequest) -> HttpResponse:
    return _saved(request, "") if request.method == "POST" else _form(request, "", Typed(), "")


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def edit(request: PersonRequest, measure_code: str) -> HttpResponse:
    """With what was changed before, from the journal of settings."""
    if request.method == "POST":
        return _saved(request, measure_code)
    typed, seen = measures.edited(measure_code)
    return _form(request, measure_code, typed, seen)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def front_page(request: PersonRequest) -> HttpResponse:
    there = front.read()
    if request.method != "POST":
        said = {"phone": there.phone, "email": there.email, "url": there.url}
        typed = front.Typed(there.categories, {k: dict(v) for k, v in there.ombudsman.items()}, **said)
        return _front(request, typed, there.version, {})
    said = {name: request.POST.get(name, "") for name in ("phone", "email", "url")}
    typed = front.Typed(request.POST.getlist("categories"), _texts(request, front.TEXTS), **said)
    base = whole(request.POST.get("version", ""))
    try:
        front.keep(typed, base=-1 if base is None else base, by=request.user, now=clock.now())
    except BadMeasure as wrong:
        return _front(request, typed, base or 0, wrong.fields)
    except Changed as changed:  # saved once more, what was typed counts
        return _front(request, typed, front.read().version, {"": changed.text})
    messages.success(request, _("Сохранено. Читатели увидят это в течение минуты."))
    return redirect("business-front")


def _saved(request: PersonRequest, code: str) -> HttpResponse:
    typed, seen = _typed(request), request.POST.get("seen", "")[:16]
    try:
        kept, _changed = measures.keep(typed, code=code, seen=seen, by=request.user, now=clock.now())
    except BadMeasure as wrong:
        return _form(request, code, typed, seen, wrong.fields)
    except Changed as changed:  # saved once more, what was typed counts
        return _form(request, code, typed, measures.edited(code)[1], {"": changed.text})
    messages.success(request, _("Мера поддержки сохранена."))
    return redirect("measure-edit", kept)


def _typed(request: PersonRequest) -> Typed:
    said = request.POST
    plain = (
        "okved",
        "phone",
        "email",
        "url",
        "valid_from",
        "valid_to",
        "source_title",
        "source_url",
        "checked_on",
    )
    return Typed(
        kind=said.get("kind", ""),
        sizes=said.getlist("sizes"),
        territory_codes=said.getlist("territory_codes"),
        texts=_texts(request, content.TEXTS),
        active=said.get("active") == "1",
        **{name: said.get(name, "") for name in plain},
    )


def _texts(request: PersonRequest, longest: dict[str, int]) -> dict[str, dict[str, str]]:
    return {
        language: {name: request.POST.get(f"{name}_{language}", "") for name in longest}
        for language, _name in settings.LANGUAGES
    }


def _form(
    request: PersonRequest, code: str, typed: Typed, seen: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    context = {
        "here": "business-measures",
        "code": code,
        "typed": typed,
        "seen": seen,
        "kinds": [("", "—"), *Measure.Kind.choices],
        "sizes": Measure.Size.choices,
        "areas": names.known()["area"].offered(),
        "languages": settings.LANGUAGES,
        "longest": content.TEXTS,
        "changes": told(changes.of(f"measure:{code}")) if code else [],
        "errors": errors or {},
    }
    return render(request, "business/desk/edit.html", context, status=422 if errors else 200)


def _front(request: PersonRequest, typed: front.Typed, version: int, errors: dict[str, str]) -> HttpResponse:
    context = {
        "here": "business-front",
        "typed": typed,
        "version": version,
        "categories": names.categories().offered(),
        "languages": settings.LANGUAGES,
        "longest": front.TEXTS,
        "changes": told(changes.of("business:front")),
        "errors": errors,
    }
    return render(request, "business/desk/front.html", context, status=422 if errors else 200)
