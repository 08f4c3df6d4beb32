"""The newest answers, in short."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connections, router

from otklik.appeals.lifecycle import ANSWERED, Decision, Kind
from otklik.appeals.models import Appeal

LETTERS: Final = 240  # of an answer that are shown
# Each kind and state is a walk of its own along an index that begins with the two; the heads are merged.
_NEWEST: Final = """
    WITH head AS (
        SELECT one.* FROM unnest(%(kinds)s::text[]) k (kind), unnest(%(states)s::text[]) s (state), LATERAL (
            SELECT * FROM appeals_appeal a
            WHERE a.kind = k.kind AND a.state = s.state AND a.state IN ('answered', 'closed')
                AND a.answered_at IS NOT NULL
            ORDER BY a.answered_at DESC, a.id DESC LIMIT %(limit)s
        ) one ORDER BY one.answered_at DESC, one.id DESC LIMIT %(limit)s
    )
    SELECT head.number, topic.title, head.address, coalesce(body.name, ''), answer.decision,
        left(answer.text, %(letters)s), head.answered_at, head.rating
    FROM head JOIN classifier_topic topic ON topic.id = head.topic_id
    LEFT JOIN authorities_authority body ON body.id = head.authority_id
    JOIN LATERAL (
        SELECT decision, text FROM appeals_answer WHERE appeal_id = head.id ORDER BY id DESC LIMIT 1
    ) answer ON true
    ORDER BY head.answered_at DESC, head.id DESC
"""


@dataclass(frozen=True, slots=True)
class FreshAnswer:
    """Nothing personal: no name, no e-mail."""

    number: str
    topic: str
    address: str
    authority: str  # "" where nobody was assigned
    decision: Decision
    text: str  # the first LETTERS
    at: datetime
    rating: int | None


def answers(limit: int) -> list[FreshAnswer]:
    """The newest first; one statement, the same time however many there are."""
    said: dict[str, Any] = {
        "kinds": [kind.value for kind in Kind],
        "states": sorted(ANSWERED),
        "limit": limit,
        "letters": LETTERS,
    }
    with connections[router.db_for_read(Appeal)].cursor() as cursor:
        cursor.execute(_NEWEST, said)
        return [
            FreshAnswer(number, topic, address, authority, Decision(decision), text, at, rating)
            for number, topic, address, authority, decision, text, at, rating in cursor.fetchall()
        ]
