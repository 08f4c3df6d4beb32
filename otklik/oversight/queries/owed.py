"""Answers that are late or soon due: by authority and category out of kept sums, by topic along the indexes."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.stats.queries.inside import AGES

SOON: Final = 3  # days to the term
MOST: Final = 1_000  # of one topic are counted; more are «1 000 and more»
_LOOKED_AT: Final = 20_000  # appeals of one authority that are divided by topic


@dataclass(frozen=True, slots=True)
class Narrow:
    """What the page is narrowed to; 0: no limit of that sort."""

    authority: int = 0
    category: int = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """late: by up to AGES[0] days, up to AGES[1], by more. soon: due today or within SOON days."""

    key: int  # of the authority, category or topic
    late: tuple[int, ...]
    soon: int

    @property
    def overdue(self) -> int:
        return sum(self.late)


@dataclass(frozen=True, slots=True)
class ByTopic:
    key: int
    overdue: int  # MOST at most
    soon: int  # the same


def owed(narrow: Narrow, *, today: date) -> tuple[list[Owed], list[Owed]]:
    """By authority and by category, the latest first. One statement."""
    found = rows(_SUMS, _values(narrow, today))
    return _added(found, 0), _added(found, 1)


def by_topic(narrow: Narrow, *, today: date) -> list[ByTopic]:
    """The topics that have any, the most overdue first. One statement: as many steps as there are topics, or as one
    authority has appeals.
    """
    statement = _OF_AUTHORITY if narrow.authority else _OF_REGION
    found = [ByTopic(*row) for row in rows(statement, _values(narrow, today))]
    return sorted(found, key=lambda row: (-row.overdue, -row.soon, row.key))


def _values(narrow: Narrow, today: date) -> dict[str, Any]:
    return {
        "today": today,
        "soon": today + timedelta(days=SOON),
        "edge_0": today - timedelta(days=AGES[0]),
        "edge_1": today - timedelta(days=AGES[1]),
        "authority": narrow.authority,
        "category": narrow.category,
        "many": MOST,
        "looked": _LOOKED_AT,
    }


def _added(found: list[tuple[Any, ...]], column: int) -> list[Owed]:
    sums: dict[int, list[int]] = {}
    for row in found:
        had = sums.setdefault(row[column], [0, 0, 0, 0])
        sums[row[column]] = [a + b for a, b in zip(had, row[2:], strict=True)]
    made = [Owed(key, tuple(late), soon) for key, (*late, soon) in sums.items()]
    return sorted(made, key=lambda one: (*(-n for n in reversed(one.late)), -one.soon, one.key))


_SUMS: Final = """
SELECT authority_id, category_id,
  coalesce(sum(n) FILTER (WHERE due < %(today)s AND due >= %(edge_0)s), 0)::bigint,
  coalesce(sum(n) FILTER (WHERE due < %(edge_0)s AND due >= %(edge_1)s), 0)::bigint,
  coalesce(sum(n) FILTER (WHERE due < %(edge_1)s), 0)::bigint,
  coalesce(sum(n) FILTER (WHERE due >= %(today)s), 0)::bigint
FROM stats_duecount
WHERE n > 0 AND authority_id <> 0 AND due <= %(soon)s
  AND %(authority)s::bigint IN (0, authority_id) AND %(category)s::bigint IN (0, category_id)
GROUP BY 1, 2
"""
# Topic by topic: the index of the public list by term leads straight to what is late.
_SOME: Final = """LATERAL (SELECT coalesce(sum(1), 0)::int AS n FROM (
  SELECT FROM appeals_appeal WHERE kind IN ('problem', 'proposal') AND state IN ('sending', 'registered')
    AND topic_id = t.id AND {} LIMIT %(many)s) few)"""
_OF_REGION: Final = f"""
SELECT t.id, late.n, soon.n FROM classifier_topic t,
  {_SOME.format("answer_by < %(today)s")} late,
  {_SOME.format("answer_by >= %(today)s AND answer_by <= %(soon)s")} soon
WHERE %(category)s::bigint IN (0, t.category_id) AND (late.n > 0 OR soon.n > 0)
"""
_OF_AUTHORITY: Final = """
SELECT topic_id, least(sum((answer_by < %(today)s)::int), %(many)s)::int,
  least(sum((answer_by >= %(today)s)::int), %(many)s)::int
FROM (SELECT topic_id, category_id, answer_by FROM appeals_appeal
  WHERE authority_id = %(authority)s AND state IN ('sending', 'registered') AND answer_by <= %(soon)s
  ORDER BY answer_by LIMIT %(looked)s) near
WHERE %(category)s::bigint IN (0, category_id) GROUP BY 1
"""
