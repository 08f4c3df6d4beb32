"""What business writes about: appeals of the categories of business, and those that were filed for an organisation.

An appeal of such a category that an organisation filed is in both: the two are shown side by side, never added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.stats.periods import Period
from otklik.stats.queries.figures import SUMMED, Sums
from otklik.stats.queries.terms import median


@dataclass(frozen=True, slots=True)
class Course:
    """total.share_solved is what the authors said; median_days: from the publication to the last answer."""

    months: list[tuple[date, Sums]]  # first days, oldest first; months without anything are left out
    total: Sums
    median_days: int | None


@dataclass(frozen=True, slots=True)
class Business:
    problems: Course  # of the categories
    organisations: Course  # of whatever category
    topics: list[tuple[str, Sums]]  # of the categories: ids as `appeals.queries.names` has them, most first
    areas: list[tuple[str, Sums]]  # of the categories: OKTMO, "" unknown; most first


_MONTHS: Final = f"""
SELECT dim = 'org', month, {SUMMED} FROM stats_monthtotal
WHERE ((dim = 'category' AND value = ANY(%(categories)s)) OR (dim = 'org' AND value = ''))
  AND month >= %(first)s AND month < %(until)s
GROUP BY 1, 2 ORDER BY 2
"""
_TOOK: Final = """
SELECT dim = 'org', took, sum(n)::bigint FROM stats_termcount
WHERE what = 'answer' AND ((dim = 'category' AND value = ANY(%(categories)s)) OR (dim = 'org' AND value = ''))
  AND month >= %(first)s AND month < %(until)s
GROUP BY 1, 2 HAVING sum(n) > 0
"""
_TOPICS: Final = f"""
SELECT value, {SUMMED} FROM stats_monthtotal
WHERE dim = 'topic' AND value = ANY(%(topics)s) AND month >= %(first)s AND month < %(until)s
GROUP BY 1
"""
_AREAS: Final = f"""
SELECT b, {SUMMED} FROM stats_monthpair
WHERE pair = 'category area' AND a = ANY(%(categories)s) AND month >= %(first)s AND month < %(until)s
GROUP BY 1
"""


def business(categories: Sequence[str], topics: Sequence[str], period: Period) -> Business:
    """Four statements over kept sums, however many appeals there are.

    categories, topics: ids as text of the categories of business and of their topics (`names.categories().by_code`).
    """
    asked: dict[str, Any] = {"categories": list(categories), "topics": list(topics)}
    asked |= {"first": period.first, "until": period.until}
    months, took = rows(_MONTHS, asked), rows(_TOOK, asked)
    return Business(
        problems=_course(months, took, of_organisations=False),
        organisations=_course(months, took, of_organisations=True),
        topics=_divided(rows(_TOPICS, asked)),
        areas=_divided(rows(_AREAS, asked)),
    )


def _course(months: list[tuple[Any, ...]], took: list[tuple[Any, ...]], *, of_organisations: bool) -> Course:
    points = [(month, Sums(*sums)) for org, month, *sums in months if org == of_organisations and any(sums)]
    spread = {days: n for org, days, n in took if org == of_organisations}
    return Course(points, sum((sums for _, sums in points), Sums()), median(spread))


def _divided(found: list[tuple[Any, ...]]) -> list[tuple[str, Sums]]:
    division = [(key, Sums(*sums)) for key, *sums in found if any(sums)]
    return sorted(division, key=lambda one: (-one[1].received, -one[1].answered, one[0]))
