"""Articles from a file or a folder: JSON as the configuration has it, or a Markdown file an article.

Bringing the same again changes nothing; what the file does not name stays. A published article is published anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from otklik.kit.errors import Refusal
from otklik.kit.importing import (
    BadFile,
    BadValue,
    Report,
    Row,
    read_json,
    read_rows,
    refuse_repeats,
    trial_or_real,
)
from otklik.knowledge import content as contents
from otklik.knowledge import editing
from otklik.knowledge.content import BadArticle, Content, Typed, Words
from otklik.knowledge.models import Article, Section, Version
from otklik.people.models import User

_MARK: Final = "---"  # between what an article is about and its text
_FILE_MAX: Final = 500_000  # characters


@dataclass(frozen=True, slots=True)
class Bringing:
    by: User | None
    now: datetime


def import_articles(path: Path, *, dry_run: bool, now: datetime, by: User | None = None) -> Report:
    """path: a folder of *.md, or a .json. Raises BadFile."""
    report, seen = Report(), set[str]()
    with trial_or_real(dry_run=dry_run):
        if path.is_dir():
            _take_sections(path / "sections.json", Report())
            rows = _of_folder(path)
        else:
            _take_sections(path, Report())
            rows = read_rows(path, need=(), part="articles")
        for row in rows:
            with report.row(row.number):
                _take(row, seen, report, Bringing(by, now))
    return report


def exported() -> dict[str, Any]:
    """All sections and articles: of a published one the version that is shown, of others the newest."""
    rows = Article.objects.order_by("code").values_list("code", "state", "shown", "newest", "pk")
    wanted = {pk: shown if state == "published" else newest for _c, state, shown, newest, pk in rows}
    kept = {
        article: content
        for article, number, content in Version.objects.filter(article__in=wanted).values_list(
            "article", "number", "content"
        )
        if wanted[article] == number
    }
    return {
        "sections": [
            {"code": one.code, "titles": one.titles, "order": one.order, "active": one.active}
            for one in editing.sections_in_order()
        ],
        "articles": [{"code": code, "state": state, **kept[pk]} for code, state, _s, _n, pk in rows],
    }


def _take(row: Row, seen: set[str], report: Report, how: Bringing) -> None:
    code = row.text("code", longest=80, required=True)
    if not contents.is_code(code):
        raise BadValue("code", "только строчные латинские буквы, цифры и дефис между ними")
    refuse_repeats(seen, code, "code")
    state = row.choice("state", Article.State.values, default=Article.State.PUBLISHED.value)
    try:
        content = editing.check(_typed(row), now=how.now)
        there = Article.objects.filter(code=code).first()
        if there and there.state == state and _standing(there) == content.kept():
            report.unchanged += 1
            return
        _bring(code, content, state, there, how)
    except BadArticle as bad:
        raise BadValue(*next(iter(bad.fields.items()))) from bad
    except Refusal as refused:
        raise BadValue("code", refused.text) from refused
    if there:
        report.updated += 1
    else:
        report.created += 1


def _bring(code: str, content: Content, state: str, there: Article | None, how: Bringing) -> None:
    base = there.newest if there else 0
    editing.save(content, article=code if there else "", base=base, by=how.by, now=how.now, wanted=code)
    newest = Article.objects.values_list("newest", flat=True).get(code=code)
    if state == Article.State.PUBLISHED:
        editing.publish(article=code, number=newest, by=how.by, now=how.now)
    elif state == Article.State.ARCHIVED:
        editing.archive(article=code, by=how.by, now=how.now)


def _standing(article: Article) -> dict[str, Any]:
    shown = article.shown if article.state == Article.State.PUBLISHED else None
    number = shown or article.newest
    found: dict[str, Any] = Version.objects.values_list("content", flat=True).get(
        article=article, number=number
    )
    return found


def _typed(row: Row) -> Typed:
    texts = row.values.get("texts")
    if not isinstance(texts, Mapping):
        raise BadValue("texts", 'нужен объект {"ru": {"title": …, "lead": …, "body": …}}')
    return Typed(
        section=row.text("section", longest=64),
        audience=row.text("audience", longest=20),
        texts={str(language): _words(said) for language, said in texts.items()},
        topics=_listed(row, "topics"),
        related=" ".join(_listed(row, "related")),
        sources="\n".join(map(_source, row.values.get("sources") or ())),
        checked_on=row.text("checked_on", longest=10),
    )


def _words(said: Any) -> Words:
    if not isinstance(said, Mapping) or not all(isinstance(words, str) for words in said.values()):
        raise BadValue("texts", "у каждого языка нужны строки title, lead и body")
    return Words(said.get("title", ""), said.get("lead", ""), said.get("body", ""))


def _listed(row: Row, name: str) -> list[str]:
    found = row.values.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise BadValue(name, "нужен список строк […]")
    return found


def _source(said: Any) -> str:
    if not isinstance(said, Mapping):
        raise BadValue("sources", "нужен список объектов {title, url}")
    return f"{said.get('title', '')} {said.get('url', '')}"


def _take_sections(path: Path, report: Report) -> None:
    """Those that the file has; raises BadFile at the first that cannot be taken: articles would have no place."""
    if not path.is_file():
        return
    data = read_json(path)
    found = (
        data.get("sections", []) if isinstance(data, dict) else data if path.name == "sections.json" else []
    )
    if not isinstance(found, list):
        raise BadFile(f"В файле {path} нужен список «sections».")
    for number, said in enumerate(found, start=1):
        titles = said.get("titles") if isinstance(said, dict) else None
        code = str(said.get("code", "")) if isinstance(said, dict) else ""
        if not isinstance(titles, dict) or not contents.is_code(code) or len(code) > 64:
            raise BadFile(f'Раздел {number} в файле {path}: нужны code и titles {{"ru": …}}.')
        order = said.get("order", number * 10)
        values = {str(language): str(title) for language, title in titles.items()}
        kept = Section.objects.filter(code=code).first()
        if kept and (kept.titles, kept.order, kept.active) == (values, order, said.get("active", True)):
            continue
        try:
            editing.keep_section(
                code=code,
                titles=values,
                order=order if isinstance(order, int) else number * 10,
                active=bool(said.get("active", True)),
            )
        except BadArticle as bad:
            raise BadFile(f"Раздел {number} в файле {path}: {bad.text}") from bad


def _of_folder(folder: Path) -> Iterator[Row]:
    """«hot-water.md» is the article of that code, «hot-water.en.md» its English text."""
    rows: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.md")):
        code, _dot, language = path.stem.partition(".")
        said, body = _cut(path)
        words = {"title": said.pop("title", ""), "lead": said.pop("lead", ""), "body": body}
        row = rows.setdefault(code, {"code": code, "texts": {}})
        row["texts"][language or settings.LANGUAGE_CODE] = words
        if not language:
            row |= said
    if not rows:
        raise BadFile(f"В папке {folder} нет файлов *.md.")
    for number, (code, values) in enumerate(rows.items(), start=1):
        yield Row(number, {**values, "code": code})


def _cut(path: Path) -> tuple[dict[str, Any], str]:
    """What stands over the mark, a line each, and the text under it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        raise BadFile(f"Файл {path} не в кодировке UTF-8. Сохраните его в UTF-8.") from e
    head, mark, body = text[:_FILE_MAX].partition(f"\n{_MARK}\n")
    if not mark:
        raise BadFile(f"Файл {path}: нет строки «{_MARK}» между сведениями и текстом.")
    said: dict[str, Any] = {"sources": [], "topics": [], "related": []}
    for line in filter(str.strip, head.splitlines()):
        name, _colon, value = (part.strip() for part in line.partition(":"))
        if name == "source":
            title, _blank, url = value.rpartition(" ")
            said["sources"].append(
                {"title": title, "url": url} if "/" in url else {"title": value, "url": ""}
            )
        elif name in ("topics", "related"):
            said[name] = [code.strip() for code in value.split(",") if code.strip()]
        else:
            said[name] = value
    return said, body.strip()
