"""The sums of ten times as many appeals, made from those that are there: what pages cost that read nothing but sums.

A row that is there gets ten times its numbers. One that is not, of a series that is (a topic of an authority in a month
of its life), appears as often as ten times its mean for that month would by chance, with the ratios of its series. So
the tables get the length that ten times the appeals would give them; no appeal, fact or list is made.
"""

# ruff: noqa: S608  # SQL of our own constants

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from django.db import connection

from benches import bulk
from benches.sections_fill import run
from otklik.stats.rollups import ROLLUPS

TIMES: Final = 10


class _Run(NamedTuple):
    time: str  # the key along which a series runs
    measure: str  # how many appeals


# What the pages of `sections.of_sums` read, beside the few facts of waves and the counts of the survey.
_TABLES: Final = {
    "stats_monthpair": _Run("month", "received"),
    "stats_monthtotal": _Run("month", "received"),
    "stats_termcount": _Run("month", "n"),
    "stats_weekcount": _Run("week", "n"),
    "stats_duecount": _Run("due", "n"),
}
_QUARTERS: Final = "cadastre_quartersum"
# Ten times as many quarters, not only ten times as many complaints of each: the most that could be.
_MORE_QUARTERS: Final = f"""
UPDATE {_QUARTERS} SET n = n * {TIMES}, answered = answered * {TIMES}, solved = solved * {TIMES},
  points = points * {TIMES}, sum_lon = sum_lon * {TIMES}, sum_lat = sum_lat * {TIMES};
INSERT INTO {_QUARTERS} (quarter, area, n, answered, solved, points, sum_lon, sum_lat)
SELECT left(quarter, 6) || lpad(((substr(quarter, 7)::int + more * 631) % 10000000)::text, 7, '0'), area, n, answered,
  solved, points, sum_lon, sum_lat
FROM {_QUARTERS}, generate_series(1, {TIMES - 1}) more WHERE quarter <> '' ON CONFLICT DO NOTHING
"""


@contextmanager
def ten_times() -> Iterator[dict[str, int]]:
    """While the block runs; gives the rows of each table."""
    names = [*_TABLES, _QUARTERS]
    run(*(f"DROP TABLE IF EXISTS bench_kept_{name}" for name in names))
    for name in names:
        bulk.run(f"CREATE UNLOGGED TABLE bench_kept_{name} AS TABLE {name}; ANALYZE bench_kept_{name}")
    try:
        for table in _TABLES:
            bulk.run(grown(table))
        bulk.run(_MORE_QUARTERS)
        bulk.run(f"VACUUM (ANALYZE) {', '.join(names)}")
        yield {name: _count(name) for name in names}
    finally:
        for name in names:
            bulk.run(
                f"TRUNCATE {name}; INSERT INTO {name} TABLE bench_kept_{name}; DROP TABLE bench_kept_{name}"
            )
        bulk.run(f"VACUUM (ANALYZE) {', '.join(names)}")


def grown(name: str) -> str:
    """SQL that fills the table from `bench_kept_` and its name."""
    time, measure = _TABLES[name]
    rollup = next(one for one in ROLLUPS if one.table == name)
    series = [key for key in rollup.keys if key != time]
    others = [one for one in rollup.measures if one != measure]
    expected = f"{TIMES} * s.{measure} * t.share"
    made = f"CASE WHEN k.{time} IS NULL THEN greatest(1, round({expected})) ELSE k.{measure} * {TIMES} END"
    ratios = [
        f"CASE WHEN k.{time} IS NULL THEN round(greatest(1, {expected}) * s.{one} / s.{measure})"
        f" ELSE k.{one} * {TIMES} END"
        for one in others
    ]
    columns = [*rollup.keys, measure, *others]
    keys = [f"{'t' if key == time else 's'}.{key}" for key in rollup.keys]
    kept = f"bench_kept_{name}"
    # Sorted by its series alone, each of its months would be laid beside each.
    return f"""
SET LOCAL enable_mergejoin = off;
TRUNCATE {name};
INSERT INTO {name} ({_list(columns)})
WITH s AS (SELECT {_list(series)}, {_summed([measure, *others])} FROM {kept} GROUP BY {_list(series)}),
t AS (SELECT {time}, sum({measure})::float / sum(sum({measure})) OVER () AS share FROM {kept} GROUP BY 1)
SELECT {_list([*keys, made, *ratios])}
FROM s CROSS JOIN t LEFT JOIN {kept} k ON {" AND ".join(f"k.{key} = s.{key}" for key in series)} AND k.{time} = t.{time}
WHERE k.{time} IS NOT NULL OR random() < 1 - exp(-least({expected}, 50)::float)
ORDER BY {_list(keys)}
"""


def _summed(columns: Sequence[str]) -> str:
    return _list([f"sum({one})::float AS {one}" for one in columns])


def _list(columns: Sequence[str]) -> str:
    return ", ".join(columns)


def _count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name}")
        return int(cursor.fetchone()[0])
