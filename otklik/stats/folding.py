"""Keeps the sums of `rollups` current: what changed is counted anew and the difference is added.

An appeal that changed leaves a row of `appeals.Change` in its own transaction. `fold` takes such rows, reads those
appeals as they are now, compares them with their `Fact` and adds new minus old to every rollup: one statement, one
snapshot. So nothing is lost or counted twice, whatever is killed and however often one appeal changed meanwhile.
What the search knows of those appeals is written with them (`appeals.searchable`), and so are complaints by cadastral
quarter (`cadastre.complaints`).
"""

from typing import Final

from django.conf import settings
from django.db import connection, transaction

from otklik.appeals import public, searchable
from otklik.appeals.lifecycle import ANSWERED, State
from otklik.cadastre import complaints
from otklik.stats.models import Fact
from otklik.stats.rollups import ROLLUPS, WORLD, Rollup

BATCH: Final = 2_000  # changes in one transaction
_LOCK: Final = 7_310_404  # advisory: one folds or recounts at a time

_COLUMNS: Final = tuple(field.column for field in Fact._meta.fields)
_OWED: Final = (State.SENDING.value, State.REGISTERED.value)


def fold() -> int:
    """Bring the sums up to date; return how many changes were taken. 0 also while another process is at it."""
    taken = 0
    while got := _batch():
        taken += got
        if got < BATCH:
            break
    return taken


@transaction.atomic
def recount() -> None:
    """Make every sum anew from the appeals. Readers see the old ones until the end; folding waits.

    Changes of the meantime stay in the queue and are folded afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute("DELETE FROM stats_fact")
        cursor.execute(f"INSERT INTO stats_fact ({', '.join(_COLUMNS)}) {_counted('true')}")
        for rollup in ROLLUPS:
            cursor.execute(f"DELETE FROM {rollup.table}")
            cursor.execute(_added(rollup, "(SELECT 1 AS sign, * FROM stats_fact)", merging=False))
        complaints.rebuild(cursor)


@transaction.atomic
def reword() -> None:
    """Make what the search knows anew from the appeals; readers see the old words until the end, folding waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 4")  # millions of texts: not on one core
        searchable.rebuild(cursor)


@transaction.atomic
def _batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM appeals_change)")
        if not cursor.fetchone()[0]:
            return 0
        # Its own statement: the next one must see what the last holder committed.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_FOLD, [BATCH])
        taken, touched = cursor.fetchone()
        searchable.refresh(cursor, touched)
        complaints.refresh(cursor, touched)
        return int(taken)


def _counted(which: str) -> str:
    """SELECT of facts as the appeals are now. which: condition on the appeal `a`."""
    seen, answered, owed = public.shown("a"), _in(sorted(ANSWERED)), _in(_OWED)
    decided = "coalesce(a.published_at, CASE WHEN a.state = 'refused' THEN a.closed_at END)"
    began, shown = "coalesce(a.email_confirmed_at, a.received_at)", f"{seen} AND a.point IS NOT NULL"
    answered_on = _day("a.answered_at")
    columns = {
        "appeal_id": "a.id",
        "kind": "a.kind",
        "channel": "a.channel",
        "state": "a.state",
        "public": seen,
        "category_id": "a.category_id",
        "topic_id": "a.topic_id",
        "area": "coalesce(t.code, '')",
        "settlement_id": "coalesce(a.settlement_id, 0)",
        "authority_id": "coalesce(a.authority_id, 0)",
        "organisation": "a.organisation_id IS NOT NULL",
        "received_on": _day("a.received_at"),
        "decided_on": _day(decided),
        "decided_hours": _within(f"extract(epoch FROM {decided} - {began}) / 3600", 1000),
        "decided_in_time": f"{decided} <= a.moderate_by",
        "refused": "a.state = 'refused'",
        "answered_on": answered_on,
        "answered_days": _within(f"{answered_on} - {_day('coalesce(a.published_at, a.received_at)')}", 400),
        "answered_in_time": f"{answered_on} <= coalesce(a.answer_by, {answered_on})",
        "due": f"CASE WHEN a.state IN {owed} THEN a.answer_by END",
        "answer_shown": f"a.state IN {answered} AND NOT a.withheld AND a.answered_at IS NOT NULL",
        "photo": "a.has_photo",
        "rating": "a.rating",
        "solved": "a.solved",
        "returned": "a.returns > 0",
        "formal": "a.formal",
        "x": f"CASE WHEN {shown} THEN {_X} END",
        "y": f"CASE WHEN {shown} THEN {_Y} END",
    }
    return (
        f"SELECT {', '.join(f'{columns[name]} AS {name}' for name in _COLUMNS)} FROM appeals_appeal a"
        f" LEFT JOIN places_territory t ON t.id = a.territory_id WHERE {which}"
    )


