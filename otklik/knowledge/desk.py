"""What editors see of articles: drafts and versions too."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.kit import paging
from otklik.knowledge import content as contents
from otklik.knowledge.content import Content
from otklik.knowledge.models import Article, Version

PAGE: Final = 30
VERSIONS: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    title: str
    state: str
    audience: str
    has_newer: bool  # the newest version is not the one that is shown
    helped: int
    failed: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Lines:
    rows: list[Line]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Edited:
    """An article with its newest version, as its form begins."""

    code: str
    state: str
    newest: int
    shown: int | None
    content: Content


@dataclass(frozen=True, slots=True)
class Saved:
    """A version of the list."""

    number: int
    at: datetime
    by: str  # "" where an import did it


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the difference between two versions. sign: «+» only in the second, «-» only in the first, « » in both,
    «…» where equal lines are left out.
    """

    sign: str
    text: str


def listing(*, state: str = "", words: str = "", cursor: str = "") -> Lines:
    """The last changed first. words: part of the title. One statement. Raises BadCursor."""
    found = Article.objects.all()
    if state:
        found = found.filter(state=state)
    if words:
        found = found.filter(title__icontains=words)
    cut = paging.cut(found, column="changed_at", cursor=cursor, size=PAGE)
    rows = [
        Line(
            one.code, one.title, one.state, one.audience, one.shown is not None and one.shown != one.newest,
            one.helped, one.failed, one.changed_at,
        )
        for one in cut.rows
    ]  # fmt: skip
    return Lines(rows, cut.newer, cut.older)


def edited(code: str) -> Edited:
    """Raises Article.DoesNotExist. Two statements."""
    row = Article.objects.get(code=code)
    newest = Version.objects.get(article=row, number=row.newest)
    return Edited(row.code, row.state, row.newest, row.shown, contents.read(newest.content))


def versions(code: str) -> list[Saved]:
    """The newest VERSIONS. One statement."""
    rows = Version.objects.filter(article__code=code).select_related("by").defer("content")
    return [
        Saved(row.number, row.at, row.by.name if row.by else "")
        for row in rows.order_by("-number")[:VERSIONS]
    ]


def difference(code: str, first: int, second: int) -> list[Change] | None:
    """None: one of them is not there. One statement."""
    rows = Version.objects.filter(article__code=code, number__in=(first, second))
    found = {row.number: list(_lines(contents.read(row.content))) for row in rows}
    if first not in found or second not in found:
        return None
    return list(_changes(found[first], found[second]))


def _changes(was: list[str], became: list[str]) -> Iterator[Change]:
    """With three equal lines around what differs."""
    for group, ops in enumerate(
        difflib.SequenceMatcher(a=was, b=became, autojunk=False).get_grouped_opcodes(3)
    ):
        if group:
            yield Change("…", "")
        for kind, a1, a2, b1, b2 in ops:
            if kind == "equal":
                yield from (Change(" ", line) for line in was[a1:a2])
                continue
            yield from (Change("-", line) for line in was[a1:a2])
            yield from (Change("+", line) for line in became[b1:b2])


def _lines(content: Content) -> Iterator[str]:
    """A version as lines that can be compared."""
    yield f"section: {content.section}"
    yield f"audience: {content.audience}"
    yield f"topics: {', '.join(content.topics)}"
    yield f"related: {', '.join(content.related)}"
    yield f"checked_on: {content.checked_on or ''}"
    yield from (f"source: {one.title} {one.url}".rstrip() for one in content.sources)
    for language, words in sorted(content.texts.items(), reverse=True):
        yield f"[{language}]"
        yield words.title
        yield words.lead
        yield from words.body.split("\n")
