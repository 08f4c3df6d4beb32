"""Who works on an appeal at a desk: one person at a time, until a decision, until it is let go, or for some minutes
after the last sign of work. Others may read meanwhile.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from otklik.appeals.models import Appeal, Hold
from otklik.appeals.rules import deadlines
from otklik.kit.errors import Refusal
from otklik.people import queries as people
from otklik.people.models import User


class Held(Refusal):
    """Somebody else works on the appeal."""

    code = "held"


# Of two at once exactly one gets the row: the other one's WHERE sees it when the first has committed.
_TAKE: Final = """
INSERT INTO appeals_hold (appeal_id, user_id, until)
SELECT id, %s, %s FROM appeals_appeal WHERE id = %s
ON CONFLICT (appeal_id) DO UPDATE SET user_id = excluded.user_id, until = excluded.until
WHERE appeals_hold.user_id = excluded.user_id OR appeals_hold.until <= %s
RETURNING appeal_id
"""


def take(*, appeal_id: int, user: User, now: datetime) -> None:
    """Hold the appeal, or hold it longer, and let go of what this person held before. Raises Held."""
    while not _taken(appeal_id, user, now):
        theirs = Hold.objects.filter(pk=appeal_id).select_related("user").first()
        if theirs:
            raise Held(held_words(theirs, now=now))
        Appeal.objects.only("pk").get(pk=appeal_id)  # there: it was let go between the statements
    _let_go_others(appeal_id, user)


def take_first(appeal_ids: Iterable[int], *, user: User, now: datetime) -> int | None:
    """Hold the first of these that nobody else was faster to take; None: there is none."""
    for appeal_id in appeal_ids:
        if _taken(appeal_id, user, now):
            _let_go_others(appeal_id, user)
            return appeal_id
    return None


def free(*, appeal_id: int, user: User) -> None:
    """Let go. Does nothing to another's hold."""
    Hold.objects.filter(pk=appeal_id, user=user).delete()


def require(*, appeal_id: int, user: User, now: datetime) -> None:
    """Raises Held: somebody else works on it. A hold that ran out hinders only when another took the appeal since."""
    theirs = (
        Hold.objects.filter(pk=appeal_id, until__gt=now).exclude(user=user).select_related("user").first()
    )
    if theirs:
        raise Held(held_words(theirs, now=now))


def held_words(hold: Hold, *, now: datetime) -> str:
    return _("Обращение в работе: %(name)s, ещё %(n)d мин. Возьмите следующее или подождите.") % {
        "name": people.staff_name(hold.user),
        "n": deadlines.minutes_left(hold.until, now=now),
    }


def _taken(appeal_id: int, user: User, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [user.pk, now + timedelta(minutes=settings.HOLD_MINUTES), appeal_id, now])
        return cursor.fetchone() is not None


def _let_go_others(appeal_id: int, user: User) -> None:
    """A statement of its own, not in one transaction with the taking: two people could wait for each other's rows."""
    Hold.objects.filter(user=user).exclude(pk=appeal_id).delete()
