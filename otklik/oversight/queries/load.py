"""The moderators' work by hours, and what each of them decided, out of the journal of the last days.

The journal grows in the order of time, so a BRIN index of a few pages finds the last days of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from otklik.kit.replica import rows


@dataclass(frozen=True, slots=True)
class Hour:
    start: datetime
    came: int  # onto moderation: confirmed, answered, taken out of a merge
    decided: int  # published, refused, merged
    queue: int  # how many waited at its end


@dataclass(frozen=True, slots=True)
class Moderator:
    id: int
    name: str
    published: int
    refused: int

    @property
    def share(self) -> float:
        """Of the decisions, 0..1."""
        return self.refused / (self.published + self.refused)


@dataclass(frozen=True, slots=True)
class Load:
    hours: list[Hour]  # every hour from the first one on, none is left out
    moderators: list[Moderator]  # who decided most first


def load(*, since: datetime, now: datetime, queue: int) -> Load:
    """since: the beginning of an hour. queue: how many wait at `now`; how many waited before is reckoned back from it.

    One statement.
    """
    hours: dict[datetime, tuple[int, int, int]] = {}
    moderators = []
    values = {"since": since, "now": now, "zone": settings.TIME_ZONE}
    for hour, actor, published, refused, came, went, decided, name in rows(_LOAD, values):
        if hour is not None:
            hours[hour] = (came, went, decided)
        elif actor is not None and published + refused:
            moderators.append(Moderator(actor, name, published, refused))
    moderators.sort(key=lambda one: (-one.published - one.refused, one.name, one.id))
    return Load(_reckoned(hours, since, now, queue), moderators)


def _reckoned(
    hours: dict[datetime, tuple[int, int, int]], since: datetime, now: datetime, queue: int
) -> list[Hour]:
    made, start = [], now.replace(minute=0, second=0, microsecond=0)
    while start >= since:
        came, left, decided = hours.get(start, (0, 0, 0))
        made.append(Hour(timezone.localtime(start), came, decided, queue))
        queue = max(queue - came + left, 0)
        start -= timedelta(hours=1)
    return made[::-1]


_LOAD: Final = """
SELECT work.*, people_user.name FROM (
  SELECT date_trunc('hour', at, %(zone)s) AS hour, actor_id,
    coalesce(sum((move = 'publish')::int), 0)::int AS published,
    coalesce(sum((move = 'refuse')::int), 0)::int AS refused,
    coalesce(sum((to_state = 'moderation' AND from_state <> 'moderation')::int), 0)::int AS came,
    coalesce(sum((from_state = 'moderation' AND to_state <> 'moderation')::int), 0)::int AS went,
    coalesce(sum((from_state = 'moderation' AND move IN ('publish', 'refuse', 'merge'))::int), 0)::int AS decided
  FROM appeals_journalrow
  WHERE at >= %(since)s AND at <= %(now)s AND 'moderation' IN (from_state, to_state)
  GROUP BY GROUPING SETS ((1), (actor_id))
) work LEFT JOIN people_user ON people_user.id = work.actor_id
"""
