"""Stage 5 without МСЭД. The authority works here: what is sent to it lies at its desk at once."""

from datetime import datetime
from typing import Any

from otklik.appeals import journal, letters, officials
from otklik.appeals.lifecycle import Kind, Move
from otklik.appeals.models import Appeal
from otklik.appeals.steps import closing
from otklik.authorities.models import Authority
from otklik.authorities.queries import Way, way_to


def receive(appeal: Appeal, *, now: datetime) -> None:
    """Register the appeal at the desk of its authority, tell the author and its officials; thanks are put on file.

    The caller has just moved it to SENDING and holds its lock. Raises WrongState.
    """
    journal.move(appeal.pk, Move.REGISTER, actor=None, now=now, detail={"desk": True}, locked=appeal)
    if appeal.kind == Kind.THANKS:
        closing.file_thanks(appeal.pk, now=now)
    else:
        letters.sent(appeal, msed_number="")
        officials.received(appeal, now=now)


def mark(authority: Authority) -> dict[str, Any]:
    """What the journal keeps with a move to this authority: readers are not told of МСЭД where there is none."""
    return {"desk": True} if way_to(authority) is Way.DESK else {}
