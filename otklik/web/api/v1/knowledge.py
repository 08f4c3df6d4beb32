"""GET /api/v1/knowledge, /knowledge/{article}: the articles, and the search in them."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.knowledge import queries, search
from otklik.web.api.endpoint import reads
from otklik.web.api.words import Code, Cursor

Audience = Literal["citizens", "business"]


class ArticlesAsked(Struct):
    """With `q` the likeliest come, twenty at most and without further pages; the other parameters narrow the list."""

    q: Annotated[str, Meta(max_length=search.LONGEST)] = ""
    audience: Audience | None = None
    section: Code = ""
    topic: Code = ""
    cursor: Cursor = ""


class ArticleRow(Struct):
    article: str
    title: str
    lead: str
    text_language: str
    url: str


class Articles(Struct):
    articles: list[ArticleRow]
    next: str | None
    previous: str | None


class Source(Struct):
    title: str
    url: str


class Article(Struct):
    article: str
    title: str
    lead: str
    html: str
    text_language: str
    audience: Literal["citizens", "business", "everybody"]
    section: str
    topics: list[Code]
    sources: list[Source]
    checked_on: date | None
    shown_since: datetime
    url: str


@reads(_("Статьи базы знаний"), asks=ArticlesAsked, gives=Articles)
def articles(asked: ArticlesAsked) -> Articles:
    """In the language of `Accept-Language`, in Russian where an article is not there in it."""
    if asked.q:
        found = search.find(asked.q, audience=asked.audience or "", language=_language())
        rows = [_row(one.code, one.title, one.lead, one.language) for one in found.rows]
        return Articles(rows, None, None)
    lines = queries.listing(
        audience=asked.audience or "",
        section=asked.section,
        topic=asked.topic,
        language=_language(),
        cursor=asked.cursor,
    )
    rows = [_row(one.code, one.title, one.lead, one.language) for one in lines.rows]
    return Articles(rows, lines.older, lines.newer)


@reads(_("Статья базы знаний"), gives=Article, refuses=(404,))
def article(asked: object, article_code: str) -> Article:
    """`html` is clean: paragraphs, headings of the levels 2 to 4, lists, tables, links; nothing that runs or loads."""
    spoken = _language()
    one = queries.page(article_code, spoken)
    if one is None:
        raise Http404
    return Article(
        article=one.code,
        title=one.title,
        lead=one.lead,
        html=one.html,
        text_language=one.language,
        audience=one.audience,  # type: ignore[arg-type]
        section=queries.section_title(one.section, spoken),
        topics=list(one.topics),
        sources=[Source(source["title"], source["url"]) for source in one.sources],
        checked_on=one.checked_on,
        shown_since=one.shown_at,
        url=_url(one.code),
    )


def _row(code: str, title: str, lead: str, language: str) -> ArticleRow:
    return ArticleRow(code, title, lead, language, _url(code))


def _url(code: str) -> str:
    return settings.BASE_URL + reverse("article", args=[code])


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
