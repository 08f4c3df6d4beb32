"""Writing articles: each saving is a version, publishing chooses the one that is shown.

What is saved is seen by the desk only; what is published is rendered, cleaned and handed to the search at once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.classifier.models import Category, Topic
from otklik.kit.errors import Refusal
from otklik.kit.marks import Changed
from otklik.kit.slugs import slug
from otklik.knowledge import content as contents
from otklik.knowledge import markup
from otklik.knowledge.content import Content, Typed
from otklik.knowledge.models import Article, Section, Text, Version
from otklik.people import changes
from otklik.people.models import User

_CONFIGS = {"ru": "public.otklik", "en": "pg_catalog.english"}  # the first is made by appeals 0013


_MAKING: Final = 7_310_420  # advisory: one article is made at a time


class NoArticle(Refusal):
    code = "no_article"
    status = 404


def config(language: str) -> str:
    """Of PostgreSQL's text search."""
    return _CONFIGS.get(language, "pg_catalog.simple")


def check(typed: Typed, *, now: datetime) -> Content:
    """Raises BadArticle. Three statements."""
    topics = [*Topic.objects.values_list("code", flat=True), *Category.objects.values_list("code", flat=True)]
    sections = list(Section.objects.values_list("code", flat=True))
    return contents.checked(typed, sections=sections, topics=topics, today=timezone.localdate(now))


@transaction.atomic
def save(  # who, what, when
    content: Content, *, article: str, base: int, by: User | None, now: datetime, wanted: str = ""
) -> str:
    """Add a version; return the code. The same content again adds none.

    article: code; "" makes one, called `wanted` or after its title, which pressed twice it does once.
    base: the version that was edited, 0 of a new one. Raises Changed: somebody saved meanwhile. Raises NoArticle.
    """
    if not article:
        return (not wanted and _same(content)) or _made(content, wanted, by, now).code
    row = _locked(article)
    newest = Version.objects.get(article=row, number=row.newest)
    if newest.content == content.kept():
        return row.code
    if row.newest != base:
        raise Changed(
            _("Пока вы писали, статью сохранил кто-то ещё. Ваш текст остался в форме: сравните и сохраните.")
        )
    _add(row, content, by=by, now=now)
    return row.code


@transaction.atomic
def restore(*, article: str, number: int, by: User, now: datetime) -> None:
    """An earlier version becomes the newest; what is shown stays until it is published. Raises NoArticle."""
    row = _locked(article)
    found = Version.objects.filter(article=row, number__in=(number, row.newest))
    versions = {one.number: one.content for one in found}
    if number not in versions:
        raise NoArticle(_("Такой версии нет."))
    if versions[number] != versions[row.newest]:
        _add(row, contents.read(versions[number]), by=by, now=now)


@transaction.atomic
def publish(*, article: str, number: int, by: User | None, now: datetime) -> None:
    """Show this version to everybody. A repeat changes nothing. Raises NoArticle."""
    row = _locked(article)
    if row.state == Article.State.PUBLISHED and row.shown == number:
        return
    version = Version.objects.filter(article=row, number=number).first()
    if version is None:
        raise NoArticle(_("Такой версии нет."))
    before = {"state": row.state, "version": row.shown}
    content = contents.read(version.content)
    _describe(row, content)
    row.state, row.shown, row.shown_at = Article.State.PUBLISHED, number, now
    row.published_at = row.published_at or now
    row.save()
    show(row, content)
    changes.write(
        by=by,
        what=f"article:{article}",
        before=before,
        after={"state": row.state, "version": number},
        now=now,
    )


@transaction.atomic
def archive(*, article: str, by: User | None, now: datetime) -> None:
    """Take it off the portal; its page says so. A repeat changes nothing. Raises NoArticle."""
    row = _locked(article)
    if row.state == Article.State.ARCHIVED:
        return
    before = {"state": row.state}
    row.state = Article.State.ARCHIVED
    row.save(update_fields=["state"])
    Text.objects.filter(article=row).delete()
    changes.write(by=by, what=f"article:{article}", before=before, after={"state": row.state}, now=now)


def show(row: Article, content: Content) -> None:
    """The texts that are read and searched, made anew."""
    topics = [*Topic.objects.filter(code__in=content.topics).values_list("title", flat=True)]
    topics += Category.objects.filter(code__in=content.topics).values_list("title", flat=True)
    Text.objects.filter(article=row).exclude(language__in=content.texts).delete()
    known: set[str] = set()
    for language, words in content.texts.items():
        html = markup.html(words.body)
        spoken = markup.folded(" ".join(topics)) if language == settings.LANGUAGE_CODE else ""
        head = (markup.folded(words.title), spoken, markup.folded(words.lead))
        with connection.cursor() as cursor:
            cursor.execute(
                _WRITE,
                {
                    "article": row.pk, "language": language, "audience": row.audience, "title": words.title,
                    "lead": words.lead, "html": html, "config": config(language), "a": head[0], "b": head[1],
                    "c": head[2], "d": markup.folded(markup.words(html)),
                },
            )  # fmt: skip
        known |= {word for part in head for word in part.split() if 3 < len(word) <= 40 and word.isalpha()}
    with connection.cursor() as cursor:
        cursor.execute(_KNOW, [sorted(known)])


