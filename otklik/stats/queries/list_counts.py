"""Live counts of a list: how many rows it has, and how many each other choice would show. No appeal is read.

One statement over the rollups. Of what no sum is kept (days, what is overdue, photo together with a rating …) nothing
is said rather than something wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, Final

from otklik.appeals.queries import names
from otklik.appeals.queries.filters import STAGES, TABS, Filter
from otklik.appeals.queries.walk import UNKNOWN, Expected
from otklik.kit.kept import kept
from otklik.kit.replica import rows

SECONDS: Final = 2.0  # that an answer is kept: sums follow a move within one more
_MEASURES: Final = ("n", "answers", "photo", *(f"rated_{n}" for n in range(1, 6)))
_DIMS: Final = ("category", "topic", "area", "authority")
_COLUMN: Final = {
    "category": "category_id", "topic": "topic_id", "area": "area", "authority": "authority_id",
    "settlement": "settlement_id",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """total None: no exact number is kept. options: of a filter's name, how many rows each value would show."""

    total: int | None = None
    tabs: Mapping[str, int] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    expected: Expected = UNKNOWN


def counts(said: Filter) -> Counts:
    """For the page of this filter; the answer may be SECONDS old."""
    whole = replace(said, since=None, until=None, overdue=False, sort="date")
    found = _counted(whole)
    if whole.narrowed == said.narrowed:
        return found
    # Nothing is known of the days, but what has no rows without them has none with them.
    return Counts(expected=replace(found.expected, total=None, categories=None))


@kept(SECONDS)
def _counted(said: Filter) -> Counts:
    if said.settlement and said.area:
        return Counts()  # a settlement has one municipality, but its old appeals may have another
    measure = _measure(said)
    heads, options = _sums(said, measure)
    least = {head: min(sums[name] for name in _wanted(said)) for head, sums in heads.items()}
    streams = {head: n for head, n in least.items() if n}
    if measure is None:
        return Counts(expected=Expected(streams=streams))
    total = _total(said, heads)
    return Counts(
        total=total,
        tabs=_choices(said, heads, "tab", TABS),
        options={
            **options,
            "stage": _choices(said, heads, "stage", STAGES),
            "photo": _choices(said, heads, "photo", (True,)),
            "answered": _choices(said, heads, "answered", (True,)),
            "rating": _choices(said, heads, "rating", range(1, 6)),
        },
        expected=Expected(total, streams, options["category"]),
    )


_Heads = dict[tuple[str, str], dict[str, int]]  # sums of each kind and state


def _wanted(said: Filter) -> list[str]:
    """Measures that narrow; of several at once only the most that there can be is known."""
    found = ["answers"] if said.answered or said.tab == "answers" else []
    found += ["photo"] if said.photo else []
    found += [f"rated_{said.rating}"] if said.rating else []
    return found or ["n"]


def _measure(said: Filter) -> str | None:
    wanted = _wanted(said)
    return wanted[0] if len(wanted) == 1 else None


def _total(said: Filter, heads: _Heads) -> int | None:
    measure = _measure(said)
    if measure is None:
        return None
    return sum(
        heads[kind, state][measure]
        for kind, state in product(said.kinds, said.states)
        if (kind, state) in heads
    )


def _choices(said: Filter, heads: _Heads, name: str, values: Iterable[Any]) -> dict[str, int]:
    found = {str(value): _total(replace(said, **{name: value}), heads) for value in values}
    return {value: n for value, n in found.items() if n is not None}


def _sums(said: Filter, measure: str | None) -> tuple[_Heads, dict[str, dict[str, int]]]:
    chosen = _chosen(said)
    parts = [_heads_part(chosen)]
    for dim in _DIMS if measure else ():
        if (dim == "topic" and not said.category) or (dim == "area" and said.settlement):
            continue
        own = {"category", "topic"} if dim == "category" else {dim}
        others = {name: value for name, value in chosen.items() if name not in own}
        if dim == "topic":
            others["category"] = names.categories().by_code[said.category].id
        parts.append(_option_part(dim, others, measure or "n", said))
    values = [value for _, some in parts for value in some]
    heads: _Heads = {}
    options: dict[str, dict[str, int]] = {dim: {} for dim in _DIMS}
    for dim, value, kind, state, sums in rows(" UNION ALL ".join(sql for sql, _ in parts), values):
        if not dim:
            heads[kind, state] = dict(zip(_MEASURES, sums, strict=True))
        elif sums[0] and (code := _code(dim, value)):
            options[dim][code] = sums[0]
    return heads, options


def _chosen(said: Filter) -> dict[str, Any]:
    """Dimension and key; a topic stands for its category."""
    found: dict[str, Any] = {}
    if said.topic:
        found["topic"] = names.topics().by_code[said.topic].id
    elif said.category:
        found["category"] = names.categories().by_code[said.category].id
    if said.authority:
        found["authority"] = names.authorities().by_code[said.authority].id
    return found | {name: value for name in ("area", "settlement") if (value := getattr(said, name))}


def _heads_part(chosen: dict[str, Any]) -> tuple[str, list[Any]]:
    sums = ", ".join(f"sum({name})" for name in _MEASURES)
    table, where, values = _source("all", chosen)
    return (
        f"SELECT '', '', kind, state, ARRAY[{sums}]::bigint[] FROM {table} WHERE {where} GROUP BY kind, state",
        values,
    )


def _option_part(dim: str, others: dict[str, Any], measure: str, said: Filter) -> tuple[str, list[Any]]:
    table, where, values = _source(dim, others)
    value = "value" if table == "stats_listtotal" else f"{_COLUMN[dim]}::text"
    return (
        f"SELECT '{dim}', {value}, '', '', ARRAY[sum({measure})]::bigint[] FROM {table}"
        f" WHERE {where} AND kind = ANY(%s) AND state = ANY(%s) GROUP BY 2",
        [*values, list(said.kinds), list(said.states)],
    )


def _source(dim: str, narrowed: dict[str, Any]) -> tuple[str, str, list[Any]]:
    """Table, condition and its values: the smallest sums that tell `dim` of what is so narrowed."""
    if not narrowed:
        return "stats_listtotal", "dim = %s", [dim]
    if dim == "all" and len(narrowed) == 1 and "settlement" not in narrowed:
        ((name, value),) = narrowed.items()
        return "stats_listtotal", "dim = %s AND value = %s", [name, str(value)]
    table = "stats_placecount" if "settlement" in narrowed else "stats_listcount"
    return table, " AND ".join(f"{_COLUMN[name]} = %s" for name in narrowed), list(narrowed.values())


def _code(dim: str, value: str) -> str:
    """As the address of a list names it; "" for none, and for what was made a moment ago."""
    if dim == "area":
        return value
    known = {"category": names.categories, "topic": names.topics, "authority": names.authorities}[dim]()
    row = known.by_id.get(int(value))
    return row.code if row else ""
