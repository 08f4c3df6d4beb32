"""What the board of authorities is made of: kept sums by authority and topic, never appeals one by one.

Ratings that are set aside (`assessment.waves`) are taken off the sums by their facts, which are what the sums were made
of: both are of one moment. Waves are few, so this is some hundred rows by their key.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from otklik.kit.kept import kept
from otklik.kit.replica import rows
from otklik.stats.periods import Period, later
from otklik.stats.queries.terms import Spread

MONTHS: Final = 12  # of the trend, up to the last one of the period


@dataclass(frozen=True, slots=True)
class Body:
    code: str
    title: str
    level: str  # authorities.Authority.Level


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one authority. expected_*: what it would be if each topic were as it is in the whole region."""

    received: int
    answered: int
    in_time: int
    days: int
    returned: int
    solved: int
    unsolved: int
    formal: int
    expected_in_time: float  # answers
    expected_days: float  # sum over its answers
    expected_solved: float  # verdicts
    alone: int  # answers on topics on which nobody else answered
    set_aside: int  # ratings


@kept(30)
def bodies() -> dict[str, Body]:
    """By their key in the sums. One statement."""
    return {key: Body(*rest) for key, *rest in rows(_BODIES, {})}


def sums(period: Period) -> dict[str, Counted]:
    """By the key of the authority. One statement."""
    return {key: Counted(*rest) for key, *rest in rows(_SUMS, _values(period))}


def spreads(period: Period) -> tuple[dict[str, Spread], dict[str, Spread]]:
    """Days to the answer and stars, by the key of the authority. One statement."""
    found: dict[str, dict[str, dict[int, int]]] = {"answer": {}, "rating": {}}
    values = {**_values(period), "keys": list(bodies())}
    for what, key, took, n in rows(_SPREADS, values):
        found[what].setdefault(key, {})[took] = n
    return found["answer"], found["rating"]  # type: ignore[return-value]  # nobody writes into them


def trend(period: Period) -> dict[str, list[float | None]]:
    """Share of answers in time in each of twelve months, None where none was given. One statement."""
    first = later(period.until, -MONTHS)
    found: dict[str, list[float | None]] = {}
    for key, month, share in rows(_TREND, {"first": first, "until": period.until}):
        found.setdefault(key, [None] * MONTHS)[_months(first, month)] = share
    return found


def _values(period: Period) -> dict[str, Any]:
    return {"first": period.first, "until": period.until}


def _months(first: date, month: date) -> int:
    return (month.year - first.year) * 12 + month.month - first.month


_BODIES: Final = (
    "SELECT id::text, code, coalesce(nullif(short_name, ''), name), level FROM authorities_authority"
)

_ASIDE: Final = """aside AS (
  SELECT f.topic_id::int AS topic, f.authority_id::int AS body, f.rating, f.solved
  FROM assessment_wave w JOIN assessment_setaside s ON s.wave_id = w.id JOIN stats_fact f ON f.appeal_id = s.appeal_id
  WHERE w.restored_at IS NULL AND f.rating IS NOT NULL AND f.answered_on >= %(first)s AND f.answered_on < %(until)s
)"""

# Numbers of four bytes: a month's cell fits into them, their sums are whole numbers (those of eight bytes are decimal
# ones, thrice as dear), and what is grouped by a number and not by a text fits into the memory of a statement.
_SUMS: Final = f"""
WITH {_ASIDE}, pair AS (
  SELECT topic, body, sum(received) AS received, sum(answered) AS answered, sum(in_time) AS in_time, sum(days) AS days,
         sum(returned) AS returned, sum(solved) AS solved, sum(unsolved) AS unsolved, sum(formal) AS formal,
         sum(aside) AS aside
  FROM (
    SELECT a::int AS topic, b::int AS body, received::int, answered::int, in_time::int, days::int, returned::int,
           solved::int, unsolved::int, formal::int, 0 AS aside
    FROM stats_monthpair WHERE pair = 'topic authority' AND month >= %(first)s AND month < %(until)s
    UNION ALL
    SELECT topic, body, 0, 0, 0, 0, 0, -coalesce(solved, false)::int, coalesce(solved, true)::int - 1, 0, 1 FROM aside
  ) every GROUP BY 1, 2
), whole AS (
  SELECT topic, sum(answered)::float8 AS answered, sum(in_time)::float8 AS in_time, sum(days)::float8 AS days,
         sum(solved)::float8 AS solved, sum(solved + unsolved)::float8 AS told
  FROM pair GROUP BY 1
)
SELECT body::text, sum(p.received)::bigint, sum(p.answered)::bigint, sum(p.in_time)::bigint, sum(p.days)::bigint,
  sum(p.returned)::bigint, sum(p.solved)::bigint, sum(p.unsolved)::bigint, sum(p.formal)::bigint,
  coalesce(sum(p.answered * w.in_time / nullif(w.answered, 0)), 0),
  coalesce(sum(p.answered * w.days / nullif(w.answered, 0)), 0),
  coalesce(sum((p.solved + p.unsolved) * w.solved / nullif(w.told, 0)), 0),
  coalesce(sum(p.answered) FILTER (WHERE p.answered = w.answered), 0)::bigint,
  sum(p.aside)::bigint
FROM pair p JOIN whole w USING (topic)
WHERE body <> 0 GROUP BY body
HAVING sum(p.received) > 0 OR sum(p.answered) > 0
"""

# Authority by authority the index leads straight to the months.
_SPREADS: Final = f"""
WITH {_ASIDE}
SELECT what, body, took, sum(n) FROM (
  SELECT what, value AS body, took, n::int FROM stats_termcount
  WHERE what IN ('answer', 'rating') AND dim = 'authority' AND value = ANY(%(keys)s)
    AND month >= %(first)s AND month < %(until)s
  UNION ALL
  SELECT 'rating', body::text, rating, -1 FROM aside
) every GROUP BY 1, 2, 3 HAVING sum(n) > 0
"""

_TREND: Final = """
SELECT value, month, sum(in_time)::float8 / sum(answered) FROM stats_monthtotal
WHERE dim = 'authority' AND value <> '0' AND month >= %(first)s AND month < %(until)s
GROUP BY 1, 2 HAVING sum(answered) > 0
"""
