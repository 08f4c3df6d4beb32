"""«Убрать с портала»: a moderator takes a published appeal from everybody's eyes, and brings it back.

The state does not change, so this is no step: it goes on its way to the authority, the answer comes to its author, who
sees everything as before. Nobody else does: `public` is the condition that every public reader asks.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import complaints, journal, letters
from otklik.appeals.lifecycle import ComplaintVerdict, Move, State, WithholdReason
from otklik.appeals.models import Appeal
from otklik.kit.errors import Refusal
from otklik.people.models import User

WORDS_MAX: Final = 1000  # characters


class BadWithholding(Refusal):
    """No reason, or no words for the author."""

    code = "bad_withholding"
    status = 422


@transaction.atomic
def withhold(*, appeal_id: int, reason: str, words: str, by: User, now: datetime) -> None:
    """Show the appeal to nobody but its author and the desks; both are written down and the author is told why.

    Complaints that wait are settled by it. Pressed twice, it happens once. Raises BadWithholding, WrongState: it never
    was public.
    """
    words = _said(words, _("Напишите автору, почему обращение убрано с портала."))
    if reason not in list(WithholdReason):
        raise BadWithholding(_("Выберите, почему обращение убирают с портала."))
    appeal = _locked(appeal_id)
    if appeal.withheld:
        return
    if appeal.published_at is None:
        raise journal.too_late(State(appeal.state))
    detail, facts = {"code": reason}, {"withheld": True}
    journal.move(appeal_id, Move.WITHHOLD, actor=by, now=now, reason=words, detail=detail, facts=facts)
    letters.withheld(appeal, reason=WithholdReason(reason), words=words)
    complaints.settle_waiting(appeal, verdict=ComplaintVerdict.WITHHELD, words="", moderator=by, now=now)


@transaction.atomic
def restore(*, appeal_id: int, words: str, by: User, now: datetime) -> None:
    """Everybody sees it again as far as its state lets them; the author is told. A repeat changes nothing.

    Raises BadWithholding: no words, or its author wanted it so.
    """
    words = _said(words, _("Напишите, почему обращение возвращается на портал."))
    appeal = _locked(appeal_id)
    if appeal.confidential:
        raise BadWithholding(
            _("Автор подал обращение только для исполнителя и модератора: на портал его не выводят.")
        )
    if not appeal.withheld:
        return
    journal.move(appeal_id, Move.RESTORE, actor=by, now=now, reason=words, facts={"withheld": False})
    letters.restored(appeal, words=words)


def _said(words: str, missing: str) -> str:
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise BadWithholding(missing)
    if len(words) > WORDS_MAX:
        raise BadWithholding(_("Пояснение длиннее %(n)d знаков. Сократите его.") % {"n": WORDS_MAX})
    return words


def _locked(appeal_id: int) -> Appeal:
    rows = Appeal.objects.select_related("topic", "author")
    return rows.select_for_update(of=("self",)).get(pk=appeal_id)
