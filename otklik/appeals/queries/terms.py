"""Open terms: what a changed calendar would touch, what is due next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal

MOST: Final = 1_000  # looked at; more is «more than»


def running_over(day: date) -> int:
    """How many open appeals have their last day for the answer on that day or later: MOST + 1 at most."""
    owed = Appeal.objects.filter(
        kind__in=["problem", "proposal"],
        state__in=[State.SENDING, State.REGISTERED],
        answer_by__gte=day,
    )
    return len(owed.values_list("pk", flat=True)[: MOST + 1])


@dataclass(frozen=True, slots=True)
class Due:
    """An open appeal with its last day. Nothing personal: what it shows is public."""

    number: str
    topic: str
    address: str
    answer_by: date
    since: datetime  # that it is in its present state


_NEAREST: Final = """
SELECT a.number, t.title, a.address, a.answer_by, a.state_since FROM (
    SELECT found.* FROM unnest(%s::bigint[]) AS body(id), LATERAL (
        SELECT number, topic_id, address, answer_by, state_since FROM appeals_appeal
        WHERE authority_id = body.id AND state IN ('sending', 'registered') AND answer_by IS NOT NULL
        ORDER BY answer_by, id LIMIT %s
    ) found ORDER BY found.answer_by LIMIT %s
) a JOIN classifier_topic t ON t.id = a.topic_id ORDER BY a.answer_by, a.number
"""


def nearest(authority_ids: Sequence[int], *, limit: int) -> list[Due]:
    """What these authorities owe, the earliest last day first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, [list(authority_ids), limit, limit])
        return [Due(*row) for row in cursor.fetchall()]


def controlled(*, limit: int) -> list[Due]:
    """What is under control and owed an answer, the earliest last day first. One statement."""
    rows = Appeal.objects.filter(
        controlled_at__isnull=False,
        state__in=[State.SENDING, State.REGISTERED],
        answer_by__isnull=False,
    ).order_by("answer_by", "number")
    found = rows.values_list("number", "topic__title", "address", "answer_by", "state_since")[:limit]
    return [Due(*row[:3], row[3], row[4]) for row in found if row[3]]