_HEAD = (
    "setweight(to_tsvector(%(config)s::regconfig, %(a)s), 'A')"
    " || setweight(to_tsvector(%(config)s::regconfig, %(b)s), 'B')"
    " || setweight(to_tsvector(%(config)s::regconfig, %(c)s), 'C')"
)
_WRITE = (
    "INSERT INTO knowledge_text (article_id, language, audience, title, lead, html, head, tsv)"
    " VALUES (%(article)s, %(language)s, %(audience)s, %(title)s, %(lead)s, %(html)s, "
    + _HEAD
    + ", "
    + _HEAD
    + ""
    " || setweight(to_tsvector(%(config)s::regconfig, %(d)s), 'D'))"
    " ON CONFLICT (article_id, language) DO UPDATE SET audience = excluded.audience, title = excluded.title,"
    " lead = excluded.lead, html = excluded.html, head = excluded.head, tsv = excluded.tsv"
)

_KNOW = (
    "INSERT INTO knowledge_word (word, stem)"
    " SELECT word, left(coalesce((ts_lexize('pg_catalog.russian_stem', word))[1], word), 40)"
    " FROM unnest(%s::text[]) word ON CONFLICT DO NOTHING"
)


def _same(content: Content) -> str:
    """The code of an article whose newest version says just this; "" where there is none. Who comes at the same time
    waits.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING])
    rows = Version.objects.filter(
        article__title=content.texts[settings.LANGUAGE_CODE].title, number=F("article__newest")
    ).order_by("article")
    same = (code for code, kept in rows.values_list("article__code", "content") if kept == content.kept())
    return next(same, "")


def _made(content: Content, wanted: str, by: User | None, now: datetime) -> Article:
    title = content.texts[settings.LANGUAGE_CODE].title
    taken = set(Article.objects.values_list("code", flat=True))
    row = Article(
        code=wanted or slug(title, taken=taken, longest=80),
        section=Section.objects.get(code=content.section),
        title=title,
        newest=1,
        changed_at=now,
    )
    _describe(row, content)
    row.save(force_insert=True)
    Version.objects.create(article=row, number=1, content=content.kept(), by=by, at=now)
    return row


def _add(row: Article, content: Content, *, by: User | None, now: datetime) -> None:
    row.newest += 1
    row.changed_at, row.title = now, content.texts[settings.LANGUAGE_CODE].title
    if row.shown is None:
        _describe(row, content)
    row.save()
    Version.objects.create(article=row, number=row.newest, content=content.kept(), by=by, at=now)


def _describe(row: Article, content: Content) -> None:
    said: dict[str, Any] = {
        "section": Section.objects.get(code=content.section),
        "audience": content.audience,
        "topics": list(content.topics),
        "related": list(content.related),
        "sources": [{"title": one.title, "url": one.url} for one in content.sources],
        "checked_on": content.checked_on,
    }
    for name, value in said.items():
        setattr(row, name, value)


def _locked(article: str) -> Article:
    row = Article.objects.select_for_update(of=("self",)).filter(code=article).first()
    if row is None:
        raise NoArticle(_("Такой статьи нет."))
    return row


def sections_in_order() -> list[Section]:
    return list(Section.objects.order_by("order", "code"))


@transaction.atomic
def keep_section(*, code: str, titles: Mapping[str, str], order: int, active: bool) -> Section:
    """Make or change a section; "" for the code makes one after its Russian title, which pressed twice it does once.
    Raises BadArticle.
    """
    said = {language: " ".join(titles.get(language, "").split()) for language, _name in settings.LANGUAGES}
    wrong = {
        f"title_{language}": _("Не больше %(n)d знаков.") % {"n": 100}
        for language, title in said.items()
        if len(title) > 100
    }
    if not said[settings.LANGUAGE_CODE]:
        wrong[f"title_{settings.LANGUAGE_CODE}"] = _("Назовите раздел.")
    if wrong:
        raise contents.BadArticle(wrong)
    kept = {language: title for language, title in said.items() if title}
    if not code and not (code := _section_named(kept, order)):
        taken = set(Section.objects.values_list("code", flat=True))
        code = slug(kept[settings.LANGUAGE_CODE], taken=taken)
    section, _made_now = Section.objects.update_or_create(
        code=code, defaults={"titles": kept, "order": order, "active": active}
    )
    return section


def _section_named(titles: Mapping[str, str], order: int) -> str:
    """The code of the section of just these titles in this place; "" where there is none."""
    return Section.objects.filter(titles=titles, order=order).values_list("code", flat=True).first() or ""
