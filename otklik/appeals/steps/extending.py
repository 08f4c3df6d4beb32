"""The authority needs longer than its term: once, before the term is over, with a reason that everybody reads."""

from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import journal, letters
from otklik.appeals.lifecycle import Move
from otklik.appeals.models import Appeal, JournalRow
from otklik.appeals.rules import deadlines
from otklik.appeals.steps import handing
from otklik.kit.errors import Refusal
from otklik.kit.workdays import is_working
from otklik.people.models import User

REASON_MAX: Final = 500  # characters


class BadExtension(Refusal):
    """Not once more, not after the term, not without a reason, not for so long; `text` says which."""

    code = "bad_extension"
    status = 422


@transaction.atomic
def extend(  # whose appeal, for how long and why
    *, appeal_id: int, authority_id: int, days: int, reason: str, by: User, now: datetime
) -> date:
    """Move the term on by `days` working days and tell the author; the new last day.

    days: 1..settings.EXTENSION_DAYS. Raises handing.NotHere, BadExtension, WrongState.
    """
    appeal, reason = handing.at_authority(appeal_id, authority_id), " ".join(reason.split())
    due = appeal.answer_by
    if due is None or due < timezone.localtime(now).date():
        raise BadExtension(_("Срок ответа уже истёк или не назначен: продлить его нельзя."))
    if is_extended(appeal):
        raise BadExtension(_("Срок уже продлевали. Второй раз продлить нельзя."))
    if not 1 <= days <= settings.EXTENSION_DAYS:
        most = {"n": settings.EXTENSION_DAYS}
        raise BadExtension(_("Продлить можно на срок от 1 до %(n)d рабочих дней.") % most)
    if not 10 <= len(reason) <= REASON_MAX:
        raise BadExtension(_("Объясните причину, от 10 до %(n)d знаков: её увидят все.") % {"n": REASON_MAX})
    until = deadlines.working_days_after(due, days, is_working=is_working)
    detail = {"was": due.isoformat(), "until": until.isoformat(), "days": days}
    moved = journal.move(
        appeal_id, Move.EXTEND, actor=by, now=now, reason=reason, detail=detail, facts={"answer_by": until}
    )
    letters.extended(moved, reason=reason)
    return until


def is_extended(appeal: Appeal) -> bool:
    """Since it was last given to an authority or sent back to it."""
    rows = JournalRow.objects.filter(appeal=appeal, move__in=[Move.ASSIGN, Move.RESEND, Move.EXTEND])
    return rows.order_by("-id").values_list("move", flat=True).first() == Move.EXTEND
