"""What has happened to one's own appeals since the app asked last, for its list and its badge."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.queries.card import INSIDE
from otklik.appeals.queries.mine import ACTIONS, NEEDS_ME, Mine
from otklik.kit import paging
from otklik.kit.replica import rows

MOST: Final = 100  # appeals in one answer
# A move has the moment at which its request began; it is seen when its transaction has ended, which is sooner.
_SETTLED: Final = timedelta(minutes=1)
_ORDER: Final = "changes"

# Journals are looked into by the index of their appeal: as many steps as the person has appeals.
_SINCE: Final = """
WITH waiting AS (SELECT coalesce(sum(1), 0) AS n FROM (
    SELECT FROM appeals_appeal WHERE author_id = %(user)s AND state = ANY(%(needs)s) LIMIT %(actions)s) w),
changed AS (
  SELECT a.*, news.at FROM appeals_appeal a CROSS JOIN LATERAL (
    SELECT max(j.at) AS at FROM appeals_journalrow j
    WHERE j.appeal_id = a.id AND j.at > %(since)s AND j.move <> ALL(%(inside)s)) news
  WHERE a.author_id = %(user)s AND news.at IS NOT NULL ORDER BY news.at DESC, a.id DESC LIMIT %(most)s)
SELECT waiting.n, c.number, c.kind, c.state, topic.title, c.address, coalesce(authority.name, ''), c.received_at,
  c.state_since, c.moderate_by, c.question_by, c.answer_by
FROM waiting LEFT JOIN changed c ON true LEFT JOIN classifier_topic topic ON topic.id = c.topic_id
  LEFT JOIN authorities_authority authority ON authority.id = c.authority_id
ORDER BY c.at DESC, c.id DESC
"""


@dataclass(frozen=True, slots=True)
class Changes:
    rows: list[Mine]  # the last changed first, MOST at most
    more: bool  # … and others: the whole list is the thing to read
    waiting: int  # appeals that wait for the person, ACTIONS at most
    cursor: str  # from where to ask next


def since(user_id: int, *, cursor: str, now: datetime) -> Changes:
    """One statement. cursor: of the answer before; "": nothing is told but from where to ask next.

    What happened in the last minute may be told twice: the cursor stands before whatever may still be under way.
    Raises paging.BadCursor.
    """
    after = datetime.fromisoformat(paging.read(cursor, _ORDER).keys[0]) if cursor else now
    told = rows(
        _SINCE,
        {
            "user": user_id,
            "needs": sorted(NEEDS_ME),
            "actions": ACTIONS,
            "since": after,
            "inside": sorted(INSIDE),
            "most": MOST + 1,
        },
    )
    found = [_mine(row[1:]) for row in told if row[1] is not None]
    upto = (now - _SETTLED).replace(second=0, microsecond=0)  # the same for a minute: nothing new is a 304
    mark = paging.write(paging.Place(False, (upto, 0)), _ORDER)
    return Changes(found[:MOST], len(found) > MOST, int(told[0][0]), mark)


def _mine(row: tuple[object, ...]) -> Mine:
    number, kind, state, *rest = row
    return Mine(str(number), Kind(str(kind)), State(str(state)), *rest)  # type: ignore[arg-type]  # as the columns stand
