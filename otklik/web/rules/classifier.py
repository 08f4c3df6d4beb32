"""The classifier: a tree in order, a category, a topic. Every edit goes into the draft (`classifier_draft`)."""

from typing import Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.appeals import labels
from otklik.appeals.queries import uses
from otklik.authorities import queries as authorities
from otklik.classifier import content, drafting, queries
from otklik.classifier.content import Key, One
from otklik.classifier.drafting import BadObject
from otklik.kit import clock
from otklik.kit.marks import Changed, mark
from otklik.people import changes
from otklik.web.access import Action, PersonRequest, may
from otklik.web.rules import shown, told

_TYPED: Final = ("title", "category", "duty", "term_days", "emergency_advice", "other_words")


@require_safe
@may(Action.ADMINISTER)
def tree(request: PersonRequest) -> HttpResponse:
    live, drafts = content.live(), content.drafts()
    planned = content.with_draft(live, drafts)
    categories = content.categories(planned)
    ruled = authorities.ruled()
    context = {
        "categories": [(one, content.topics(planned, one["code"])) for one in categories],
        "states": {(row.kind, row.code): "new" if row.was is None else "changed" for row in drafts},
        "ruled": ruled,
        "drafted": len(drafts),
        "kinds": {kind.value: words for kind, words in labels.KIND.items()},
        "here": "classifier",
        "tab": "tree",
    }
    return render(request, "rules/classifier.html", context)


@require_POST
@may(Action.ADMINISTER)
def order(request: PersonRequest) -> HttpResponse:
    """From the buttons: `move` is «up:code» or «down:code». From the script: `order` has all codes, a comma between."""
    kind, category = request.POST.get("kind", ""), request.POST.get("category", "")
    planned = drafting.planned()
    rows = content.topics(planned, category) if kind == "topic" else content.categories(planned)
    codes = [one["code"] for one in rows]
    way, _sign, code = request.POST.get("move", "").partition(":")
    if way:
        wanted = drafting.moved(codes, code, -1 if way == "up" else 1)
    else:
        wanted = [code for code in request.POST.get("order", "").split(",") if code]
    kind = "topic" if kind == "topic" else "category"
    drafting.reorder(kind=kind, category=category, codes=wanted, by=request.user, now=clock.now())
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    return redirect(f"{reverse('rules:classifier')}#row-{quote(code)}")


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def new_category(request: PersonRequest) -> HttpResponse:
    return _category(request, "")


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def category(request: PersonRequest, category_code: str) -> HttpResponse:
    return _category(request, category_code)


def _category(request: PersonRequest, code: str) -> HttpResponse:
    there = _planned(("category", code)) if code else None
    if request.method != "POST":
        typed = there or {"title": "", "active": True}
        return _category_form(request, there, typed)
    typed = {"title": request.POST.get("title", ""), "active": request.POST.get("active") == "1"}
    try:
        drafting.put_category(
            code=code, **typed, shown=request.POST.get("shown", ""), by=request.user, now=clock.now()
        )
    except BadObject as wrong:
        return _category_form(request, there, typed, wrong.errors)
    except Changed as changed:
        return _category_form(request, there, typed, {"": changed.text})
    return _saved(request)


@require_POST
@may(Action.ADMINISTER)
def delete_category(request: PersonRequest, category_code: str) -> HttpResponse:
    drafting.delete_category(code=category_code, by=request.user, now=clock.now())
    messages.success(request, _("Категория уйдёт после публикации."))
    return redirect("rules:classifier-draft")


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def new_topic(request: PersonRequest) -> HttpResponse:
    return _topic(request, "")


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def topic(request: PersonRequest, topic_code: str) -> HttpResponse:
    return _topic(request, topic_code)


def _topic(request: PersonRequest, code: str) -> HttpResponse:
    there = _planned(("topic", code)) if code else None
    if request.method != "POST":
        blank = {"kinds": ["problem"], "active": True, "category": request.GET.get("category", "")[:64]}
        return _topic_form(request, there, there or blank)
    said = request.POST
    typed: dict[str, Any] = {name: said.get(name, "") for name in _TYPED}
    typed |= {"kinds": said.getlist("kinds"), "active": said.get("active") == "1"}
    typed["confidential"] = said.get("confidential") == "1"
    waiting = _open(code) if there and there["active"] and not typed["active"] else 0
    if waiting and said.get("sure") != "1":
        return _topic_form(request, there, typed, {"sure": _asks(waiting)})
    kept = {"fields": there["fields"], "order": there["order"]} if there else {}
    given = {**typed, **kept, **{name: "1" if typed[name] else "0" for name in ("active", "confidential")}}
    try:
        drafting.put_topic(
            code=code, typed=given, shown=said.get("shown", ""), by=request.user, now=clock.now()
        )
    except BadObject as wrong:
        return _topic_form(request, there, typed, wrong.errors)
    except Changed as changed:
        return _topic_form(request, there, typed, {"": changed.text})
    return _saved(request)


def _saved(request: PersonRequest) -> HttpResponse:
    messages.success(request, _("Сохранено в черновике. Жители увидят это после публикации."))
    return redirect("rules:classifier")


def _planned(key: Key) -> One:
    """404 for what is not there."""
    there = drafting.planned().get(key)
    if there is None:
        raise Http404
    return there


def _open(code: str) -> int:
    known = queries.topic_id(code)
    return uses.open_with_topic(known) if known else 0


def _asks(waiting: int) -> str:
    many = _("больше %(n)d") % {"n": uses.MOST} if waiting > uses.MOST else str(waiting)
    return _("Открытых обращений с этой темой: %(many)s. Они её сохранят, новых не будет. Подтвердите.") % {
        "many": many
    }


def _category_form(
    request: PersonRequest, there: One | None, typed: One, errors: dict[str, str] | None = None
) -> HttpResponse:
    context = {
        "there": there,
        "typed": typed,
        "errors": errors or {},
        "shown": mark(there) if there else "",
        "changes": told.lines(changes.of(f"category:{there['code']}")) if there else [],
        "here": "classifier",
    }
    return render(request, "rules/category.html", context, status=422 if errors else 200)


def _topic_form(
    request: PersonRequest, there: One | None, typed: One, errors: dict[str, str] | None = None
) -> HttpResponse:
    planned = drafting.planned()
    code = there["code"] if there else ""
    subjects = {code, there["duty"]} if there else set()
    context: dict[str, Any] = {
        "there": there,
        "typed": {
            "title": "",
            "duty": "",
            "term_days": "0",
            "emergency_advice": "",
            "other_words": "",
            "confidential": False,
            **typed,
        },
        "errors": errors or {},
        "shown": mark(there) if there else "",
        "categories": [("", "—"), *((one["code"], one["title"]) for one in content.categories(planned))],
        "kinds": [(kind.value, words) for kind, words in labels.KIND.items()],
        "duties": sorted({one["duty"] for (kind, _code), one in planned.items() if kind == "topic"}),
        "ruled": not there or bool(subjects & authorities.ruled()),
        "rules": [shown.address(subject=one) for one in (there["duty"], code)] if there else [],
        "changes": told.lines(changes.of(f"topic:{code}")) if there else [],
        "here": "classifier",
    }
    return render(request, "rules/topic.html", context, status=422 if errors else 200)
