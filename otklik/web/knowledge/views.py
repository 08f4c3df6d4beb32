"""The knowledge base for everybody: the list with its search, an article."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.knowledge import queries, search
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.knowledge import shown
from otklik.web.parts.tabs.part import Tab


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as the address has it. What is no audience or section narrows nothing."""

    typed: str
    audience: str
    section: str
    topic: str
    cursor: str

    def address(self, **changed: str) -> str:
        said = {"for": self.audience, "section": self.section, "topic": self.topic, "q": self.typed}
        return shown.address(**said | changed)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def listing(request: HttpRequest) -> HttpResponse:
    """All, of an audience, of a section, about a topic, or by words."""
    asked = _asked(request)
    titles = {code: queries.section_title(code, shown.language()) for code in queries.sections()}
    context: dict[str, Any] = {
        "asked": asked,
        "tabs_": [
            Tab(asked.address(**{"for": code}), words, current=code == asked.audience)
            for code, words in [("", _("Все статьи")), *shown.audiences()]
        ],
        "sections": [(asked.address(section=code), title) for code, title in titles.items()],
        "section_title": titles.get(asked.section, ""),
        "all": asked.address(section=""),
        **_rows(asked),
    }
    answer = render(request, "knowledge/list.html", context)
    if asked.typed or asked.topic or asked.cursor:
        answer["X-Robots-Tag"] = "noindex"
    return answer


def _asked(request: HttpRequest) -> Asked:
    def said(name: str, longest: int) -> str:
        return " ".join(request.GET.get(name, "")[:longest].replace("\0", "").split())

    audience, section = said("for", 20), said("section", 64)
    return Asked(
        typed=said("q", search.LONGEST),
        audience=audience if audience in dict(shown.audiences()) else "",
        section=section if section in queries.sections() else "",
        topic=said("topic", 64),
        cursor=said("cursor", 400),
    )


def _rows(asked: Asked) -> dict[str, Any]:
    if asked.typed:
        found = search.find(asked.typed, audience=asked.audience, language=shown.language())
        rows = [shown.row(one) for one in found.rows]
        return {"rows": rows, "meant": found.meant, "newer": None, "older": None}
    lines = queries.listing(
        audience=asked.audience,
        section=asked.section,
        topic=asked.topic,
        language=shown.language(),
        cursor=asked.cursor,
    )
    return {
        "rows": [shown.row(one) for one in lines.rows],
        "meant": "",
        "newer": asked.address(cursor=lines.newer) if lines.newer else None,
        "older": asked.address(cursor=lines.older) if lines.older else None,
    }


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def article(request: HttpRequest, article_code: str) -> HttpResponse:
    """404 also for one that was taken off, with words that say so."""
    spoken = shown.language()
    one = queries.page(article_code, spoken)
    if one is None:
        return _none(request, article_code)
    others = {_for: words for _for, words in shown.audiences() if one.audience in (_for, "everybody")}
    context = {
        "one": one,
        "lang": shown.lang(one.language),
        "body": shown.body(one.html),
        "related": [shown.row(line) for line in queries.related(one, spoken)],
        "topics": queries.topic_names(one.topics),
        "section": queries.section_title(one.section, spoken),
        "section_url": shown.address(section=one.section),
        "audience": ", ".join(others.values()),
    }
    return render(request, "knowledge/article.html", context)


def _none(request: HttpRequest, code: str) -> HttpResponse:
    words = (
        _("Эту статью сняли: она устарела.")
        if queries.is_archived(code)
        else _("Такой статьи нет. Возможно, адрес неполный.")
    )
    answer = render(request, "knowledge/none.html", {"words": words}, status=404)
    answer["X-Robots-Tag"] = "noindex"
    return answer
