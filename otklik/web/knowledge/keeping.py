"""Around the articles at the desk: what did not help, sections."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.knowledge import editing, helped
from otklik.knowledge.content import BadArticle
from otklik.web.access import Action, PersonRequest, may
from otklik.web.typed import whole


@require_safe
@may(Action.WRITE_ARTICLES)
def feedback(request: PersonRequest) -> HttpResponse:
    article = request.GET.get("article", "")[:80]
    rows = helped.did_not_help(cursor=request.GET.get("cursor", ""), article=article)
    context = {"here": "article-feedback", "rows": rows, "article": article}
    return render(request, "knowledge/desk/feedback.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def sections(request: PersonRequest) -> HttpResponse:
    """POST keeps one section: `code`, empty for a new one."""
    if request.method != "POST":
        return _sections(request, {}, {})
    said = request.POST
    titles = {language: said.get(f"title_{language}", "") for language, _name in settings.LANGUAGES}
    order = whole(said.get("order", "") or "0")
    try:
        if order is None or order > 10**6:
            raise BadArticle({"order": _("Место в списке: целое число.")})
        editing.keep_section(
            code=said.get("code", ""), titles=titles, order=order, active=said.get("active") == "1"
        )
    except BadArticle as wrong:
        return _sections(request, said.dict(), wrong.fields)
    messages.success(request, _("Раздел сохранён. Читатели увидят его в течение минуты."))
    return redirect("article-sections")


def _sections(request: PersonRequest, typed: dict[str, str], errors: dict[str, str]) -> HttpResponse:
    found = editing.sections_in_order()
    edited = next((one for one in found if one.code == request.GET.get("code")), None)
    if edited and not typed:
        typed = {f"title_{language}": title for language, title in edited.titles.items()}
        typed |= {"code": edited.code, "order": str(edited.order), "active": "1" if edited.active else "0"}
    context = {
        "here": "article-sections",
        "sections": found,
        "typed": typed or {"active": "1", "order": str((len(found) + 1) * 10)},
        "languages": settings.LANGUAGES,
        "errors": errors,
    }
    return render(request, "knowledge/desk/sections.html", context, status=422 if errors else 200)
