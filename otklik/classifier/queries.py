"""What the wizard and the desks ask of the classifier."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.db.models import QuerySet

from otklik.classifier.fields import Field, parse_declarations
from otklik.classifier.models import Category, ClassifierVersion, Topic


@dataclass(frozen=True, slots=True)
class TopicRow:
    code: str
    title: str
    emergency: bool  # the wizard will stop and advise to call 112


@dataclass(frozen=True, slots=True)
class CategoryRow:
    code: str
    title: str
    topics: tuple[TopicRow, ...]  # never empty


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A topic as the wizard needs it."""

    id: int
    code: str
    title: str
    category_code: str
    category_title: str
    kinds: tuple[str, ...]
    fields: tuple[Field, ...]
    emergency_advice: str  # "" unless one must call 112
    confidential: bool  # not shown on the portal unless the author wants it
    other_words: str  # what people call it, a comma between


def categories(kind: str) -> list[CategoryRow]:
    """Active categories with their active topics for this kind: problem, proposal, thanks. One statement."""
    rows = (
        Topic.objects.filter(active=True, category__active=True, kinds__contains=[kind])
        .order_by("category__order", "category__code", "order", "code")
        .values_list("category__code", "category__title", "code", "title", "emergency_advice")
    )
    return [
        CategoryRow(code, title, tuple(TopicRow(row[2], row[3], bool(row[4])) for row in topics))
        for (code, title), topics in groupby(rows, key=lambda row: (row[0], row[1]))
    ]


def category_names() -> list[tuple[str, str]]:
    """(code, title) of every active category, for filters."""
    return list(Category.objects.filter(active=True).order_by("order", "code").values_list("code", "title"))


def category_id(code: str) -> int:
    """Raises DoesNotExist: there is no such category."""
    return Category.objects.values_list("id", flat=True).get(code=code)


def topic_names() -> list[tuple[str, str]]:
    """(title, other words) of every active topic. One statement."""
    found = _active().order_by("category__order", "order", "code")
    return list(found.values_list("title", "other_words"))


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is offered."""

    version: int  # of the last publication; 0: filled by an import only
    categories: list[tuple[tuple[str, str], list[TopicCard]]]  # (code, title) and its topics, in their order


def whole() -> Whole:
    """Active categories with their active topics. Two statements."""
    rows = _active().order_by("category__order", "category__code", "order", "code")
    by_category = groupby(map(_card, rows), key=lambda topic: (topic.category_code, topic.category_title))
    newest = ClassifierVersion.objects.order_by("-version").values_list("version", flat=True).first()
    return Whole(newest or 0, [(named, list(topics)) for named, topics in by_category])


def topic(code: str) -> TopicCard | None:
    """The active topic of this code; None: there is no such topic, or it was switched off. One statement."""
    found = subject(code)
    return _card(found) if found else None


def subject(code: str) -> Topic | None:
    """The same as routing and terms ask for it."""
    return _active().filter(code=code).first()


def _active() -> QuerySet[Topic]:
    return Topic.objects.select_related("category").filter(active=True, category__active=True)


def _card(found: Topic) -> TopicCard:
    return TopicCard(
        id=found.pk,
        code=found.code,
        title=found.title,
        category_code=found.category.code,
        category_title=found.category.title,
        kinds=tuple(found.kinds),
        fields=tuple(parse_declarations(found.fields)),
        emergency_advice=found.emergency_advice,
        confidential=found.confidential,
        other_words=found.other_words,
    )


VERSIONS: Final = 20  # of a page


def versions(*, before: int | None = None) -> list[ClassifierVersion]:
    """Published versions without their content, the newest first; one more than VERSIONS: there is another page."""
    rows = ClassifierVersion.objects.select_related("by").defer("content").order_by("-version")
    return list((rows.filter(version__lt=before) if before is not None else rows)[: VERSIONS + 1])


def version(number: int) -> ClassifierVersion:
    """Raises ClassifierVersion.DoesNotExist."""
    return ClassifierVersion.objects.select_related("by").get(version=number)


def topic_id(code: str) -> int:
    """0: no such topic is in force."""
    return Topic.objects.filter(code=code).values_list("pk", flat=True).first() or 0
