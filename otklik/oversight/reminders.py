"""Notices of terms are written by the clock: each once, some at a time, however long nothing ran."""

from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from otklik.oversight import escalation, telling
from otklik.oversight.rungs import OF_CLERK, OF_REGION, Rung, halves, next_working, reached

PORTION: Final = 1_000  # notices of one rung in one run
# Kind and state by name: the index of what is due (appeal_due) is walked, nothing that has ended is read.
_OPEN: Final = "a.kind IN ('problem', 'proposal') AND a.state IN ('sending', 'registered')"
_NOT_YET: Final = """NOT EXISTS (
    SELECT FROM oversight_notice n WHERE n.appeal_id = a.id AND n.due = a.answer_by AND n.rung = %(rung)s
)"""
_WRITE: Final = f"""
INSERT INTO oversight_notice (appeal_id, due, rung, authority_id, at)
SELECT a.id, a.answer_by, %(rung)s, a.authority_id, %(now)s FROM appeals_appeal a
WHERE {_OPEN} AND a.answer_by >= %(first)s AND a.answer_by <= %(last)s AND {_NOT_YET}
LIMIT %(portion)s ON CONFLICT DO NOTHING
"""  # noqa: S608  # made of constants
_WRITE_HALVES: Final = f"""
INSERT INTO oversight_notice (appeal_id, due, rung, authority_id, at)
SELECT a.id, a.answer_by, %(rung)s, a.authority_id, %(now)s FROM appeals_appeal a
JOIN unnest(%(topics)s::bigint[], %(kinds)s::text[], %(regimes)s::text[], %(lasts)s::date[])
    AS half(topic_id, kind, regime, last)
    ON half.topic_id = a.topic_id AND half.kind = a.kind AND half.regime = a.regime
WHERE {_OPEN} AND a.answer_by > %(first)s AND a.answer_by <= half.last AND {_NOT_YET}
LIMIT %(portion)s ON CONFLICT DO NOTHING
"""  # noqa: S608
# Before anybody acknowledged it there came an answer, a new term, the end, or a later step of the same people.
_SETTLE: Final = """
UPDATE oversight_notice SET acknowledged_at = %(now)s WHERE id IN (
    SELECT n.id FROM oversight_notice n JOIN appeals_appeal a ON a.id = n.appeal_id
    WHERE n.acknowledged_at IS NULL AND (
        a.state NOT IN ('sending', 'registered') OR a.answer_by IS DISTINCT FROM n.due OR EXISTS (
            SELECT FROM oversight_notice later
            WHERE later.appeal_id = n.appeal_id AND later.due = n.due AND later.id > n.id AND (
                (n.rung = ANY(%(of_clerk)s) AND later.rung = ANY(%(of_clerk)s))
                OR (n.rung = ANY(%(of_region)s) AND later.rung = ANY(%(of_region)s))
            )
        )
    ) LIMIT %(portion)s
)
"""


def run(*, now: datetime) -> int:
    """What the clock calls: notices that are due; once all are written, the letters of the day. Returns how many."""
    written = settle(now=now) + write(now=now) + escalation.take_under_control(now=now)
    return written or telling.tell(now=now)


def write(*, now: datetime) -> int:
    """Write what has been reached, PORTION of each rung; return how many. 0: everything is written."""
    today = timezone.localdate(now)
    found = [_halves(today, now)]
    found += [
        _execute(_WRITE, {"rung": rung.value, "first": first, "last": last, "now": now})
        for rung, first, last in reached(today)
        if rung is not Rung.CONTROL  # with a move: see escalation
    ]
    return sum(found)


def settle(*, now: datetime) -> int:
    """Put away notices that nobody needs any more; return how many."""
    return _execute(_SETTLE, {"now": now, "of_clerk": list(OF_CLERK), "of_region": list(OF_REGION)})


def _halves(today: date, now: datetime) -> int:
    return _execute(
        _WRITE_HALVES,
        {"rung": Rung.HALF.value, "first": next_working(today), "now": now, **halves(today)._asdict()},
    )


def _execute(statement: str, said: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**said, "portion": PORTION})
        return int(cursor.rowcount)
