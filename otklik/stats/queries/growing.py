"""Counts for `growth`, from the sums by weeks; how many people live where."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from otklik.kit.replica import rows
from otklik.stats import growth
from otklik.stats.growth import WEEKS, YEAR_WEEKS, Count

_YEAR: Final = 52  # weeks: the same day of the week


@dataclass(frozen=True, slots=True)
class People:
    """Of a municipality, by its settlements."""

    n: int
    silent: int  # settlements that do not say how many live there


def last_week(today: date) -> date:
    """The Monday of the last week that is over."""
    return today - timedelta(days=today.weekday() + 7)


def weeks_before(week: date) -> list[date]:
    """The WEEKS before, oldest first."""
    return [week - timedelta(weeks=n) for n in range(WEEKS, 0, -1)]


def year_weeks(week: date) -> list[date]:
    """The same week of the last year and its neighbours, oldest first."""
    middle = YEAR_WEEKS // 2
    return [week - timedelta(weeks=_YEAR + n) for n in range(middle, -middle - 1, -1)]


def counts(week: date, *, kind: str, whole: bool) -> list[Count]:
    """Every pair that had an appeal in a week compared. whole: topics of the region, else by known municipality.

    week: a Monday. kind: a lifecycle.Kind value. One statement.
    """
    values = {"week": week, "before": weeks_before(week), "year": year_weeks(week), "kind": kind}
    found = rows(_WHOLE if whole else _BY_AREA, values)
    return [
        Count(topic, area, last, before, squares, year if counted else None)
        for topic, area, last, before, squares, year, counted in found
    ]


def course(week: date, pairs: list[tuple[int, str]], *, kind: str) -> dict[tuple[int, str], list[int]]:
    """The WEEKS before and the last one of each of `pairs`: topic and municipality, "" of the region. One statement."""
    weeks = [*weeks_before(week), week]
    topics, areas = [topic for topic, _area in pairs], [area for _topic, area in pairs]
    found: dict[tuple[int, str], list[int]] = {}
    values = {"weeks": weeks, "topics": topics, "areas": areas, "kind": kind}
    for topic, where, monday, n in rows(_COURSE if any(areas) else _COURSE_WHOLE, values):
        found.setdefault((topic, where), [0] * len(weeks))[weeks.index(monday)] = n
    return found


def people() -> dict[str, People]:
    """By OKTMO of the municipality; "" is the region. One statement."""
    found = {code: People(n, silent) for code, n, silent in rows(_PEOPLE, {})}
    whole = People(sum(one.n for one in found.values()), sum(one.silent for one in found.values()))
    return {**found, "": whole}


def grown(week: date, *, kind: str, whole: bool) -> list[growth.Grown]:
    """The surest first."""
    return growth.growing(counts(week, kind=kind, whole=whole))


# The last column: whether the portal counted a year ago at all. A region that has begun since has nothing to compare.
_SUMS: Final = """
       coalesce(sum(n) FILTER (WHERE week = %(week)s), 0)::bigint,
       coalesce(sum(n) FILTER (WHERE week = ANY(%(before)s)), 0)::bigint,
       coalesce(sum(n * n) FILTER (WHERE week = ANY(%(before)s)), 0)::bigint,
       coalesce(sum(n) FILTER (WHERE week = ANY(%(year)s)), 0)::bigint,
       EXISTS (SELECT FROM stats_weekcount WHERE week <= (%(year)s::date[])[1] AND n > 0)
"""
_READ: Final = """
FROM stats_weekcount
WHERE week = ANY(%(before)s || %(year)s || ARRAY[%(week)s::date]) AND kind = %(kind)s AND n > 0
"""
# Of a municipality the table has one row a week and topic: its square is ready.
_BY_AREA: Final = f"SELECT topic_id, area, {_SUMS} {_READ} AND area <> '' GROUP BY 1, 2"
_WHOLE: Final = (
    f"WITH weekly AS (SELECT week, topic_id, sum(n)::bigint AS n {_READ} GROUP BY 1, 2)"
    f" SELECT topic_id, '', {_SUMS} FROM weekly GROUP BY 1"
)
_COURSE: Final = """
SELECT topic_id, area, week, n FROM stats_weekcount
JOIN unnest(%(topics)s::bigint[], %(areas)s::text[]) shown (topic_id, area) USING (topic_id, area)
WHERE week = ANY(%(weeks)s) AND kind = %(kind)s
"""
_COURSE_WHOLE: Final = """
SELECT topic_id, '', week, sum(n)::bigint FROM stats_weekcount
WHERE week = ANY(%(weeks)s) AND topic_id = ANY(%(topics)s) AND kind = %(kind)s GROUP BY 1, 3
"""
_PEOPLE: Final = """
SELECT territory_code, coalesce(sum(population), 0)::bigint, count(*) FILTER (WHERE population IS NULL)
FROM places_settlement GROUP BY 1
"""
