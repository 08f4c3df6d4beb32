"""What officials see beyond the public figures: each authority by topic, and how late it is with what it owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.stats.periods import Period
from otklik.stats.queries.figures import SUMMED, Sums

AGES: Final = (7, 30)  # days: late by up to so many, the rest by more


@dataclass(frozen=True, slots=True)
class Work:
    """Keys as the sums have them."""

    authority: str
    topic: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class Late:
    """Answers that an authority owes: not late yet, and late by each age of AGES and by more."""

    authority: str
    in_time: int
    late: tuple[int, ...]


def work(period: Period, authorities: Sequence[str] | None) -> list[Work]:
    """The most received first. authorities: keys; None: all of them. One statement."""
    by, during = ("ever", "true") if period.ever else ("month", "month >= %(first)s AND month < %(until)s")
    found = rows(
        f"SELECT b, a, {SUMMED} FROM stats_{by}pair WHERE pair = 'topic authority' AND {during}"
        f" AND {_of('b', authorities)} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
        {"first": period.first, "until": period.until, "authorities": list(authorities or ())},
    )
    return [Work(authority, topic, Sums(*sums)) for authority, topic, *sums in found if any(sums)]


def late(authorities: Sequence[str] | None, *, today: date) -> list[Late]:
    """The latest first. One statement."""
    edges: dict[str, Any] = {f"edge_{n}": today - timedelta(days=age) for n, age in enumerate(AGES)}
    counted = ", ".join(
        f"coalesce(sum(n) FILTER (WHERE {said}), 0)::bigint"
        for said in (
            "due >= %(today)s",
            "due < %(today)s AND due >= %(edge_0)s",
            "due < %(edge_0)s AND due >= %(edge_1)s",
            "due < %(edge_1)s",
        )
    )
    found = rows(
        f"SELECT authority_id::text, {counted} FROM stats_duecount WHERE n > 0 AND authority_id <> 0"
        f" AND {_of('authority_id::text', authorities)} GROUP BY 1 ORDER BY 5 DESC, 4 DESC, 3 DESC, 2 DESC, 1",
        {**edges, "today": today, "authorities": list(authorities or ())},
    )
    return [Late(authority, in_time, tuple(more)) for authority, in_time, *more in found]


def _of(column: str, authorities: Sequence[str] | None) -> str:
    return "true" if authorities is None else f"{column} = ANY(%(authorities)s)"
