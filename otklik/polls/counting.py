"""Votes become counted ballots: many at once, written anew in another order. See docs/adr/0009-polls.md.

A vote writes its right and its ballot in one transaction, so for a while each of them carries the number of that
transaction and lies where it was written. Mixing takes many together, deletes them and writes them again, shuffled by
the database, with new keys; rights in a transaction of their own. At the end of the poll all of it is mixed once more:
who looks at the tables finds as many candidates for a ballot as there were voters.
"""

import json
from collections import Counter
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from otklik.polls import asking, queries, recount
from otklik.polls.lifecycle import State
from otklik.polls.models import Poll

BATCH: Final = 5_000  # ballots in one transaction while the poll goes on
_LOCK: Final = 7_310_405  # advisory: one process mixes a poll at a time
_COLUMNS: Final = "poll_id, receipt, salt, blind, answers, area"

_WAITING: Final = """
SELECT count(*) FROM (SELECT FROM polls_ballot WHERE poll_id = %s AND NOT mixed LIMIT %s) waiting
"""
_MIX: Final = f"""
WITH taken AS (
  DELETE FROM polls_ballot WHERE id IN (
    SELECT id FROM polls_ballot WHERE poll_id = %s AND NOT mixed LIMIT {BATCH}
  ) RETURNING {_COLUMNS}
)
INSERT INTO polls_ballot (id, mixed, {_COLUMNS})
SELECT gen_random_uuid(), true, {_COLUMNS} FROM taken ORDER BY gen_random_uuid()
RETURNING area, answers, blind
"""  # noqa: S608  # constants
_MIX_ALL: Final = f"""
WITH taken AS (DELETE FROM polls_ballot WHERE poll_id = %(poll)s RETURNING {_COLUMNS})
INSERT INTO polls_ballot (id, mixed, poll_id, receipt, salt, blind, answers, area)
SELECT gen_random_uuid(), true, poll_id, receipt, salt, blind, answers,
       CASE WHEN area = ANY(%(few)s) THEN '' ELSE area END
FROM taken ORDER BY gen_random_uuid()
"""  # noqa: S608  # constants
_MIX_RIGHTS: Final = """
WITH taken AS (DELETE FROM polls_right WHERE poll_id = %s AND (NOT mixed OR %s) RETURNING poll_id, voter)
INSERT INTO polls_right (poll_id, voter, mixed)
SELECT poll_id, voter, true FROM taken ORDER BY gen_random_uuid()
"""
_ADD: Final = """
INSERT INTO polls_tally AS kept (poll_id, area, question, answer, n)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[])
ON CONFLICT (poll_id, area, question, answer) DO UPDATE SET n = kept.n + excluded.n
"""

Counts = Counter[tuple[str, str, str]]  # (area, question, answer)


def fold() -> int:
    """Count and mix what has come in for polls that go on, where it is settings.POLL_BATCH or more; return how many."""
    going = Poll.objects.filter(state=State.OPEN).order_by("pk").values_list("pk", flat=True)
    return sum(fold_poll(poll_id, least=settings.POLL_BATCH) for poll_id in going)


def fold_poll(poll_id: int, *, least: int) -> int:
    """Ballots of this poll in batches, as long as `least` wait. Killed anywhere, nothing is lost or counted twice."""
    counted = 0
    while got := _batch(poll_id, least):
        counted += got
        _mix_rights(poll_id, all_of_them=False)
    return counted


@transaction.atomic
def _batch(poll_id: int, least: int) -> int:
    """0 also while another process is at this poll."""
    with connection.cursor() as cursor:
        if not _alone(cursor, poll_id):
            return 0
        cursor.execute(_WAITING, [poll_id, least])  # after the lock: what another has taken waits no more
        if cursor.fetchone()[0] < max(least, 1):
            return 0
        cursor.execute(_MIX, [poll_id])
        ballots = cursor.fetchall()
        add(poll_id, counts_of(queries.draft(poll_id), ballots), cursor)
        return len(ballots)


def counts_of(poll: asking.Poll, ballots: list[tuple[str, Any, str]]) -> Counts:
    """ballots: (area, answers as JSON text or read, blind)."""
    kinds = {question.code: question.kind for question in poll.questions}
    found: Counts = Counter()
    for area, said, blind in ballots:
        answers = json.loads(said) if isinstance(said, str) else said
        shown = recount.published(kinds, answers, blind)
        found.update((area, question, answer) for question, answer in recount.marks(kinds, shown))
    return found


def add(poll_id: int, counts: Counts, cursor: Any) -> None:
    """One statement; rows in order, so that two never wait for each other."""
    rows = sorted((*mark, n) for mark, n in counts.items())
    areas, questions, answers, ns = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 4
    )
    cursor.execute(_ADD, [poll_id, areas, questions, answers, ns])


def mix_all(poll_id: int) -> None:
    """Once no vote comes any more and all are counted. Municipalities with few ballots are put together for good.

    Safe to repeat. A transaction for the ballots, another for the rights.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, poll_id])
        cursor.execute("SELECT area, count(*) FROM polls_ballot WHERE poll_id = %s GROUP BY 1", [poll_id])
        few = sorted(too_few(dict(cursor.fetchall()), least=settings.POLL_AREA_BALLOTS))
        cursor.execute(_MIX_ALL, {"poll": poll_id, "few": few})
    _mix_rights(poll_id, all_of_them=True)


def too_few(sizes: dict[str, int], *, least: int) -> set[str]:
    """Areas that are not shown apart, pure. Put together they are `least` too: what is shown must not tell them.

    sizes: area → ballots; "" is of nowhere.
    """
    shown = sorted((n, area) for area, n in sizes.items() if area and n >= least)
    together = sum(sizes.values()) - sum(n for n, _area in shown)
    while shown and 0 < together < least:
        together += shown.pop(0)[0]
    return {area for area in sizes if area} - {area for _n, area in shown}


@transaction.atomic
def _mix_rights(poll_id: int, *, all_of_them: bool) -> None:
    """A voter who tries again meanwhile waits for it, and is told as always."""
    with connection.cursor() as cursor:
        cursor.execute(_MIX_RIGHTS, [poll_id, all_of_them])


def _alone(cursor: Any, poll_id: int) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, poll_id])
    return bool(cursor.fetchone()[0])
