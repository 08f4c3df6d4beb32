"""The authority needs longer than its term: once, before the term is over, with a reason that everybody reads."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import journal, letters
from otklik.appeals.lifecycle import Move
from otklik.appeals.models import Appeal, JournalRow
from otklik.appeals.steps import handing
from otklik.kit.errors import Refusal
from otklik.people.models import User
from otklik.terms import rules

REASON_MAX: Final = 500  # characters


class BadExtension(Refusal):
    """Not once more, not after the term, not without a reason, not for so long; `text` says which."""

    code = "bad_extension"
    status = 422


@transaction.atomic
def extend(  # whose appeal, for how long and why
    *, appeal_id: int, authority_id: int, days: int, reason: str, by: User, now: datetime
) -> date:
    """Move the term on by `days` days in the unit of the term and tell the author; the new last day.

    days: as many as the rules of terms let it. Raises handing.NotHere, BadExtension, WrongState.
    """
    appeal, reason = handing.at_authority(appeal_id, authority_id), " ".join(reason.split())
    due = appeal.answer_by
    if due is None or due < timezone.localdate(now):
        raise BadExtension(_("Срок ответа уже истёк или не назначен: продлить его нельзя."))
    if is_extended(appeal):
        raise BadExtension(_("Срок уже продлевали. Второй раз продлить нельзя."))
    about, today = rules.About.of(appeal.topic, appeal.kind, appeal.regime), timezone.localdate(now)
    most = {"n": rules.terms(about, on=today).extension_days}
    if not 1 <= days <= most["n"]:
        raise BadExtension(_("Продлить можно на срок от 1 до %(n)d дней.") % most)
    if not 10 <= len(reason) <= REASON_MAX:
        raise BadExtension(_("Объясните причину, от 10 до %(n)d знаков: её увидят все.") % {"n": REASON_MAX})
    until = rules.extended(about, due, by_days=days, on=today)
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
