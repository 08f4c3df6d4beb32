"""A supervisor takes an appeal under control and lets it go; every desk that has the appeal shows it."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import journal
from otklik.appeals.lifecycle import Move
from otklik.kit.errors import Refusal
from otklik.oversight.models import Control
from otklik.people.models import User

WORDS_MAX: Final = 500


class NeedsWords(Refusal):
    """Nobody would know why."""

    code = "needs_words"


class PastDay(Refusal):
    """The supervisor's own last day is over already."""

    code = "past_day"


class AlreadyControlled(Refusal):
    """Somebody was faster, or the page is stale."""

    code = "already_controlled"


class NotControlled(Refusal):
    code = "not_controlled"


@transaction.atomic
def take(*, appeal_id: int, by: User, words: str, by_date: date | None, now: datetime) -> None:
    """by_date: the last day that the supervisor sets; None: the usual term holds.

    Raises NeedsWords, PastDay, AlreadyControlled, WrongState: the appeal is at its end.
    """
    told = _told(words, _("Напишите, почему обращение взято под контроль."))
    if by_date and by_date < timezone.localdate(now):
        raise PastDay(_("Последний день контроля уже прошёл. Укажите сегодняшний или более поздний."))
    detail = {"by_date": by_date.isoformat()} if by_date else {}
    facts = {"controlled_at": now}
    journal.move(appeal_id, Move.CONTROL, actor=by, now=now, reason=told, detail=detail, facts=facts)
    # The appeal is locked now: nobody else takes it in between.
    if Control.objects.filter(appeal=appeal_id, released_at=None).exists():
        raise AlreadyControlled(_("Обращение уже под контролем. Обновите страницу."))
    Control.objects.create(appeal_id=appeal_id, by=by, at=now, words=told, by_date=by_date)


@transaction.atomic
def release(*, appeal_id: int, by: User, words: str, now: datetime) -> None:
    """Any supervisor may, also when the appeal has come to its end. Raises NeedsWords, NotControlled."""
    told = _told(words, _("Напишите, почему контроль снят."))
    journal.move(appeal_id, Move.RELEASE, actor=by, now=now, reason=told, facts={"controlled_at": None})
    changed = Control.objects.filter(appeal=appeal_id, released_at=None).update(
        released_at=now, released_by=by, released_words=told
    )
    if not changed:
        raise NotControlled(_("Обращение уже не под контролем. Обновите страницу."))


def _told(words: str, empty: str) -> str:
    told = " ".join(words.split())
    if not told:
        raise NeedsWords(empty)
    if len(told) > WORDS_MAX:
        raise NeedsWords(_("Не больше %(n)d знаков.") % {"n": WORDS_MAX})
    return told
