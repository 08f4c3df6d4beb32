"""The sums of a period divided by something: categories, municipalities, authorities, channels."""

from collections.abc import Iterable
from typing import Any

from otklik.kit.replica import rows
from otklik.stats.periods import Period, later
from otklik.stats.queries.figures import SUMMED, Sums
from otklik.stats.queries.sql import FILTERS, Scope

Division = list[tuple[str, Sums]]  # key as the sums have it, most received first


def offered(scope: Scope, *, topics: bool) -> list[str]:
    """By what the sums of a scope can be divided. topics: the category of the scope has some."""
    named = [dim for dim, _ in scope.filters]
    if not named:
        return ["category", "area", "authority", "channel"]
    if len(named) == 2:
        return ["topic"] if "category" in named and topics else []
    rest = [dim for dim in ("category", "topic", "area", "authority") if dim not in named]
    if named[0] in ("category", "topic"):
        return [dim for dim in rest if dim not in ("category", "topic") or (dim == "topic" and topics)]
    return [dim for dim in rest if dim != "topic"]


def divisions(scope: Scope, period: Period, dims: Iterable[str], *, topics: list[str]) -> dict[str, Division]:
    """dims: from `offered`. topics: keys of those of the scope's category. One statement; none without dims."""
    asked = {dim: _part(scope, dim, "ever" if period.ever else "month") for dim in dims}
    if not asked:
        return {}
    during = "true" if period.ever else "month >= %(first)s AND month < %(until)s"
    # Some of the topics: month by month the index leads straight to them.
    each = "true" if period.ever else "month = ANY(%(months)s)"
    kind = "kind = %(kind)s" if scope.kind else "true"
    statement = " UNION ALL ".join(
        f"(SELECT '{dim}', {key}, {SUMMED} FROM {table} WHERE {where}"
        f" AND {each if dim == 'topic' and topics else during} AND {kind} GROUP BY 2)"
        for dim, (table, key, where) in asked.items()
    )
    values: dict[str, Any] = {
        "first": period.first,
        "until": period.until,
        "months": [later(period.first, n) for n in range(period.months)],
        "kind": scope.kind,
        "topics": topics,
    }
    values |= {f"key_{dim}": value for dim, value in scope.filters}
    found: dict[str, Division] = {dim: [] for dim in asked}
    for dim, key, *sums in rows(statement, values):
        if any(sums):
            found[dim].append((key, Sums(*sums)))
    for division in found.values():
        division.sort(key=lambda one: (-one[1].received, -one[1].answered, one[0]))
    return found


def _part(scope: Scope, dim: str, by: str) -> tuple[str, str, str]:
    """(table, column of the key, WHERE) of the scope's sums divided by `dim`."""
    rest = [name for name, _ in scope.filters if not (name == "category" and dim == "topic")]
    some = "{} = ANY(%(topics)s)" if dim == "topic" and len(rest) < len(scope.filters) else "true"
    if not rest:
        return f"stats_{by}total", "value", f"dim = '{dim}' AND {some.format('value')}"
    pair = sorted([dim, rest[0]], key=FILTERS.index)
    mine, theirs = ("a", "b") if pair[0] == dim else ("b", "a")
    where = f"pair = '{' '.join(pair)}' AND {theirs} = %(key_{rest[0]})s AND {some.format(mine)}"
    return f"stats_{by}pair", mine, where
