"""Keyset pages: the page after any row costs the same as the first. No OFFSET, no COUNT."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Cut(Generic[M]):
    rows: list[M]
    newer: str | None
    older: str | None


def cut(rows: QuerySet[M], *, column: str, cursor: str, size: int) -> Cut[M]:
    """`size` rows, newest first by (column, id), from `cursor` on; a spoiled cursor gives the first page.

    Written as `column <= x AND (column < x OR id < y)`: PostgreSQL walks the index to the place (measured flat).
    """
    place = _read(cursor)
    backwards = place is not None and place.direction == "<"
    order = (column, "id") if backwards else (f"-{column}", "-id")
    if place:
        rows = rows.filter(_beyond(column, place))
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_newer = more if backwards else place is not None
    has_older = True if backwards else more
    return Cut(
        rows=found,
        newer=_write("<", found[0], column) if found and has_newer else None,
        older=_write(">", found[-1], column) if found and has_older else None,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    direction: str  # ">": older than the row, "<": newer
    at: datetime
    id: int


def _beyond(column: str, place: _Place) -> Q:
    if place.direction == ">":
        return Q(**{f"{column}__lte": place.at}) & (Q(**{f"{column}__lt": place.at}) | Q(id__lt=place.id))
    return Q(**{f"{column}__gte": place.at}) & (Q(**{f"{column}__gt": place.at}) | Q(id__gt=place.id))


def _write(direction: str, row: Model, column: str) -> str:
    text = f"{direction}{getattr(row, column).isoformat()}|{row.pk}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> _Place | None:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, _, key = text[1:].partition("|")
        moment = datetime.fromisoformat(at)
        if text[0] not in "<>" or moment.tzinfo is None:
            return None
        return _Place(text[0], moment, int(key))
    except (ValueError, IndexError, binascii.Error, UnicodeDecodeError):
        return None
