"""Which sums are kept, and of what: one table, from which `folding` makes its SQL. Pure.

In the expressions `f` is a row of `stats.Fact`. A rollup may count a fact several times, once for each row of `spread`.
"""

from typing import Final, NamedTuple

from otklik.stats.models import CELL_COUNTS

LEVELS: Final = (8, 10, 12, 14, 16, 18)  # of MapCell: 100 km to 90 m at our latitudes
WORLD: Final = 26  # Fact.x and Fact.y are cells of this level: 0.3 m
# «org»: appeals that were filed for an organisation
DIMS: Final = ("all", "category", "topic", "area", "authority", "channel", "org")
# of MonthPair: the more local filter first, as pages with two filters ask
PAIRS: Final = ("category area", "category authority", "topic area", "topic authority", "area authority")


class Rollup(NamedTuple):
    """INSERT INTO `table` SELECT `keys`, sum(`measures`) FROM facts f, `spread` WHERE `where` GROUP BY keys.

    keys: in the order of the table's unique index, so that a recount lays side by side what a page reads together.

    With `dims` in two steps: measures are first summed by `base`, and those sums, as `f`, are counted several times,
    once for each row of `dims` that is `picked`. Of millions of facts each is so read once, not once a dimension.
    """

    table: str
    keys: dict[str, str]
    measures: dict[str, str]
    where: str = "true"
    spread: str = ""
    base: dict[str, str] = {}  # columns of the first sum
    dims: str = ""
    picked: str = "true"


_DIMS: Final = """LATERAL (VALUES ('all', ''), ('category', f.category_id::text), ('topic', f.topic_id::text),
    ('area', f.area), ('authority', f.authority_id::text)) dim (name, value)"""
_DIMS_AND_CHANNEL: Final = _DIMS.replace("('all', '')", "('all', ''), ('channel', f.channel)")
_DIMS_AND_ORG: Final = _DIMS.replace("('all', '')", "('all', ''), ('org', '')")
_ALL_DIMS: Final = _DIMS_AND_CHANNEL.replace("('all', '')", "('all', ''), ('org', '')")
_OF_ITS_OWN: Final = "(dim.name <> 'org' OR f.organisation)"
_FEW_DIMS: Final = """LATERAL (VALUES ('all', ''), ('category', f.category_id::text), ('area', f.area),
    ('authority', f.authority_id::text), ('channel', f.channel)) dim (name, value)"""
_COLUMNS: Final = {
    "category": "f.category_id::text", "topic": "f.topic_id::text",
    "area": "f.area", "authority": "f.authority_id::text",
}  # fmt: skip


def _pairs() -> str:
    rows = (f"('{pair}', {', '.join(_COLUMNS[dim] for dim in pair.split())})" for pair in PAIRS)
    return f"LATERAL (VALUES {', '.join(rows)}) pair (name, a, b)"


_DIM_KEYS: Final = {"dim": "dim.name", "value": "dim.value"}
_ALL_KEYS: Final = {
    "category_id": "f.category_id", "topic_id": "f.topic_id", "area": "f.area", "authority_id": "f.authority_id",
}  # fmt: skip

_KINDS: Final = {"kind": "f.kind", **_ALL_KEYS}

_LISTED: Final = {
    "n": "1",
    "answers": "f.answer_shown::int",
    "photo": "f.photo::int",
    **{f"rated_{n}": f"(f.rating = {n})::int" for n in range(1, 6)},
}
_LIST_KEYS: Final = {"kind": "f.kind", "state": "f.state"}

# Each event on its own day.
_EVENTS: Final = """LATERAL (VALUES ('received', f.received_on), ('decided', f.decided_on), ('answered', f.answered_on))
    event (what, day)"""
_RECEIVED, _DECIDED, _ANSWERED = (f"event.what = '{what}'" for what in ("received", "decided", "answered"))
_HAPPENED: Final = {
    "received": f"({_RECEIVED})::int",
    "decided": f"({_DECIDED})::int",
    "decided_in_time": f"({_DECIDED} AND f.decided_in_time)::int",
    "published": f"({_DECIDED} AND NOT f.refused)::int",
    "refused": f"({_DECIDED} AND f.refused)::int",
    "answered": f"({_ANSWERED})::int",
    "in_time": f"({_ANSWERED} AND f.answered_in_time)::int",
    "days": f"CASE WHEN {_ANSWERED} THEN f.answered_days ELSE 0 END",
    "returned": f"({_ANSWERED} AND f.returned)::int",
    "rated": f"({_ANSWERED} AND f.rating IS NOT NULL)::int",
    "stars": f"CASE WHEN {_ANSWERED} THEN f.rating ELSE 0 END",
    "solved": f"({_ANSWERED} AND f.solved)::int",
    "unsolved": f"({_ANSWERED} AND NOT f.solved)::int",
    "formal": f"({_ANSWERED} AND f.formal)::int",
}
_MONTH: Final = "date_trunc('month', event.day)::date"

_DONE: Final = """LATERAL (VALUES ('answer', f.answered_on, f.answered_days),
    ('decision', f.decided_on, f.decided_hours), ('rating', f.answered_on, f.rating)) done (what, day, took)"""


