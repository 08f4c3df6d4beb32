"""The end of a poll: by the clock, or earlier for a reason that everybody reads."""

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.polls.models import Poll


class NotOpen(Refusal):
    """A draft, or ended already."""

    code = "poll_not_open"


class ReasonMissing(Refusal):
    code = "reason_missing"
    status = 422


def end_due() -> int:
    """End what is over by the clock of the database, the one that votes are taken by; return how many."""
    found = Poll.objects.filter(state=Poll.State.OPEN, closes_at__lte=Now()).values_list("pk", flat=True)
    return sum(_end(poll_id, why="") for poll_id in found)


def end_early(*, poll_id: int, why: str) -> None:
    """No vote is taken from now on; those that were are counted. Also before the opening.

    Raises ReasonMissing, NotOpen: also on a repeat.
    """
    why = why.strip()[:1000]
    if not why:
        raise ReasonMissing(_("Напишите, почему опрос завершается раньше срока: причину увидят все."))
    if not _end(poll_id, why=why):
        raise NotOpen(_("Опрос не идёт: он ещё не опубликован или уже завершён."))


@transaction.atomic
def _end(poll_id: int, *, why: str) -> bool:
    """The lock waits for votes that are being written: each holds the poll until it is (`voting`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM polls_poll WHERE id = %s FOR UPDATE", [poll_id])
        cursor.execute(
            "UPDATE polls_poll SET state = 'ended', ended_why = %(why)s,"
            " ended_at = least(closes_at, clock_timestamp())"
            " WHERE id = %(poll)s AND state = 'open' AND (%(why)s <> '') = (closes_at > clock_timestamp())",
            {"poll": poll_id, "why": why},
        )
        return bool(cursor.rowcount)
