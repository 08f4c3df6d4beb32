"""Terms that run are computed anew: never by themselves, only when an administrator says so and why.

A job takes some appeals and queues the next one behind them; killed, it is taken up where it was (`jobs.stalled`).
Each appeal whose day changes gets a row of its journal; its author is told when the day became a later one.
"""

from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from otklik.appeals import journal, letters
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, JournalRow
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.people.models import User
from otklik.terms import rules

BATCH: Final = 200  # appeals of one job
REASON_MAX: Final = 300
# What begins a term, and what a person set by hand after it.
_BEGINS: Final = (Move.ASSIGN, Move.RESEND)
_AT_WORK: Final = (State.SENDING, State.REGISTERED)


class NeedsReason(Refusal):
    """Nobody said why."""

    code = "needs_reason"
    status = 422


def begin(*, by: User, reason: str, now: datetime) -> None:
    """Queue the computation for all that is at authorities now. Raises NeedsReason."""
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= REASON_MAX:
        raise NeedsReason(_("Напишите, почему сроки пересчитываются: до %(n)s знаков.") % {"n": REASON_MAX})
    reckon_later.defer(after=0, upto=_newest(), reason=reason, by=by.pk)


@app.task(queue="counts")
def reckon_later(*, after: int, upto: int, reason: str, by: int) -> None:
    """Appeals with ids beyond `after` up to `upto`. Run twice, the second finds every day as it should be."""
    now = clock.now()
    found = _beyond(after, upto)
    for appeal_id in found:
        reckon(appeal_id, reason=reason, by_id=by, now=now)
    if len(found) == BATCH:
        reckon_later.defer(after=found[-1], upto=upto, reason=reason, by=by)


@transaction.atomic
def reckon(appeal_id: int, *, reason: str, by_id: int, now: datetime) -> bool:
    """Compute the last day for the answer of one appeal; True when it changed.

    What an authority extended stays: a person has set that day.
    """
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("topic").get(pk=appeal_id)
    since = _since(appeal)
    if appeal.state not in _AT_WORK or since is None:
        return False
    about = rules.About.of(appeal.topic, appeal.kind, appeal.regime)
    was, day = appeal.answer_by, rules.answer_by(about, since=since)
    if day == was:
        return False
    detail = {"was": was.isoformat() if was else "", "day": day.isoformat() if day else ""}
    appeal = journal.move(
        appeal_id,
        Move.RECKON,
        actor=User.objects.filter(pk=by_id).first(),
        now=now,
        reason=reason,
        detail=detail,
        facts={"answer_by": day},
    )
    if was and day and day > was:
        letters.reckoned(appeal, was=was, reason=reason)
    return True


def _since(appeal: Appeal) -> date | None:
    """The day on which its term began; None: it has none, or a person set its end."""
    last = (
        JournalRow.objects.filter(appeal=appeal, move__in=[*_BEGINS, Move.EXTEND])
        .order_by("-at", "-id")
        .values_list("move", "at")
        .first()
    )
    return None if last is None or last[0] == Move.EXTEND else timezone.localdate(last[1])


# The fence (OFFSET 0) has all that is at work read from its small index: by ids alone, millions of closed ones would be
# passed over.
_BEYOND: Final = """
SELECT id FROM (
    SELECT id FROM appeals_appeal
    WHERE state IN ('sending', 'registered') AND kind IN ('problem', 'proposal') OFFSET 0
) open WHERE id > %s AND id <= %s ORDER BY id LIMIT %s
"""


def _beyond(after: int, upto: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_BEYOND, [after, upto, BATCH])
        return [row[0] for row in cursor.fetchall()]


def _newest() -> int:
    return Appeal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