def _finest(coordinate: str) -> str:
    """The corner of the smallest cell: lies in the same cell of every larger level."""
    return f"({coordinate} >> {WORLD - LEVELS[-1]}) << {WORLD - LEVELS[-1]}"


def _cell_counts() -> dict[str, str]:
    parts = (name.split("_") for name in CELL_COUNTS)
    return {"_".join(p): f"(f.kind = '{p[1]}' AND f.state = '{p[2]}')::int" for p in parts}


ROLLUPS: Final = (
    Rollup(
        "stats_mapcell",
        {
            "level": "level.n",
            "category_id": "cat.id",
            "x": f"f.x >> ({WORLD} - level.n)",
            "y": f"f.y >> ({WORLD} - level.n)",
        },
        {"n": "1", "sum_x": "f.x", "sum_y": "f.y", **_cell_counts()},
        where="f.public AND f.x IS NOT NULL",
        base={"x": _finest("f.x"), "y": _finest("f.y"), "category_id": "f.category_id"},
        dims=f"unnest(ARRAY{list(LEVELS)}) level (n), LATERAL (VALUES (0::bigint), (f.category_id)) cat (id)",
    ),
    Rollup(
        "stats_listtotal",
        {**_DIM_KEYS, **_LIST_KEYS},
        _LISTED,
        where="f.public",
        base={**_ALL_KEYS, **_LIST_KEYS},
        dims=_DIMS,
    ),
    Rollup(
        "stats_listcount",
        {
            "area": "f.area",
            "topic_id": "f.topic_id",
            "authority_id": "f.authority_id",
            **_LIST_KEYS,
            "category_id": "f.category_id",
        },
        _LISTED,
        where="f.public",
    ),
    Rollup(
        "stats_placecount",
        {
            "settlement_id": "f.settlement_id",
            "topic_id": "f.topic_id",
            "authority_id": "f.authority_id",
            **_LIST_KEYS,
            "category_id": "f.category_id",
        },
        _LISTED,
        where="f.public AND f.settlement_id <> 0",
    ),
    Rollup(
        "stats_monthtotal",
        {"dim": "dim.name", "month": "f.month", "value": "dim.value", "kind": "f.kind"},
        _HAPPENED,
        where="event.day IS NOT NULL",
        spread=_EVENTS,
        base={"month": _MONTH, **_KINDS, "channel": "f.channel", "organisation": "f.organisation"},
        dims=_ALL_DIMS,
        picked=_OF_ITS_OWN,
    ),
    Rollup(
        "stats_evertotal",
        {**_DIM_KEYS, "kind": "f.kind"},
        _HAPPENED,
        where="event.day IS NOT NULL",
        spread=_EVENTS,
        base={**_KINDS, "channel": "f.channel", "organisation": "f.organisation"},
        dims=_ALL_DIMS,
        picked=_OF_ITS_OWN,
    ),
    Rollup(
        "stats_monthpair",
        {"pair": "pair.name", "a": "pair.a", "month": "f.month", "b": "pair.b", "kind": "f.kind"},
        _HAPPENED,
        where="event.day IS NOT NULL",
        spread=_EVENTS,
        base={"month": _MONTH, **_KINDS},
        dims=_pairs(),
    ),
    Rollup(
        "stats_everpair",
        {"pair": "pair.name", "a": "pair.a", "b": "pair.b", "kind": "f.kind"},
        _HAPPENED,
        where="event.day IS NOT NULL",
        spread=_EVENTS,
        base=_KINDS,
        dims=_pairs(),
    ),
    Rollup(
        "stats_daytotal",
        {"dim": "dim.name", "day": "f.day", "value": "dim.value", "kind": "f.kind"},
        _HAPPENED,
        where="event.day IS NOT NULL",
        spread=_EVENTS,
        base={
            "day": "event.day",
            "kind": "f.kind",
            "category_id": "f.category_id",
            "area": "f.area",
            "authority_id": "f.authority_id",
            "channel": "f.channel",
        },
        dims=_FEW_DIMS,
    ),
    Rollup(
        "stats_weekcount",
        {
            "week": "date_trunc('week', f.received_on)::date",
            "area": "f.area",
            "topic_id": "f.topic_id",
            "kind": "f.kind",
        },
        {"n": "1"},
        where="NOT f.refused",
    ),
    Rollup(
        "stats_termcount",
        {
            "what": "f.what",
            **_DIM_KEYS,
            "month": "f.month",
            "kind": "f.kind",
            "took": "f.took",
        },
        {"n": "1"},
        where="done.took IS NOT NULL AND done.day IS NOT NULL",
        spread=_DONE,
        base={
            "what": "done.what",
            "month": "date_trunc('month', done.day)::date",
            "took": "done.took",
            **_KINDS,
            "organisation": "f.organisation",
        },
        dims=_DIMS_AND_ORG,
        picked=f"(f.what <> 'decision' OR dim.name = 'all') AND {_OF_ITS_OWN}",
    ),
    Rollup(
        "stats_duecount",
        {
            "due": "f.due",
            "authority_id": "f.authority_id",
            "area": "f.area",
            "category_id": "f.category_id",
            "kind": "f.kind",
        },
        {"n": "1"},
        where="f.due IS NOT NULL",
    ),
)