def _day(moment: str) -> str:
    return f"({moment} AT TIME ZONE '{settings.TIME_ZONE}')::date"


def _within(amount: str, top: int) -> str:
    """0..top; NULL stays NULL, which `least` alone would pass over."""
    return f"CASE WHEN {amount} IS NOT NULL THEN floor(least(greatest({amount}, 0), {top}))::int END"


# Web Mercator, kept inside the world: (0, 0) is north-west.
_SIZE: Final = 2**WORLD
_X: Final = f"least(greatest((ST_X(a.point) + 180) / 360 * {_SIZE}, 0), {_SIZE - 1})::int"
_LAT: Final = "radians(least(greatest(ST_Y(a.point), -85), 85))"
_Y: Final = (
    f"least(greatest((1 - ln(tan({_LAT}) + 1 / cos({_LAT})) / pi()) / 2 * {_SIZE}, 0), {_SIZE - 1})::int"
)


def _in(states: list[State] | tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{state}'" for state in states) + ")"


def _added(rollup: Rollup, facts: str, *, merging: bool) -> str:
    """INSERT of one rollup's sums over `facts`; merging: what is there already grows by them, else rows go in order."""
    keys, measures = list(rollup.keys), list(rollup.measures)
    sums = [f"coalesce(sum(f.sign * ({said})), 0)" for said in rollup.measures.values()]
    source, where = ", ".join(part for part in (f"{facts} f", rollup.spread) if part), rollup.where
    if rollup.dims:
        first = [f"{said} AS {name}" for name, said in rollup.base.items()]
        first += [f"{total} AS {name}_" for total, name in zip(sums, measures, strict=True)]
        by = ", ".join(str(n) for n in range(1, len(rollup.base) + 1))
        source = f"(SELECT {', '.join(first)} FROM {source} WHERE {where} GROUP BY {by}) f, {rollup.dims}"
        where, sums = rollup.picked, [f"sum(f.{name}_)" for name in measures]
    places = ", ".join(str(n) for n in range(1, len(keys) + 1))
    something = " OR ".join(f"{total} <> 0" for total in sums)
    statement = (
        f"INSERT INTO {rollup.table} AS kept ({', '.join(keys + measures)})"
        f" SELECT {', '.join([*rollup.keys.values(), *sums])} FROM {source}"
        f" WHERE {where} GROUP BY {places} HAVING {something}"
    )
    if not merging:
        return f"{statement} ORDER BY {places}"
    grown = ", ".join(f"{name} = kept.{name} + excluded.{name}" for name in measures)
    return f"{statement} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {grown}"


def _fold() -> str:
    kept = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    parts = [
        "taken AS (DELETE FROM appeals_change"
        " WHERE id IN (SELECT id FROM appeals_change ORDER BY id LIMIT %s) RETURNING appeal_id)",
        "touched AS MATERIALIZED (SELECT DISTINCT appeal_id FROM taken)",
        f"fresh AS MATERIALIZED ({_counted('a.id IN (SELECT appeal_id FROM touched)')})",
        f"old AS MATERIALIZED (SELECT {', '.join(_COLUMNS)} FROM stats_fact"
        " WHERE appeal_id IN (SELECT appeal_id FROM touched))",
        "diff AS MATERIALIZED (SELECT 1 AS sign, fresh.* FROM fresh UNION ALL SELECT -1, old.* FROM old)",
        f"stored AS (INSERT INTO stats_fact ({', '.join(_COLUMNS)}) SELECT * FROM fresh"
        f" ON CONFLICT (appeal_id) DO UPDATE SET {kept})",
        *(f"sum_{n} AS ({_added(rollup, 'diff', merging=True)})" for n, rollup in enumerate(ROLLUPS)),
    ]
    return f"WITH {', '.join(parts)} SELECT count(*), array_agg(DISTINCT appeal_id) FROM taken"


_FOLD: Final = _fold()
