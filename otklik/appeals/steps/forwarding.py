"""«Не наша компетенция»: the authority passes the appeal on, with a reason that everybody reads.

Twice at most (settings have no say: a third body that sends it away means that nobody feels competent); then a
supervisor decides at the desk.
"""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import journal
from otklik.appeals.lifecycle import Attention, Move
from otklik.appeals.models import Reply
from otklik.appeals.steps import assignment, consulting, errands, handing
from otklik.authorities import queries as authorities
from otklik.authorities.models import Authority
from otklik.kit.errors import Refusal
from otklik.people.models import User

MOST: Final = 2
REASON_MAX: Final = 500  # characters


class BadForward(Refusal):
    """Without a reason, or to a body that cannot take it."""

    code = "bad_forward"
    status = 422


@transaction.atomic
def forward(  # whose appeal, to whom and why
    *, appeal_id: int, authority_id: int, to_id: int | None, reason: str, by: User, now: datetime
) -> Attention | None:
    """Pass it on; what waits for a person at the desk and why, None: the next authority has it.

    to_id None: «не знаю», a person decides. Raises handing.NotHere, BadForward, WrongState.
    """
    appeal, reason = handing.at_authority(appeal_id, authority_id), " ".join(reason.split())
    if not 10 <= len(reason) <= REASON_MAX:
        raise BadForward(
            _("Объясните, почему это не ваша компетенция, от 10 до %(n)d знаков.") % {"n": REASON_MAX}
        )
    if to_id is not None and str(to_id) not in dict(authorities.connected(without=authority_id)):
        raise BadForward(_("Этому органу передать нельзя. Выберите другой."))
    attention = Attention.WRONG_ADDRESSEE if to_id is None else None
    if appeal.forwards >= MOST:
        attention = Attention.FORWARDED
    facts: dict[str, Any] = {
        "forwards": appeal.forwards + 1,
        "attention": attention.value if attention else "",
        "authority": None,
        "executor": None,
        "answer_by": None,
    }
    sender = Authority.objects.get(pk=authority_id)
    detail = {"authority": sender.name}
    moved = journal.move(
        appeal_id, Move.FORWARD, actor=by, now=now, reason=reason, detail=detail, facts=facts
    )
    consulting.end_all(appeal_id, now=now)
    errands.close_all(appeal_id, now=now)
    Reply.objects.filter(appeal=appeal_id).delete()
    if attention is None and to_id is not None:
        assignment.pass_on(moved, to=Authority.objects.get(pk=to_id), sender=sender, by=by, now=now)
    return attention
