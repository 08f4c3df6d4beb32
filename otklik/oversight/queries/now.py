"""How many wait at this moment, in one statement. What has no kept sum is counted up to MOST along an index."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from otklik.kit.replica import rows
from otklik.oversight.queries.owed import Narrow

MOST: Final = 1_000  # counted; more are «1 000 and more»
QUEUE: Final = 20_000  # the same of the moderators' queue


@dataclass(frozen=True, slots=True)
class Now:
    returned: int
    still: int  # without a movement for so many days; MOST at most
    queue: int  # on moderation; QUEUE at most
    queue_late: int  # of these beyond the moderators' hours
    controlled: int  # MOST at most


def now_waiting(narrow: Narrow, *, days: int, now: datetime) -> Now:
    """days: without a row in the journal."""
    dims = [
        (dim, str(key))
        for dim, key in (("authority", narrow.authority), ("category", narrow.category))
        if key
    ]
    dim, value = dims[0] if dims else ("all", "")
    values = {
        "dim": dim,
        "value": value,
        "authority": narrow.authority,
        "category": narrow.category,
        "before": now - timedelta(days=days),
        "now": now,
        "many": MOST,
        "queue": QUEUE,
    }
    ((returned, still, (queue, late), controlled),) = rows(
        _NOW.format(returned=_OF_TWO if len(dims) == 2 else _OF_ONE), values
    )
    return Now(returned, still, queue, late, controlled)


NARROWED: Final = """%(authority)s::bigint IN (0, coalesce(a.authority_id, 0))
    AND %(category)s::bigint IN (0, a.category_id)"""
# State since: nothing older can have moved, and the index has it in order. The journal says whether it moved within
# its state.
STILL: Final = """a.state IN ('published', 'sending', 'registered', 'returned') AND a.state_since < %(before)s
    AND NOT EXISTS (SELECT FROM appeals_journalrow j WHERE j.appeal_id = a.id AND j.at >= %(before)s)"""
_OF_ONE: Final = "stats_listtotal WHERE dim = %(dim)s AND value = %(value)s AND state = 'returned'"
_OF_TWO: Final = """stats_listcount
   WHERE authority_id = %(authority)s AND category_id = %(category)s AND state = 'returned'"""
_NOW: Final = f"""
SELECT
  (SELECT coalesce(sum(n), 0)::bigint FROM {{returned}}),
  (SELECT coalesce(sum(1), 0)::int FROM (SELECT FROM appeals_appeal a WHERE {STILL} AND {NARROWED}
   LIMIT %(many)s) few),
  (SELECT ARRAY[coalesce(sum(1), 0), coalesce(sum((moderate_by < %(now)s)::int), 0)]::int[]
   FROM (SELECT moderate_by FROM appeals_appeal WHERE state = 'moderation'
     ORDER BY moderate_by LIMIT %(queue)s) few),
  (SELECT coalesce(sum(1), 0)::int FROM (SELECT FROM appeals_appeal a WHERE controlled_at IS NOT NULL AND {NARROWED}
   LIMIT %(many)s) few)
"""
