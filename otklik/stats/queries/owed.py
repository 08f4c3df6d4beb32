"""Answers that are owed and late."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.stats.queries.sql import Scope


@dataclass(frozen=True, slots=True)
class Overdue:
    total: int | None  # None: not kept for a topic
    by_authority: dict[str, int]  # key of the authority → how many
    waiting: int  # changes that are not counted yet, MANY at most


MANY: Final = 1000
_IS: Final = {
    "category": "category_id = %(key_category)s::text::bigint",
    "area": "area = %(key_area)s",
    "authority": "authority_id = %(key_authority)s::text::bigint",
}


def overdue(scope: Scope, *, today: date) -> Overdue:
    """Late today. One statement."""
    known = all(dim in _IS for dim, _ in scope.filters)
    where = " AND ".join(
        ["due < %(today)s", "n > 0"]
        + (["kind = %(kind)s"] if scope.kind else [])
        + [_IS[dim] for dim, _ in scope.filters if known]
    )
    values: dict[str, Any] = {"today": today, "kind": scope.kind, "many": MANY}
    values |= {f"key_{dim}": value for dim, value in scope.filters}
    found = rows(
        "SELECT authority_id::text, n FROM (SELECT authority_id, sum(n)::bigint AS n FROM stats_duecount"
        f" WHERE {where if known else 'false'} GROUP BY 1) late"
        " UNION ALL SELECT NULL, count(*) FROM (SELECT FROM appeals_change LIMIT %(many)s) waiting",
        values,
    )
    late = {key: n for key, n in found if key is not None}
    waiting = next(n for key, n in found if key is None)
    return Overdue(sum(late.values()) if known else None, late, waiting)
