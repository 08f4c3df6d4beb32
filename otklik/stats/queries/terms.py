"""How long answers and decisions took, and how they were rated: medians and percentiles, exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.stats.periods import Period
from otklik.stats.queries.sql import Scope

Spread = Mapping[int, int]  # how long it took (or how many stars) → how many


@dataclass(frozen=True, slots=True)
class Terms:
    """Of a period; `*_before` of the one compared with, empty without it. kept: False for two filters at once."""

    kept: bool
    answers: Spread  # days
    answers_before: Spread
    decisions: Spread  # hours; of the whole region only: empty with a filter
    decisions_before: Spread
    stars: Spread
    steps: list[
        tuple[date, int, int]
    ]  # first day of a month or quarter with answers, median, 90th percentile


def percentile(spread: Spread, share: float) -> int | None:
    """The smallest value that `share` of all do not exceed; None of nothing."""
    total, reached = sum(spread.values()), 0
    for value in sorted(spread):
        reached += spread[value]
        if reached >= share * total and reached:
            return value
    return None


def median(spread: Spread) -> int | None:
    return percentile(spread, 0.5)


def terms(scope: Scope, period: Period, other: Period | None) -> Terms:
    """One statement, none where nothing is kept."""
    if len(scope.filters) > 1:
        return Terms(False, {}, {}, {}, {}, {}, [])
    dim, value = scope.filters[0] if scope.filters else ("all", "")
    values: dict[str, Any] = {
        "dim": dim, "value": value, "kind": scope.kind,
        "first": period.first, "until": period.until,
        "other": other.first if other else None, "other_until": other.until if other else None,
    }  # fmt: skip
    found: dict[tuple[str, bool], dict[int, int]] = {}
    steps: dict[date, dict[int, int]] = {}
    for what, start, took, n in rows(_statement(scope, period), values):
        mine = took >= 0
        _add(found.setdefault((what, mine), {}), took if mine else -1 - took, n)
        if start:
            _add(steps.setdefault(start, {}), took, n)
    return Terms(
        kept=True,
        answers=found.get(("answer", True), {}),
        answers_before=found.get(("answer", False), {}),
        decisions=found.get(("decision", True), {}),
        decisions_before=found.get(("decision", False), {}),
        stars=found.get(("rating", True), {}),
        steps=[
            (start, median(steps[start]) or 0, percentile(steps[start], 0.9) or 0) for start in sorted(steps)
        ],
    )


def medians(dim: str, keys: Sequence[str], kind: str, period: Period) -> dict[str, int]:
    """Days to the answer, by the keys that have answers. dim: one of which terms are kept. One statement."""
    where = "kind = %(kind)s" if kind else "true"
    values = {"dim": dim, "keys": keys, "kind": kind, "first": period.first, "until": period.until}
    found: dict[str, dict[int, int]] = {}
    for key, took, n in rows(_OF_EACH.format(kind=where), values):
        _add(found.setdefault(key, {}), took, n)
    return {key: median(spread) or 0 for key, spread in found.items()}


def _add(spread: dict[int, int], took: int, n: int) -> None:
    spread[took] = spread.get(took, 0) + n


# What a period is compared with is counted below zero: of thousands of rows, to group by one number is half the work.
_TOOK: Final = "CASE WHEN {now} THEN took ELSE -1 - took END"
_NOW: Final = "month >= %(first)s AND month < %(until)s"
_PART: Final = """
SELECT '{what}', {start}, {took}, sum(n)::bigint
FROM stats_termcount
WHERE what = '{what}' AND dim = %(dim)s AND value = %(value)s AND {kind}
  AND ({now} OR month >= %(other)s AND month < %(other_until)s)
GROUP BY 2, 3
HAVING sum(n) > 0
"""

# Key by key: the index leads straight to their months.
_OF_EACH: Final = """
SELECT value, took, sum(n)::bigint
FROM stats_termcount
WHERE what = 'answer' AND dim = %(dim)s AND value = ANY(%(keys)s)
  AND month >= %(first)s AND month < %(until)s AND {kind}
GROUP BY 1, 2
HAVING sum(n) > 0
"""


def _statement(scope: Scope, period: Period) -> str:
    """Steps of what is drawn only: everything else is one heap."""
    step = f"date_trunc('{'quarter' if period.step == 'quarter' else 'month'}', month)::date"
    words = {"kind": "kind = %(kind)s" if scope.kind else "true", "now": _NOW, "took": _TOOK.format(now=_NOW)}
    starts = {"answer": f"CASE WHEN {_NOW} THEN {step} END", "rating": "NULL::date"}
    if not scope.filters:  # decisions are kept of the whole region
        starts["decision"] = "NULL::date"
    return " UNION ALL ".join(_PART.format(what=what, start=start, **words) for what, start in starts.items())
