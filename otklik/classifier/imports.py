"""`otklik import classifier FILE`: categories and topics from JSON, topics and their categories from CSV."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from django.db.models import F

from otklik.classifier.fields import BadDeclaration, parse_declarations
from otklik.classifier.models import CODE, KINDS, Category, Topic
from otklik.kit.importing import (
    BadFile,
    BadValue,
    Report,
    Row,
    merge,
    read_json,
    read_rows,
    refuse_repeats,
    trial_or_real,
)

_COLUMNS: Final = ("code", "category", "title", "kinds", "duty")


def import_classifier(
    path: Path, *, dry_run: bool, renamed: Callable[[list[int]], None] | None = None
) -> Report:
    """Store the classifier; a second run changes nothing. A topic that changed gets the next version.

    JSON: {"categories": [{code, title, order}], "topics": [{code, category, title, kinds, fields,
    term_days, emergency_advice, confidential, other_words, duty, order, active}]}. CSV: the columns of a topic,
    kinds separated by |, fields as JSON; category_title and category_order where a category is new. Topics that are
    not in the file stay as they are. renamed: called with the ids of topics that have another title now, before all
    is committed. Raises BadFile.
    """
    report = Report()
    with trial_or_real(dry_run=dry_run):
        merge(Category, ("code",), _categories(path, report), report)
        ids = dict(Category.objects.values_list("code", "id"))
        titles = dict(Topic.objects.values_list("pk", "title"))
        changed = merge(Topic, ("code",), _topics(path, ids, report), report)
        Topic.objects.filter(pk__in=[topic.pk for topic in changed]).update(version=F("version") + 1)
        others = [topic.pk for topic in changed if topic.title != titles[topic.pk]]
        if others and renamed and not dry_run:
            renamed(others)
    return report


def _categories(path: Path, report: Report) -> list[dict[str, Any]]:
    return _categories_of_json(path, report) if _is_json(path) else _categories_of_csv(path)


def _categories_of_json(path: Path, report: Report) -> list[dict[str, Any]]:
    if not isinstance(read_json(path), dict):
        raise BadFile(f'В файле {path} нужен объект {{"categories": […], "topics": […]}}.')
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in read_rows(path, need=(), part="categories"):
        with report.row(row.number):
            code = _code(row, "code")
            refuse_repeats(seen, code, "code")
            title = row.text("title", longest=150, required=True)
            active = row.flag("active", default=True)
            found.append(
                {"code": code, "title": title, "order": row.whole("order", default=0), "active": active}
            )
    return found


def _categories_of_csv(path: Path) -> list[dict[str, Any]]:
    """Those that the rows give a title; wrong rows are told when the topics are read."""
    found: dict[str, dict[str, Any]] = {}
    for row in read_rows(path, need=_COLUMNS):
        try:
            title = row.text("category_title", longest=150)
            code = _code(row, "category")
            if title and code not in found:
                order = row.whole("category_order", default=len(found) * 10)
                found[code] = {"code": code, "title": title, "order": order}
        except BadValue:
            continue
    return list(found.values())


def _topics(path: Path, categories: dict[str, int], report: Report) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for row in read_rows(path, need=_COLUMNS, part="topics"):
        with report.row(row.number):
            values = _topic(row, categories)
            refuse_repeats(seen, values["code"], "code")
            yield values


def _topic(row: Row, categories: dict[str, int]) -> dict[str, Any]:
    category = row.text("category", longest=64, required=True)
    if category not in categories:
        raise BadValue("category", f"категории «{category}» нет; добавьте её или исправьте код")
    values = {name: read(row) for name, read in COLUMNS.items()}
    return {"code": _code(row, "code"), "category_id": categories[category], **values}


def _code(row: Row, name: str) -> str:
    code = row.text(name, longest=64, required=True)
    if not re.match(CODE, code):
        raise BadValue(name, f"«{code}» не подходит; код — латинские строчные буквы, цифры и «-»")
    return code


def _kinds(row: Row) -> list[str]:
    raw = row.values.get("kinds") or []
    given = raw.split("|") if isinstance(raw, str) else raw
    kinds = [str(kind).strip() for kind in given]
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        raise BadValue("kinds", f"нужны виды из {', '.join(KINDS)}; лишнее: {', '.join(unknown) or 'пусто'}")
    return [kind for kind in KINDS if kind in kinds]


def _fields(row: Row) -> list[Any]:
    raw = row.values.get("fields") or []
    try:
        declared = json.loads(raw) if isinstance(raw, str) else raw
        parse_declarations(declared)
    except BadDeclaration as e:
        raise BadValue("fields", str(e)) from e
    except ValueError as e:
        raise BadValue("fields", f"не читается как JSON: {e}") from e
    return list(declared)


# How each column of a topic is read, here and in the form of administrators (`drafting`): raises BadValue.
COLUMNS: Final[dict[str, Callable[[Row], Any]]] = {
    "title": lambda row: row.text("title", longest=200, required=True),
    "kinds": _kinds,
    "fields": _fields,
    "term_days": lambda row: row.whole("term_days", default=0, high=365),
    "emergency_advice": lambda row: row.text("emergency_advice", longest=2000, lines=True),
    "confidential": lambda row: row.flag("confidential", default=False),
    "other_words": lambda row: row.text("other_words", longest=1000),
    "duty": lambda row: row.text("duty", longest=64, required=True),
    "order": lambda row: row.whole("order", default=0),
    "active": lambda row: row.flag("active", default=True),
}


def _is_json(path: Path) -> bool:
    return path.suffix.lower() == ".json"
