"""Complaints by cadastral quarter, kept current beside the other sums: `stats.folding` calls `refresh` and `rebuild`.

Counted is a public appeal whose answers name a cadastral number of the region and nobody hid it. Pages read the sums
and count nothing.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings

from otklik.appeals import public
from otklik.appeals.lifecycle import ANSWERED

_NUMBER: Final = r"^(\d\d:\d\d:\d{6,7}):\d{1,9}$"
_COLUMNS: Final = ("appeal_id", "quarter", "area", "answered", "solved", "lon", "lat")
_ANSWERED: Final = "(" + ", ".join(f"'{state}'" for state in sorted(ANSWERED)) + ")"


def _fresh(which: str) -> str:
    """SELECT of complaints as the appeals are now. which: condition on the appeal `a`."""
    return f"""
SELECT a.id AS appeal_id, named.quarter, a.area, a.state IN {_ANSWERED} AND a.answered_at IS NOT NULL AS answered,
  coalesce(a.solved, false) AS solved, ST_X(a.point) AS lon, ST_Y(a.point) AS lat
FROM appeals_appeal a CROSS JOIN LATERAL (
    SELECT (regexp_match(one.answer ->> 1, %(number)s))[1] AS quarter
    FROM jsonb_array_elements(a.fields) WITH ORDINALITY one (answer, place)
    WHERE one.answer ->> 1 ~ %(number)s AND left(one.answer ->> 1, 2) = ANY(%(districts)s)
    ORDER BY one.place LIMIT 1) named
WHERE {which} AND a.fields <> '[]' AND {public.shown("a")}"""


# Of its quarter, of its municipality, of the region; without a municipality not of «no municipality» twice.
_SUMS: Final = """
INSERT INTO cadastre_quartersum AS kept (quarter, area, n, answered, solved, points, sum_lon, sum_lat)
SELECT level.quarter, level.area, sum(f.sign), sum(f.sign * f.answered::int), sum(f.sign * f.solved::int),
  sum(f.sign * (f.lon IS NOT NULL)::int), sum(f.sign * coalesce(f.lon, 0)), sum(f.sign * coalesce(f.lat, 0))
FROM {source} f, LATERAL (VALUES (1, f.quarter, f.area), (2, '', f.area), (3, '', '')) level (n, quarter, area)
WHERE level.n <> 2 OR f.area <> ''
GROUP BY level.quarter, level.area ORDER BY 1, 2
ON CONFLICT (quarter, area) DO UPDATE SET n = kept.n + excluded.n, answered = kept.answered + excluded.answered,
  solved = kept.solved + excluded.solved, points = kept.points + excluded.points,
  sum_lon = kept.sum_lon + excluded.sum_lon, sum_lat = kept.sum_lat + excluded.sum_lat"""
_INTO: Final = f"INSERT INTO cadastre_complaint ({', '.join(_COLUMNS)})"
_KEPT: Final = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
_REFRESH: Final = f"""
WITH fresh AS MATERIALIZED ({_fresh("a.id = ANY(%(ids)s)")}),
old AS MATERIALIZED (SELECT {", ".join(_COLUMNS)} FROM cadastre_complaint WHERE appeal_id = ANY(%(ids)s)),
gone AS (DELETE FROM cadastre_complaint
  WHERE appeal_id IN (SELECT appeal_id FROM old EXCEPT SELECT appeal_id FROM fresh)),
stored AS ({_INTO} SELECT * FROM fresh ON CONFLICT (appeal_id) DO UPDATE SET {_KEPT}),
diff AS (SELECT 1 AS sign, fresh.* FROM fresh UNION ALL SELECT -1, old.* FROM old)
{_SUMS.format(source="diff")}"""


def refresh(cursor: Any, appeal_ids: Sequence[int]) -> None:
    """Count these appeals anew and add the difference. Nobody else may write meanwhile: see the lock of `folding`."""
    cursor.execute(_REFRESH, {**_values(), "ids": list(appeal_ids)})


def rebuild(cursor: Any) -> None:
    """All of it anew from the appeals; under the same lock."""
    for table in ("cadastre_complaint", "cadastre_quartersum"):
        cursor.execute(f"DELETE FROM {table}")
    cursor.execute(f"{_INTO} {_fresh('true')}", _values())
    cursor.execute(_SUMS.format(source="(SELECT 1 AS sign, * FROM cadastre_complaint)"))


def _values() -> dict[str, Any]:
    return {"number": _NUMBER, "districts": settings.CADASTRAL_DISTRICTS}
