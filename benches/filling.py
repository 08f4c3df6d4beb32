"""Appeals by the million, as ten years of a portal would leave them. All anew for each size: all have one shape.

Real houses, territories and authorities of the demo region, texts in the demo's words; every state, with the journal
that leads there. The later, the more: in the last year some five times as many as in the first.
"""

# ruff: noqa: S608  # SQL of our own constants

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from benches import bulk, cpu, fills, pools, rows, storylines
from benches.portal import DATABASE
from benches.rows import Row
from otklik.stats.rollups import ROLLUPS
from tools.say import Stop

# What keeps figures beside the appeals makes them anew from all that was filled: commands of the product.
REBUILDS: Final[tuple[tuple[str, ...], ...]] = (("recount",),)
_EMPTIED: Final = (
    "bench_filled", "appeals_appeal", "appeals_change", "outbox_message", "exchange_packet", "stats_fact",
)  # fmt: skip


def prepare() -> None:
    """Migrations, the demo region without appeals, and what the filling draws from. Once is enough."""
    call_command("prepare", appeals=0, verbosity=0)
    if filled() is None:
        pools.make()
        with connection.cursor() as cursor:
            cursor.execute(f"{storylines.PATHS}; CREATE TABLE bench_filled AS SELECT 0 AS size")


def filled() -> int | None:
    """How many appeals a kept folder has; None: it is new. Raises Stop when a filling was cut short."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_filled') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT max(size) FROM bench_filled")
        size = cursor.fetchone()[0]
    if size is None:
        raise Stop("Прошлое заполнение этой базы оборвалось. Удалите папку, указанную в --data.")
    return int(size)


def fill(size: int, *, desk: bool) -> list[Row]:
    """Make `size` appeals in place of all that is there; statistics are fresh and no vacuum is due afterwards.

    desk: with the ledger, letters, drafts and long journals, which no public page reads. What each step took.
    """
    took: list[Row] = []
    chosen = fills.PUBLIC + (fills.DESK if desk else ())
    with connection.cursor() as cursor:
        cursor.execute(
            f"TRUNCATE {', '.join((*_EMPTIED, *(one.table for one in ROLLUPS)))} RESTART IDENTITY CASCADE"
        )
    words = _words(size, desk=desk)
    with _timed(took, "обращения вкратце", size):
        _new(size, words)
    with bulk.bare([one.table for one in chosen]):
        for one in chosen:
            with _timed(took, one.table, size):
                bulk.pour(one.table, one.columns.split(), _literal(fills.drawn(one.select), words))
        began, before = time.monotonic(), cpu.seconds([DATABASE])
    took.append(_row("индексы и ссылки", size, time.monotonic() - began, cpu.seconds([DATABASE]) - before))
    for one in chosen:
        _number_on(one.table)
    bulk.run("DROP TABLE bench_new, bench_original")
    with _timed(took, "ANALYZE", size), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(one.table for one in chosen)}")
    for command in REBUILDS:
        with _timed(took, f"otklik {' '.join(command)}", size):
            call_command(*command)
    kept = ("stats_fact", "appeals_searchdocument", *(one.table for one in ROLLUPS))
    with _timed(took, "VACUUM ANALYZE сводок", size):
        bulk.run(f"VACUUM (ANALYZE) {', '.join(kept)}")
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO bench_filled VALUES ({size})")
    return took


def _new(size: int, words: dict[str, int | str | bool]) -> None:
    half = size // 2
    parts = [{**words, "first": first, "last": last} for first, last in ((0, half), (half, size))]
    bulk.run(fills.NEW)
    for part in parts:
        bulk.run(_literal(fills.PART, part))
    some = fills.drawn(fills.SOME)
    bulk.together([lambda part=part: bulk.run(_literal(some, part)) for part in parts])  # type: ignore[misc]
    bulk.run(fills.ORIGINALS)


def _number_on(table: str) -> None:
    """The next row that somebody adds comes after the filled ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        if sequence := cursor.fetchone()[0]:
            cursor.execute(f"SELECT setval('{sequence}', coalesce(max(id), 1)) FROM {table}")


def _words(size: int, *, desk: bool) -> dict[str, int | str | bool]:
    return {"count": size, "prefix": settings.MSED_PREFIX, "hours": settings.MODERATION_HOURS, "desk": desk}


@contextmanager
def _timed(took: list[Row], what: str, size: int) -> Iterator[None]:
    began, before = time.monotonic(), cpu.seconds([DATABASE])
    yield
    took.append(_row(what, size, time.monotonic() - began, cpu.seconds([DATABASE]) - before))


def _row(what: str, size: int, seconds: float, busy: float) -> Row:
    """busy: CPU seconds of PostgreSQL: with other work on the machine the clock says little."""
    said = f"{seconds:.1f} с, из них CPU PostgreSQL {busy:.1f} с"
    rows.say(f"    {what}: {said}")
    return Row("filling", what, size, note=f"{said}; {size / max(seconds, 0.001):.0f} обращений/с")


def _literal(statement: str, words: dict[str, int | str | bool]) -> str:
    """The words put in as literals: SQL full of «%» stays readable."""
    for name, value in words.items():
        statement = statement.replace(f"%({name})s", sql.Literal(value).as_string())
    return statement
