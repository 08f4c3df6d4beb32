"""The whole classifier as plain values, in the form of a file for the import; with the draft; compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from otklik.classifier.models import Category, ClassifierDraft, Topic

One = dict[str, Any]  # a category or a topic
Key = tuple[str, str]  # kind, code
CATEGORY: Final = ("code", "title", "order", "active")
TOPIC: Final = (
    "code", "category", "title", "kinds", "fields", "term_days", "emergency_advice", "confidential", "other_words",
    "duty", "order", "active",
)  # fmt: skip
PARTS: Final = {"category": "categories", "topic": "topics"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs of one object. before, after: only what differs; empty: it is not there."""

    kind: str
    code: str
    title: str
    before: One
    after: One


def live() -> dict[Key, One]:
    """As citizens have it now. Two statements."""
    categories = Category.objects.order_by("order", "code").values(*CATEGORY)
    found: dict[Key, One] = {("category", row["code"]): dict(row) for row in categories}
    columns = [name if name != "category" else "category__code" for name in TOPIC]
    topics = Topic.objects.order_by("category__order", "category__code", "order", "code")
    for values in topics.values_list(*columns):
        row = dict(zip(TOPIC, values, strict=True))
        found["topic", row["code"]] = row
    return found


def drafts() -> list[ClassifierDraft]:
    """One statement."""
    return list(ClassifierDraft.objects.select_related("by").order_by("kind", "code"))


def with_draft(there: Mapping[Key, One], rows: Iterable[ClassifierDraft]) -> dict[Key, One]:
    made = dict(there)
    for row in rows:
        if row.becomes is None:
            made.pop((row.kind, row.code), None)
        else:
            made[row.kind, row.code] = row.becomes
    return made


def as_file(there: Mapping[Key, One]) -> dict[str, list[One]]:
    """As a version keeps it: {"categories": […], "topics": […]}, by code."""
    return {
        part: [one for (of, _code), one in sorted(there.items()) if of == kind]
        for kind, part in PARTS.items()
    }


def of_file(content: Mapping[str, list[One]]) -> dict[Key, One]:
    found = {(kind, one["code"]): one for kind, part in PARTS.items() for one in content.get(part, ())}
    # Earlier versions do not name what topics did not have then.
    return {
        key: {"confidential": False, "other_words": "", **one} if key[0] == "topic" else one
        for key, one in found.items()
    }


def categories(there: Mapping[Key, One]) -> list[One]:
    """In order."""
    found = [one for (kind, _code), one in there.items() if kind == "category"]
    return sorted(found, key=lambda one: (one["order"], one["code"]))


def topics(there: Mapping[Key, One], category: str) -> list[One]:
    """Of the category, in order."""
    found = [one for (kind, _code), one in there.items() if kind == "topic" and one["category"] == category]
    return sorted(found, key=lambda one: (one["order"], one["code"]))


def difference(before: Mapping[Key, One], after: Mapping[Key, One]) -> list[Difference]:
    """Categories first; each by its code."""
    found = []
    for key in sorted(before.keys() | after.keys()):
        was, becomes = before.get(key), after.get(key)
        if was != becomes:
            keys = [name for name in {**(was or {}), **(becomes or {})} if not _same(name, was, becomes)]
            title = (becomes or was or {})["title"]
            found.append(Difference(*key, title, _part(was, keys), _part(becomes, keys)))
    return found


def _same(name: str, was: One | None, becomes: One | None) -> bool:
    return was is not None and becomes is not None and was.get(name) == becomes.get(name)


def _part(one: One | None, keys: list[str]) -> One:
    return {name: one.get(name) for name in keys} if one is not None else {}
