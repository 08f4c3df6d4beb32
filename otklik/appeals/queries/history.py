"""What else the author of an appeal has filed: by the same account, the same confirmed e-mail, the same phone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.queries.desk import EVERYTHING, Scope
from otklik.kit.replica import rows

LOOKED_AT: Final = 200  # the last ones
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Earlier:
    id: int
    number: str
    state: State
    topic: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """Besides the appeal itself."""

    total: int  # LOOKED_AT at most
    refused: int
    shown: list[Earlier]  # those that the moderator works with, newest first

    @property
    def refused_percent(self) -> int:
        return round(100 * self.refused / self.total) if self.total else 0

    @property
    def is_whole(self) -> bool:
        """There are no others than `total`."""
        return self.total < LOOKED_AT


def _last(which: str) -> str:
    columns = "id, number, state, topic_id, received_at"
    last = f"ORDER BY received_at DESC, id DESC LIMIT {LOOKED_AT}"
    found = f"SELECT {columns} FROM appeals_appeal WHERE {which} {last}"  # noqa: S608  # our own words
    return f"(SELECT a.* FROM me CROSS JOIN LATERAL ({found}) a)"  # noqa: S608


_ALL: Final = f"""
WITH me AS MATERIALIZED (SELECT author_id, author_phone AS phone,
  CASE WHEN email_confirmed_at IS NOT NULL THEN author_email ELSE '' END AS email
  FROM appeals_appeal WHERE id = %(id)s)
SELECT a.id, a.number, a.state, topic.title, a.received_at FROM (
  {_last("author_id = me.author_id")}
  UNION {_last("author_email = me.email AND me.email <> '' AND author_id IS NULL AND email_confirmed_at IS NOT NULL")}
  UNION {_last("author_phone = me.phone AND author_phone <> ''")}
) a JOIN classifier_topic topic ON topic.id = a.topic_id
WHERE a.id <> %(id)s ORDER BY a.received_at DESC, a.id DESC LIMIT {LOOKED_AT}
"""  # noqa: S608


def of_author(appeal_id: int, *, scope: Scope) -> History:
    """One statement; a second for a moderator with territories or topics, who sees of others' appeals how many only."""
    found = [Earlier(row[0], row[1], State(row[2]), row[3], row[4]) for row in rows(_ALL, {"id": appeal_id})]
    mine = found
    if found and scope != EVERYTHING:
        seen = scope.of(Appeal.objects.filter(pk__in=[one.id for one in found]))
        ids = set(seen.values_list("pk", flat=True))
        mine = [one for one in found if one.id in ids]
    refused = sum(one.state is State.REFUSED for one in found)
    return History(total=len(found), refused=refused, shown=mine[:SHOWN])
