"""Articles at the desk: written with a preview, saved as versions, published by administrators."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.classifier import queries as classifier
from otklik.kit import clock
from otklik.kit.marks import Changed
from otklik.knowledge import content as contents
from otklik.knowledge import desk, editing, markup
from otklik.knowledge.content import BadArticle, Typed, Words
from otklik.knowledge.models import Article, Audience
from otklik.web.access import Action, PersonRequest, allowed, may
from otklik.web.knowledge import shown
from otklik.web.typed import whole


@require_safe
@may(Action.WRITE_ARTICLES)
def listing(request: PersonRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in Article.State.values else ""
    words = " ".join(request.GET.get("q", "")[:100].split())
    lines = desk.listing(state=state, words=words, cursor=request.GET.get("cursor", ""))
    context = {
        "here": "articles",
        "lines": lines,
        "state": state,
        "words": words,
        "states": [("", _("Все")), *Article.State.choices],
        "labels_": dict(Article.State.choices),
        "audiences": dict(Audience.choices),
    }
    return render(request, "knowledge/desk/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.WRITE_ARTICLES)
def new(request: PersonRequest) -> HttpResponse:
    return (
        _edited(request, "") if request.method == "POST" else _form(request, None, Typed(audience="citizens"))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.WRITE_ARTICLES)
def edit(request: PersonRequest, article_code: str) -> HttpResponse:
    """GET shows the newest version. POST shows the typed words as readers would see them, or with `save` keeps them."""
    if request.method == "POST":
        return _edited(request, article_code)
    found = desk.edited(article_code)
    return _form(request, found, contents.typed_of(found.content))


@require_POST
@may(Action.ADMINISTER)
def publish(request: PersonRequest, article_code: str) -> HttpResponse:
    number = whole(request.POST.get("version", ""))
    editing.publish(article=article_code, number=number or 0, by=request.user, now=clock.now())
    messages.success(request, _("Статья опубликована: её видят все."))
    return redirect("article-edit", article_code)


@require_POST
@may(Action.ADMINISTER)
def archive(request: PersonRequest, article_code: str) -> HttpResponse:
    editing.archive(article=article_code, by=request.user, now=clock.now())
    messages.success(request, _("Статья снята. Её версии остались, вернуть её можно в любое время."))
    return redirect("article-edit", article_code)


@require_safe
@may(Action.WRITE_ARTICLES)
def versions(request: PersonRequest, article_code: str) -> HttpResponse:
    """?first=&second= shows what differs; without them the last two."""
    found = desk.edited(article_code)
    rows = desk.versions(article_code)
    second = whole(request.GET.get("second", "")) or found.newest
    first = whole(request.GET.get("first", "")) or max(second - 1, 1)
    context = {
        "here": "articles",
        "article": found,
        "versions": rows,
        "first": first,
        "second": second,
        "numbers": [(str(row.number), str(row.number)) for row in rows],
        "changes": desk.difference(article_code, first, second),
    }
    return render(request, "knowledge/desk/versions.html", context)


@require_POST
@may(Action.WRITE_ARTICLES)
def restore(request: PersonRequest, article_code: str) -> HttpResponse:
    number = whole(request.POST.get("version", ""))
    editing.restore(article=article_code, number=number or 0, by=request.user, now=clock.now())
    messages.success(
        request, _("Прежний текст сохранён новой версией. Читатели увидят его, когда его опубликуют.")
    )
    return redirect("article-edit", article_code)


def _edited(request: PersonRequest, code: str) -> HttpResponse:
    found = desk.edited(code) if code else None
    typed, base = _typed(request), whole(request.POST.get("base", ""))
    try:
        content = editing.check(typed, now=clock.now())
        if "save" not in request.POST:
            return _form(request, found, typed, preview=content.texts)
        saved = editing.save(content, article=code, base=base or 0, by=request.user, now=clock.now())
    except BadArticle as wrong:
        return _form(request, found, typed, errors=wrong.fields)
    except Changed as changed:
        return _form(request, found, typed, errors={"": changed.text})
    messages.success(request, _("Сохранено. Читатели увидят это, когда версию опубликуют."))
    return redirect("article-edit", saved)


def _form(request: PersonRequest, found: desk.Edited | None, typed: Typed, **more: Any) -> HttpResponse:
    """more: `preview`, the checked texts as they would be read; `errors`."""
    errors = more.get("errors", {})
    preview = more.get("preview", {})
    context = {
        "here": "articles",
        "article": found,
        "typed": typed,
        "languages": settings.LANGUAGES,
        "no_words": Words("", "", ""),
        "sections": [
            ("", "—"),
            *((one.code, one.titles.get("ru", one.code)) for one in editing.sections_in_order()),
        ],
        "audiences": Audience.choices,
        "states": dict(Article.State.choices),
        "categories": classifier.whole().categories,
        "limits": {"title": contents.TITLE_MAX, "lead": contents.LEAD_MAX, "body": contents.BODY_MAX},
        "errors": errors,
        "preview": {
            language: (words, shown.body(markup.html(words.body))) for language, words in preview.items()
        },
        "may_publish": allowed(request.user, Action.ADMINISTER),
    }
    return render(request, "knowledge/desk/edit.html", context, status=422 if errors else 200)


def _typed(request: PersonRequest) -> Typed:
    said = request.POST
    return Typed(
        section=said.get("section", ""),
        audience=said.get("audience", ""),
        texts={
            language: Words(*(said.get(f"{name}_{language}", "") for name in ("title", "lead", "body")))
            for language, _name in settings.LANGUAGES
        },
        topics=said.getlist("topics"),
        related=said.get("related", ""),
        sources=said.get("sources", ""),
        checked_on=said.get("checked_on", ""),
    )
