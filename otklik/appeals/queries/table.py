"""The table of all public appeals: number, author, category, topic, who answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from otklik.appeals.lifecycle import PUBLIC, Kind, State
from otklik.appeals.models import Appeal
from otklik.kit import paging
from otklik.people import queries as people

SIZE: Final = 50
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class TableRow:
    """author: as the person chose to be shown, the organisation for which they filed, or ""."""

    number: str
    author: str
    kind: Kind
    category: str
    topic: str
    authority: str  # "" until assigned
    state: State
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class TablePage:
    rows: list[TableRow]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Which:
    """filters: columns of the appeal (category_id, topic_id, area, authority_id) and their values."""

    kind: str
    filters: dict[str, Any]
    since: date  # days of publication
    until: date  # the day after the last


def table(which: Which, *, cursor: str = "") -> TablePage:
    """Newest first; one statement, the same time on the first page and the deepest."""
    cut = paging.cut(_rows(which), column="published_at", cursor=cursor, size=SIZE)
    return TablePage([_row(appeal) for appeal in cut.rows], cut.newer, cut.older)


def every(which: Which) -> Iterator[TableRow]:
    """All of them, newest first, a batch in memory at a time."""
    cursor: str | None = ""
    while cursor is not None:
        cut = paging.cut(_rows(which), column="published_at", cursor=cursor, size=_BATCH)
        yield from map(_row, cut.rows)
        cursor = cut.older


def _rows(which: Which) -> QuerySet[Appeal]:
    found = Appeal.objects.filter(
        state__in=sorted(PUBLIC),
        published_at__gte=_moment(which.since),
        published_at__lt=_moment(which.until),
        **which.filters,
    )
    if which.kind:
        found = found.filter(kind=which.kind)
    return found.select_related("category", "topic", "authority", "author", "organisation").only(
        "number", "kind", "state", "published_at", "category__title", "topic__title", "authority__name",
        "organisation__name", "author__name", "author__given_name", "author__surname", "author__name_shown",
        "author__deleted_at",
    )  # fmt: skip


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), ZoneInfo(settings.TIME_ZONE))


def _row(appeal: Appeal) -> TableRow:
    return TableRow(
        number=appeal.number,
        author=appeal.organisation.name if appeal.organisation else people.shown(appeal.author),
        kind=Kind(appeal.kind),
        category=appeal.category.title,
        topic=appeal.topic.title,
        authority=appeal.authority.name if appeal.authority else "",
        state=State(appeal.state),
        published_at=appeal.published_at,
    )
