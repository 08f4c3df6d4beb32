"""Looks for waves of ratings: reads what was rated lately, `assessment` has the rule and keeps what is found."""

from datetime import datetime, timedelta
from typing import Final

from otklik.assessment import rule as rules
from otklik.assessment import waves
from otklik.assessment.rule import Rating
from otklik.kit.replica import rows

# Ratings of the last days by the index of what is told; then only of authorities that may have a wave.
_RATED: Final = """
WITH rated AS MATERIALIZED (
  SELECT a.authority_id AS body, a.id AS appeal, j.at, coalesce(u.joined_at, a.received_at) AS born,
         coalesce((j.detail ->> 'stars')::int, a.rating) AS stars
  FROM appeals_journalrow j
  JOIN appeals_appeal a ON a.id = j.appeal_id
  LEFT JOIN people_user u ON u.id = a.author_id
  WHERE j.move = 'rate' AND j.at >= %(since)s AND j.at <= %(now)s
    AND a.authority_id IS NOT NULL AND a.rating IS NOT NULL
)
SELECT body, appeal, at, born, stars FROM rated
WHERE body IN (
  SELECT body FROM rated WHERE at - born < make_interval(days => %(days)s)
  GROUP BY body HAVING count(*) >= %(ratings)s
)
"""


def look(*, now: datetime) -> int:
    """Set aside what the rule says of the ratings of the last days; return how many are new. One statement of reading.

    An appeal that was rated, returned and rated again counts with its last rating of that time.
    """
    by = waves.rule()
    values = {
        "now": now,
        "since": now - timedelta(hours=3 * by.hours),  # the worker may have stood still for two windows
        "days": by.days,
        "ratings": by.ratings,
    }
    bodies: dict[int, dict[int, Rating]] = {}
    for body, appeal, at, born, stars in rows(_RATED, values):
        mine = bodies.setdefault(body, {})
        if appeal not in mine or mine[appeal].at < at:
            mine[appeal] = Rating(appeal, at, born, stars)
    return sum(
        waves.keep(authority_id=body, found=wave, now=now)
        for body, ratings in sorted(bodies.items())
        for wave in rules.waves(ratings.values(), by)
    )
