"""Where the sums that answer a question lie."""

from dataclasses import dataclass
from typing import Any, Final

FILTERS: Final = ("category", "topic", "area", "authority")  # a pair names its two in this order
DAYS: Final = frozenset({"all", "category", "area", "authority"})  # have sums by day


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted. filters: (one of FILTERS, key as the sums have it), two at most, in the order of FILTERS."""

    kind: str = ""  # a lifecycle.Kind value; "" all of them
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """FROM `table` WHERE `where`: the rows of one scope. by: the table with days or months, or over all years."""

    table: str
    where: str
    values: dict[str, Any]


def of_scope(scope: Scope, *, by: str = "month") -> Source:
    """by: day, month, ever. Days are kept for one filter of DAYS at most."""
    kind, values = ("kind = %(kind)s", {"kind": scope.kind}) if scope.kind else ("true", {})
    if len(scope.filters) == 2:
        (one, a), (two, b) = scope.filters
        where = f"pair = '{one} {two}' AND a = %(a)s AND b = %(b)s AND {kind}"
        return Source(f"stats_{by}pair", where, {**values, "a": a, "b": b})
    dim, value = scope.filters[0] if scope.filters else ("all", "")
    where = "dim = %(dim)s AND value = %(value)s"
    return Source(f"stats_{by}total", f"{where} AND {kind}", {**values, "dim": dim, "value": value})


def has_days(scope: Scope) -> bool:
    return len(scope.filters) < 2 and all(dim in DAYS for dim, _ in scope.filters)
