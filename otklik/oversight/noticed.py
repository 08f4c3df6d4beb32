"""Whose notices are whose: what waits for a person, and that the person has taken note.

Reminders go to the clerks of the body (where one is named: to that one), to its head where it has no clerk; the head's
step goes to the heads of the body and above it, where there are none to the region, as all later ones do. Most bodies
answer through МСЭД and have nobody here: what is not late yet is no business of the region.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from otklik.authorities import queries as authorities
from otklik.oversight.rungs import OF_CLERK, OF_HEAD, OF_REGION, Rung
from otklik.people.models import User

PAGE: Final = 50
_REGION: Final = frozenset({User.Role.SUPERVISOR.value, User.Role.ADMIN.value})
_OFFICIALS: Final = frozenset({User.Role.CLERK.value, User.Role.HEAD.value})

_OWN: Final = """n.rung = ANY(%(of_clerk)s) AND n.authority_id = ANY(%(bodies)s) AND (
    a.executor_id IS NULL OR a.executor_id = %(me)s OR NOT EXISTS (
        SELECT FROM authorities_membership m JOIN people_user u ON u.id = m.user_id
        WHERE m.user_id = a.executor_id AND m.authority_id = n.authority_id AND u.is_active)
)"""
_HEADS: Final = """n.authority_id = ANY(%(bodies)s) AND (
    n.rung = ANY(%(of_head)s) OR (n.rung = ANY(%(of_clerk)s) AND n.authority_id <> ALL(%(with_clerk)s))
)"""
_REGIONS: Final = """(
    n.rung = ANY(%(of_region)s) OR (
        n.rung = ANY(%(of_head)s) AND n.authority_id <> ALL(%(with_head)s) AND NOT EXISTS (
            SELECT FROM oversight_notice own
            WHERE own.appeal_id = n.appeal_id AND own.due = n.due AND own.rung = ANY(%(of_region)s))
    )
)"""
_ROWS: Final = """
SELECT n.id, n.rung, n.due, a.id, a.number, a.authority_id = n.authority_id, t.title, a.address, b.name
FROM oversight_notice n JOIN appeals_appeal a ON a.id = n.appeal_id
JOIN classifier_topic t ON t.id = a.topic_id JOIN authorities_authority b ON b.id = n.authority_id
WHERE n.acknowledged_at IS NULL AND {} AND (n.due, n.id) > (%(day)s, %(after)s)
ORDER BY n.due, n.id LIMIT %(size)s
"""
_ACKNOWLEDGE: Final = """
UPDATE oversight_notice SET acknowledged_at = %(now)s, acknowledged_by_id = %(me)s WHERE id IN (
    SELECT n.id FROM oversight_notice n JOIN appeals_appeal a ON a.id = n.appeal_id
    WHERE n.acknowledged_at IS NULL AND n.id = ANY(%(ids)s) AND {} FOR UPDATE OF n
)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as its people see it. Nothing personal: what it shows is public."""

    id: int
    rung: Rung
    due: date
    appeal_id: int
    number: str
    is_there: bool  # still at the body that was reminded
    topic: str
    address: str
    authority: str


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Line]
    following: str  # cursor of the next page; "" on the last


def waiting(user: User, *, cursor: str = "", size: int = PAGE) -> Page:
    """What waits for this person, the earliest term first. cursor: from a Page; a spoiled one gives the first page.

    Four statements at most.
    """
    condition, said = _whose(user)
    if not condition:
        return Page([], "")
    day, after = _read(cursor)
    with connection.cursor() as asked:
        asked.execute(_ROWS.format(condition), {**said, "day": day, "after": after, "size": size + 1})
        rows = [Line(id_, Rung(rung), *more) for id_, rung, *more in asked.fetchall()]
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.due.isoformat()}_{last.id}" if last else "")


def acknowledge(user: User, notice_ids: Sequence[int], *, now: datetime) -> int:
    """The person has taken note of these; other steps of the same appeals go on. Return how many were theirs."""
    condition, said = _whose(user)
    if not condition:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_ACKNOWLEDGE.format(condition), {**said, "now": now, "ids": list(notice_ids)})
        return int(cursor.rowcount)


def _whose(user: User) -> tuple[str, dict[str, Any]]:
    """The condition of the person's notices with what it needs; "" for who has none."""
    said: dict[str, Any] = {
        "me": user.pk,
        "of_clerk": list(OF_CLERK),
        "of_head": list(OF_HEAD),
        "of_region": list(OF_REGION),
    }
    if user.role in _REGION:
        said["with_head"] = list(authorities.staffed(User.Role.HEAD, with_subordinates=True))
    if user.role in _OFFICIALS:
        is_head = user.role == User.Role.HEAD
        said["with_clerk"] = list(authorities.staffed(User.Role.CLERK)) if is_head else []
        said["bodies"] = authorities.served_by(user.pk, with_subordinates=is_head)
        return (_HEADS if is_head else _OWN), said
    return (_REGIONS if user.role in _REGION else ""), said


def _read(cursor: str) -> tuple[date, int]:
    day, _, key = cursor.partition("_")
    try:
        return date.fromisoformat(day), int(key[:18])
    except ValueError:
        return date.min, 0
