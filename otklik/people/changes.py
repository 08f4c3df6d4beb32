"""The journal of the configuration: who changed what, from what to what. Only added to, read under each object."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from otklik.kit import paging
from otklik.people.models import ConfigChange, User

PAGE: Final = 30  # rows
UNDER: Final = 20  # rows under an object


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    by: str  # "" where nobody signed in did it: an import
    what: str  # kind:code
    before: dict[str, Any]  # empty: it was not there
    after: dict[str, Any]  # empty: it is gone


@dataclass(frozen=True, slots=True)
class Changes:
    rows: list[Change]
    newer: str | None
    older: str | None


def write(*, by: User | None, what: str, before: Any, after: Any, now: datetime) -> None:
    """Of two dicts with the same keys only what differs is kept; nothing differs, nothing is written.

    what: kind:code of the object. None stands for what is not there. Call it in the transaction of the change.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        before, after = {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}
    if before != after:
        ConfigChange.objects.create(by=by, at=now, what=what, before=before, after=after)


def of(*what: str) -> list[Change]:
    """The newest changes of these objects, UNDER at most. One statement."""
    rows = ConfigChange.objects.filter(what__in=what).select_related("by").order_by("-at", "-id")[:UNDER]
    return [_change(row) for row in rows]


def every(*, cursor: str = "", kind: str = "") -> Changes:
    """The whole journal, newest first. kind: of that kind of objects only. One statement. Raises BadCursor."""
    rows = ConfigChange.objects.select_related("by")
    if kind:
        rows = rows.filter(what__startswith=kind)
    cut = paging.cut(rows, column="at", cursor=cursor, size=PAGE)
    return Changes([_change(row) for row in cut.rows], cut.newer, cut.older)


def _change(row: ConfigChange) -> Change:
    return Change(
        at=row.at,
        by=row.by.name if row.by else "",
        what=row.what,
        before=_dict(row.before),
        after=_dict(row.after),
    )


def _dict(kept: Any) -> dict[str, Any]:
    """What is no object stands under an empty key."""
    if kept is None:
        return {}
    return kept if isinstance(kept, dict) else {"": kept}
