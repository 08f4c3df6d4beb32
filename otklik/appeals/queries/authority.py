"""What an authority has to answer, by term: the page of its officials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.models import Appeal

PAGE: Final = 30
# Each body's rows come from the index in order, so a head of many reads no more than a page of each.
_KEYS: Final = """
SELECT found.id FROM unnest(%s::bigint[]) AS body(id), LATERAL (
    SELECT id, answer_by FROM appeals_appeal
    WHERE authority_id = body.id AND state IN ('sending', 'registered') AND {}
    ORDER BY answer_by, id LIMIT %s
) found ORDER BY found.answer_by, found.id LIMIT %s
"""
_DATED: Final = _KEYS.format("answer_by >= %s AND (answer_by > %s OR id > %s)")
_WITHOUT_TERM: Final = _KEYS.format("answer_by IS NULL AND id > %s")


@dataclass(frozen=True, slots=True)
class AtWork:
    """A line of the page."""

    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    excerpt: str
    authority: str
    answer_by: date | None
    controlled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[AtWork]
    following: str  # cursor of the next page; "" on the last


def at_work(authority_ids: Sequence[int], *, cursor: str = "", size: int = PAGE) -> Page:
    """Appeals that wait for these authorities, the nearest term first, those without a term last.

    cursor: from a Page; a spoiled one gives the first page. Three statements at most, however deep.
    """
    day, after = _read(cursor)
    keys = _keys(_DATED, authority_ids, [day, day, after], size + 1) if day else []
    if len(keys) <= size:
        keys += _keys(_WITHOUT_TERM, authority_ids, [0 if day else after], size + 1 - len(keys))
    found = Appeal.objects.select_related("topic", "authority").in_bulk(keys[:size])
    rows = [found[key] for key in keys[:size] if key in found]
    following = _write(rows[-1]) if len(keys) > size and rows else ""
    return Page([_row(appeal) for appeal in rows], following)


def _keys(statement: str, ids: Sequence[int], place: list[Any], size: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ids), *place, size, size])
        return [row[0] for row in cursor.fetchall()]


def _read(cursor: str) -> tuple[date | None, int]:
    """The day and the id after which the page begins; no day: among those without a term."""
    day, _, key = cursor.partition("_")
    try:
        return (None if day == "none" else date.fromisoformat(day)), int(key[:18])
    except ValueError:
        return date.min, 0


def _write(appeal: Appeal) -> str:
    return f"{appeal.answer_by.isoformat() if appeal.answer_by else 'none'}_{appeal.pk}"


def _row(appeal: Appeal) -> AtWork:
    return AtWork(
        number=appeal.number,
        kind=Kind(appeal.kind),
        state=State(appeal.state),
        topic=appeal.topic.title,
        address=appeal.address,
        excerpt=appeal.text[:200],
        authority=appeal.authority.name if appeal.authority else "",
        answer_by=appeal.answer_by,
        controlled_at=appeal.controlled_at,
    )
