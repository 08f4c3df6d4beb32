"""Keyset pages: the page after any row costs the same as the first. No OFFSET, no COUNT.

A cursor is the place of a row in an order, signed: what we did not write is refused.
"""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest
from typing import Any, Final, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal

M = TypeVar("M", bound=Model)
_SIGN: Final = 9  # bytes of the signature: 12 letters


class BadCursor(Refusal):
    """Cut, altered, or of another list."""

    code = "bad_cursor"
    status = 400


@dataclass(frozen=True, slots=True)
class Cut(Generic[M]):
    rows: list[M]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Beside which row a page begins."""

    back: bool  # the page before the row, not after it
    keys: tuple[Any, ...]  # what the order goes by: moments and days as ISO text; the row's id is the last


def cut(rows: QuerySet[M], *, column: str, cursor: str, size: int, rising: bool = False) -> Cut[M]:
    """`size` rows, newest first by (column, id), from `cursor` on; `rising`: oldest first. Raises BadCursor.

    Written as `column <= x AND (column < x OR id < y)`: PostgreSQL walks the index to the place (measured flat).
    """
    name = f"{column} rising" if rising else column
    place = read(cursor, name) if cursor else None
    back = place is not None and place.back
    up = back is not rising
    if place:
        rows = rows.filter(_beyond(column, place.keys, up=up))
    found = list(rows.order_by(*((column, "id") if up else (f"-{column}", "-id")))[: size + 1])
    keys = [(getattr(row, column), row.pk) for row in found[:size]]
    if back:
        keys.reverse()
    newer, older = beside(keys, place, name, more=len(found) > size)
    found = found[:size]
    return Cut(rows=found[::-1] if back else found, newer=newer, older=older)


def beside(
    keys: list[tuple[Any, ...]], place: Place | None, order: str, *, more: bool
) -> tuple[str | None, str | None]:
    """Cursors of the pages before and after one whose rows have these `keys`.

    more: the walk in the direction of `place` did not end with this page.
    """
    back = place is not None and place.back
    has_newer = more if back else place is not None
    has_older = True if back else more
    return (
        write(Place(True, keys[0]), order) if keys and has_newer else None,
        write(Place(False, keys[-1]), order) if keys and has_older else None,
    )


def write(place: Place, order: str) -> str:
    """order: what the list is ordered by; the cursor is good for no other."""
    keys = [key.isoformat() if isinstance(key, date) else key for key in place.keys]
    text = json.dumps(["<" if place.back else ">", *keys], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_sign(text, order) + text).decode().rstrip("=")


def read(cursor: str, order: str) -> Place:
    """Raises BadCursor."""
    try:
        whole = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except ValueError:
        whole = b""
    sign, text = whole[:_SIGN], whole[_SIGN:]
    if not compare_digest(sign, _sign(text, order)):
        raise BadCursor(_("Адрес страницы списка неполон или изменён. Откройте список с начала."))
    direction, *keys = json.loads(text)
    return Place(direction == "<", tuple(keys))


def _sign(text: bytes, order: str) -> bytes:
    return salted_hmac(f"otklik.cursor.{order}", text, algorithm="sha256").digest()[:_SIGN]


def _beyond(column: str, keys: tuple[Any, ...], *, up: bool) -> Q:
    at, key = datetime.fromisoformat(keys[0]), keys[1]
    if up:
        return Q(**{f"{column}__gte": at}) & (Q(**{f"{column}__gt": at}) | Q(id__gt=key))
    return Q(**{f"{column}__lte": at}) & (Q(**{f"{column}__lt": at}) | Q(id__lt=key))
