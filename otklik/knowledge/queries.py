"""What the pages of articles ask. Nothing here is of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings

from otklik.classifier.models import Topic
from otklik.kit import paging
from otklik.kit.kept import kept
from otklik.kit.replica import rows as ask
from otklik.knowledge.models import Article, Audience, Section, Text

PAGE: Final = 20
RELATED: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """An article of a list, in the reader's language or in Russian."""

    code: str
    title: str
    lead: str
    language: str
    audience: str
    section: str  # code
    checked_on: date | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Lines:
    rows: list[Line]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A published article."""

    id: int
    code: str
    title: str
    lead: str
    html: str
    language: str
    audience: str
    section: str
    topics: tuple[str, ...]
    related: tuple[str, ...]
    sources: list[dict[str, str]]
    checked_on: date | None
    shown_at: datetime
    version: int


@kept(60)
def sections() -> dict[str, dict[str, str]]:
    """Titles by language of the active sections, by code, in their order."""
    return dict(Section.objects.filter(active=True).order_by("order", "code").values_list("code", "titles"))


def section_title(code: str, language: str) -> str:
    titles = sections().get(code, {})
    return titles.get(language) or titles.get(settings.LANGUAGE_CODE, "")


def listing(
    *, audience: str = "", section: str = "", topic: str = "", language: str, cursor: str = ""
) -> Lines:
    """Published articles, the newest first. "" narrows nothing. Two statements. Raises BadCursor."""
    found = Article.objects.filter(state=Article.State.PUBLISHED).select_related("section")
    if audience:
        found = found.filter(audience__in=(Audience.EVERYBODY, audience))
    if section:
        found = found.filter(section__code=section)
    if topic:
        found = found.filter(topics__contains=[topic])
    cut = paging.cut(found, column="published_at", cursor=cursor, size=PAGE)
    return Lines(_lines(cut.rows, language), cut.newer, cut.older)


def page(code: str, language: str) -> Page | None:
    """None: there is none, or it is not published. Two statements."""
    row = Article.objects.filter(code=code, state=Article.State.PUBLISHED).select_related("section").first()
    text = _best(Text.objects.filter(article=row).defer("head", "tsv"), language) if row else None
    if row is None or text is None or row.shown_at is None or row.shown is None:
        return None
    return Page(
        id=row.pk, code=row.code, title=text.title, lead=text.lead, html=text.html, language=text.language,
        audience=row.audience, section=row.section.code, topics=tuple(row.topics), related=tuple(row.related),
        sources=row.sources, checked_on=row.checked_on, shown_at=row.shown_at, version=row.shown,
    )  # fmt: skip


def is_archived(code: str) -> bool:
    return Article.objects.filter(code=code, state=Article.State.ARCHIVED).exists()


def related(one: Page, language: str) -> list[Line]:
    """Those that its editor named, in this order, then the newest others of its topics. Three statements at most."""
    found = Article.objects.filter(state=Article.State.PUBLISHED).exclude(code=one.code)
    found = found.select_related("section").order_by("-published_at", "-id")
    rows = sorted(found.filter(code__in=one.related), key=lambda row: one.related.index(row.code))
    if one.topics and len(rows) < RELATED:
        rows += found.filter(topics__overlap=list(one.topics)).exclude(code__in=one.related)[:RELATED]
    return _lines(rows[:RELATED], language)


@dataclass(frozen=True, slots=True)
class Hint:
    """An article that may answer what somebody is about to file."""

    code: str
    title: str
    language: str


def hints(*, topic: str, category: str, language: str, size: int = 3) -> list[Hint]:
    """Articles about the topic, then about its whole category, those of few topics first. One statement."""
    values = {"topic": topic, "both": [topic, category], "language": language, "size": size}
    return [Hint(*row) for row in ask(_HINTS, values)]


_HINTS: Final = """
SELECT a.code, t.title, t.language FROM knowledge_article a JOIN LATERAL (
    SELECT title, language FROM knowledge_text WHERE article_id = a.id AND language IN (%(language)s, 'ru')
    ORDER BY language = %(language)s DESC LIMIT 1
) t ON true
WHERE a.state = 'published' AND a.topics && %(both)s::varchar[]
ORDER BY a.topics @> ARRAY[%(topic)s]::varchar[] DESC, cardinality(a.topics), a.helped - a.failed DESC, a.id DESC
LIMIT %(size)s
"""


def topic_names(codes: Sequence[str]) -> list[tuple[str, str]]:
    """(code, title) of topics that are offered, for links. One statement, none without codes."""
    if not codes:
        return []
    found = Topic.objects.filter(code__in=codes, active=True, category__active=True)
    return list(found.order_by("order", "code").values_list("code", "title"))


def _lines(rows: list[Article], language: str) -> list[Line]:
    texts: dict[int, list[Any]] = {}
    for text in Text.objects.filter(article__in=rows).defer("html", "head", "tsv"):
        texts.setdefault(text.article_id, []).append(text)
    lines = []
    for row in rows:
        best = _best(texts.get(row.pk, ()), language)
        if best and row.published_at:
            lines.append(
                Line(
                    row.code, best.title, best.lead, best.language, row.audience, row.section.code,
                    row.checked_on, row.published_at,
                )
            )  # fmt: skip
    return lines


def _best(texts: Any, language: str) -> Text | None:
    """The text in the reader's language, else the Russian one."""
    by_language = {text.language: text for text in texts}
    return by_language.get(language) or by_language.get(settings.LANGUAGE_CODE)
