"""A moderator's decision and the seconds in which it can be taken back.

`decide` writes it down and the appeal leaves the queue; nothing else happens. `undo` forgets it. The clock calls
`carry_out_due`: the steps of `moderation` do what was decided, in the moderator's name.
"""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from otklik.appeals import holds, journal
from otklik.appeals.lifecycle import RefusalReason, State
from otklik.appeals.models import Appeal, PendingDecision
from otklik.appeals.steps import assignment, moderation
from otklik.authorities import queries as authorities
from otklik.kit.errors import Refusal
from otklik.people import queries as people
from otklik.people.models import User

log = logging.getLogger(__name__)


class Decided(Refusal):
    """Somebody decided on the appeal a moment ago; it can still be taken back, by who did it."""

    code = "decided"


class TooLate(Refusal):
    """The decision has been carried out."""

    code = "too_late"


class Verb(StrEnum):
    PUBLISH = "publish"
    REFUSE = "refuse"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Deed:
    """What a moderator decided."""

    verb: Verb
    words: str = ""  # to the author, of a refusal or a question
    reason: str = ""  # a RefusalReason
    authority_id: int | None = None  # who answers what is published; None: the routing says


# One statement: the state, the hold and an earlier decision are looked at where the row is written.
_WRITE: Final = """
WITH written AS (
INSERT INTO appeals_pendingdecision (appeal_id, moderator_id, verb, said, together, due_at, trouble)
SELECT a.id, %(moderator)s, %(verb)s, %(said)s::jsonb, %(together)s, %(due_at)s, ''
FROM appeals_appeal a LEFT JOIN appeals_hold h ON h.appeal_id = a.id
WHERE a.id = %(appeal)s AND a.state = 'moderation'
  AND (h.user_id IS NULL OR h.user_id = %(moderator)s OR h.until <= %(now)s)
ON CONFLICT (appeal_id) DO UPDATE SET moderator_id = excluded.moderator_id, verb = excluded.verb,
  said = excluded.said, together = excluded.together, due_at = excluded.due_at, trouble = ''
WHERE appeals_pendingdecision.trouble <> ''
RETURNING appeal_id
), freed AS (DELETE FROM appeals_hold h USING written w WHERE h.appeal_id = w.appeal_id)
SELECT appeal_id FROM written
"""


@transaction.atomic
def decide(*, appeal_id: int, moderator: User, deed: Deed, together: UUID, now: datetime) -> None:
    """Write the decision down and let go of the appeal; without seconds to take it back, carry it out.

    together: the same for all appeals of a batch.
    Raises WrongState, Held, Decided; NeedsWords, NoExchange for a deed that could not be done.
    """
    try:
        _check(deed)
    except Refusal:
        Appeal.objects.only("pk").get(pk=appeal_id)  # what is not there comes before what was not said
        raise
    said = asdict(deed)
    del said["verb"]
    row = {
        "appeal": appeal_id,
        "moderator": moderator.pk,
        "verb": deed.verb.value,
        "said": json.dumps(said),
        "together": together,
        "due_at": now + timedelta(seconds=settings.UNDO_SECONDS),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, row)
        if cursor.fetchone() is None:
            raise _why_not(appeal_id, moderator, now=now)
    if not settings.UNDO_SECONDS:
        _perform(appeal_id, moderator, deed, now=now)
        PendingDecision.objects.filter(pk=appeal_id).delete()


@transaction.atomic
def undo(*, together: UUID, moderator: User) -> list[int]:
    """Forget what this moderator decided; return the appeals that are in the queue again. Raises TooLate."""
    mine = PendingDecision.objects.filter(together=together, moderator=moderator, trouble="")
    back = list(mine.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not back:
        raise TooLate(_("Отменить уже нельзя: решение исполнено."))
    PendingDecision.objects.filter(pk__in=back).delete()
    return back


def carry_out_due(*, now: datetime, limit: int = 200) -> int:
    """Do what can not be taken back any more; return how many decisions were looked at. Each in its own transaction."""
    due = PendingDecision.objects.filter(trouble="", due_at__lte=now).order_by("due_at")
    found = list(due.select_related("moderator")[:limit])
    for decision in found:
        _carry_out(decision, now=now)
    return len(found)


def forget_trouble(*, appeal_id: int, moderator: User) -> None:
    """The moderator has read why the decision came to nothing."""
    PendingDecision.objects.filter(pk=appeal_id, moderator=moderator, trouble__gt="").delete()


def require_undecided(appeal_id: int) -> None:
    """For what else changes an appeal. Raises Decided."""
    waiting = PendingDecision.objects.filter(pk=appeal_id, trouble="").select_related("moderator").first()
    if waiting:
        raise _decided(waiting)


def require_authority(authority_id: int) -> None:
    """Of those that can be sent something. Raises NoExchange."""
    if str(authority_id) not in dict(authorities.connected()):
        raise assignment.unreachable()


def for_each(appeal_ids: Iterable[int], act: Callable[[int], None]) -> dict[int, str]:
    """The same for many, each in a transaction of its own; returns what was refused, and in which words."""
    refused = {}
    for appeal_id in appeal_ids:
        try:
            act(appeal_id)
        except Refusal as why:
            refused[appeal_id] = why.text
    return refused


def _carry_out(decision: PendingDecision, *, now: datetime) -> None:
    """What became impossible is dropped with its reason; what failed unforeseen is tried again in a minute."""
    mine = PendingDecision.objects.filter(pk=decision.pk, together=decision.together, trouble="")
    try:
        with transaction.atomic():
            if mine.delete()[0]:  # else it was taken back, or another worker was faster
                deed = Deed(Verb(decision.verb), **decision.said)
                _perform(decision.pk, decision.moderator, deed, now=now)
    except Refusal as refused:
        mine.update(trouble=refused.text[:300])
    except Exception:  # one decision's fault must not stop the others; it is logged
        log.exception("decision on appeal %d failed", decision.pk)
        mine.update(due_at=now + timedelta(minutes=1))


def _perform(appeal_id: int, moderator: User, deed: Deed, *, now: datetime) -> None:
    if deed.verb is Verb.PUBLISH:
        moderation.publish_here(
            appeal_id=appeal_id, moderator=moderator, now=now, authority_id=deed.authority_id
        )
    elif deed.verb is Verb.REFUSE:
        reason = RefusalReason(deed.reason)
        moderation.refuse(appeal_id=appeal_id, moderator=moderator, reason=reason, words=deed.words, now=now)
    else:
        moderation.ask(appeal_id=appeal_id, moderator=moderator, words=deed.words, now=now)


def _check(deed: Deed) -> None:
    """Said at once, not when it is too late to say it better."""
    if deed.verb is Verb.REFUSE:
        moderation.require_refusal_words(RefusalReason(deed.reason), deed.words)
    elif deed.verb is Verb.ASK:
        moderation.require_question(deed.words)
    elif deed.authority_id is not None:
        require_authority(deed.authority_id)


def _why_not(appeal_id: int, moderator: User, *, now: datetime) -> Refusal:
    waiting = PendingDecision.objects.filter(pk=appeal_id, trouble="").select_related("moderator").first()
    if waiting:
        return _decided(waiting)
    state = State(Appeal.objects.values_list("state", flat=True).get(pk=appeal_id))
    if state is State.MODERATION:
        holds.require(appeal_id=appeal_id, user=moderator, now=now)
    return journal.too_late(state)


def _decided(waiting: PendingDecision) -> Decided:
    words = _("Решение по обращению только что принято: %(name)s.")
    return Decided(words % {"name": people.staff_name(waiting.moderator)})
