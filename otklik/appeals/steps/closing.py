"""Stage 8. The end: rated, left without a rating, or (thanks) put on file."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from otklik.appeals import following, journal, letters
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal
from otklik.people.models import User


@transaction.atomic
def close(*, appeal_id: int, now: datetime, rated: bool, actor: User | None = None, words: str = "") -> None:
    """Close an answered or returned appeal and tell the author. Raises WrongState."""
    facts = {"closed_at": now, "attention": ""}
    detail = {"rated": rated}
    appeal = journal.move(
        appeal_id, Move.CLOSE, actor=actor, now=now, reason=words, detail=detail, facts=facts
    )
    letters.closed(appeal, rated=rated)
    following.tell_later(appeal, following.CLOSED)


@transaction.atomic
def file_thanks(appeal_id: int, *, now: datetime) -> None:
    """Thanks have reached their addressee: nothing more is owed. Raises WrongState."""
    appeal = journal.move(appeal_id, Move.FILE, actor=None, now=now, facts={"closed_at": now})
    letters.closed(appeal, rated=False)
    following.tell_later(appeal, following.CLOSED)


def close_stale(*, now: datetime, limit: int = 500) -> int:
    """Close appeals answered more than settings.CLOSE_AFTER_DAYS days ago, as unrated; return how many."""
    before = now - timedelta(days=settings.CLOSE_AFTER_DAYS)
    stale = Appeal.objects.filter(state=State.ANSWERED, state_since__lt=before).order_by("state_since")
    return journal.move_each(
        stale,
        Move.CLOSE,
        now=now,
        limit=limit,
        detail={"rated": False},
        facts={"closed_at": now},
        then=_closed_unrated,
    )


def _closed_unrated(appeal: Appeal) -> None:
    letters.closed(appeal, rated=False)
    following.tell_later(appeal, following.CLOSED)
