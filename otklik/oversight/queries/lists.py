"""The appeals behind each number of the supervisors' page, the most urgent first, page by page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.models import Appeal, JournalRow
from otklik.kit import paging
from otklik.oversight.queries.owed import SOON, Narrow

PAGE: Final = 30
_OWED: Final = (State.SENDING, State.REGISTERED)
_MOVING: Final = (State.PUBLISHED, State.SENDING, State.REGISTERED, State.RETURNED)


class What(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    RETURNED = "returned"
    STILL = "still"


# States and the column that each list goes by.
_WALKS: Final[dict[What, tuple[tuple[State, ...], str]]] = {
    What.OVERDUE: (_OWED, "answer_by"),
    What.SOON: (_OWED, "answer_by"),
    What.RETURNED: ((State.RETURNED,), "published_at"),
    What.STILL: (_MOVING, "state_since"),
}


@dataclass(frozen=True, slots=True)
class Question:
    what: What
    narrow: Narrow
    topic: int  # 0: any
    days: int  # of STILL: without a movement
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    authority: str
    answer_by: date | None
    state_since: datetime
    controlled_at: datetime | None
    excerpt: str  # of what everybody may read


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    following: str  # cursor of the next page; "" on the last


def page(asked: Question, *, cursor: str = "", size: int = PAGE) -> Page:
    """Two statements, however deep. Raises paging.BadCursor."""
    states, column = _WALKS[asked.what]
    order = f"{asked.what} {column}"
    rows = _within(asked)
    if cursor:
        at, key = paging.read(cursor, order).keys
        rows = rows.filter(Q(**{f"{column}__gte": at}) & (Q(**{f"{column}__gt": at}) | Q(id__gt=key)))
    found = _walked(rows, states, column, size + 1, by_kind=asked.what is not What.STILL)
    keys = [key for key, _at in found[:size]]
    following = (
        paging.write(paging.Place(False, (found[size - 1][1], keys[-1])), order) if len(found) > size else ""
    )
    known = Appeal.objects.select_related("topic", "authority").in_bulk(keys)
    return Page([_row(known[key]) for key in keys if key in known], following)


def _within(asked: Question) -> QuerySet[Appeal]:
    rows = Appeal.objects.all()
    exact = {
        "authority": asked.narrow.authority,
        "category": asked.narrow.category,
        "topic": asked.topic,
    }
    rows = rows.filter(**{column: key for column, key in exact.items() if key})
    if asked.what is What.OVERDUE:
        return rows.filter(answer_by__lt=asked.today)
    if asked.what is What.SOON:
        return rows.filter(answer_by__gte=asked.today, answer_by__lte=asked.today + timedelta(days=SOON))
    if asked.what is What.STILL:
        before = asked.now - timedelta(days=asked.days)
        moved = JournalRow.objects.filter(appeal=OuterRef("pk"), at__gte=before)
        return rows.filter(~Exists(moved), state_since__lt=before)
    return rows


def _walked(
    rows: QuerySet[Appeal], states: tuple[State, ...], column: str, size: int, *, by_kind: bool
) -> list[tuple[int, Any]]:
    """Ids with what they are ordered by. Kind by kind and state by state, as the indexes of the lists have them; what
    stands still has an index of its own.
    """
    if not by_kind:
        return list(rows.filter(state__in=states).order_by(column, "id").values_list("id", column)[:size])
    parts = [
        rows.filter(kind=kind, state=state).order_by(column, "id").values_list("id", column)[:size]
        for kind in (Kind.PROBLEM, Kind.PROPOSAL)
        for state in states
    ]
    return list(parts[0].union(*parts[1:], all=True).order_by(column, "id")[:size])


def _row(appeal: Appeal) -> Row:
    return Row(
        id=appeal.pk,
        number=appeal.number,
        kind=Kind(appeal.kind),
        state=State(appeal.state),
        topic=appeal.topic.title,
        address=appeal.address,
        authority=appeal.authority.name if appeal.authority else "",
        answer_by=appeal.answer_by,
        state_since=appeal.state_since,
        controlled_at=appeal.controlled_at,
        excerpt=appeal.text[:120],
    )
