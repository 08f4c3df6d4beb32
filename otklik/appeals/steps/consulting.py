"""An authority asks another for its opinion. The other answers at its own desk; neither the author nor anybody else
but these two sees it.
"""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import officials
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Opinion
from otklik.appeals.steps import handing
from otklik.authorities import queries as authorities
from otklik.kit.errors import Refusal
from otklik.people.models import User

WORDS_MAX: Final = 3000  # characters of a question, of an answer
MOST: Final = 5  # opinions of one appeal that are waited for at once
LATEST: Final = timedelta(days=30)
_OPEN: Final = frozenset({State.SENDING, State.REGISTERED})


class BadOpinion(Refusal):
    """Nothing asked or said, nobody who could be asked, a day that is no term; `text` says which."""

    code = "bad_opinion"
    status = 422


class OpinionEnded(Refusal):
    """Given or taken back meanwhile."""

    code = "opinion_ended"


@transaction.atomic
def ask(  # noqa: PLR0913  # who asks whom what and until when
    *,
    appeal_id: int,
    authority_id: int,
    key: UUID,
    asked_id: int | None,
    question: str,
    due_on: date | None,
    by: User,
    now: datetime,
) -> None:
    """Ask; the officials are told. A repeat with the same key asks nothing more. Raises handing.NotHere, BadOpinion."""
    appeal, question = handing.at_authority(appeal_id, authority_id), question.strip()
    if Opinion.objects.filter(client_key=key).exists():
        return
    if appeal.state not in _OPEN:
        raise BadOpinion(_("На обращение уже ответили: мнение больше не нужно."))
    if asked_id is None or str(asked_id) not in dict(authorities.consulted(without=authority_id)):
        raise BadOpinion(_("Выберите орган, у которого вы спрашиваете."))
    _check_words(question, _("Напишите вопрос."))
    today = timezone.localtime(now).date()
    if due_on is None or not today <= due_on <= today + LATEST:
        raise BadOpinion(_("Назначьте срок: от сегодняшнего дня до 30 дней вперёд."))
    waited = Opinion.objects.filter(appeal=appeal, answered_at=None, ended_at=None).values_list(
        "pk", flat=True
    )
    if len(waited[:MOST]) == MOST:
        raise BadOpinion(_("По обращению уже ждут %(n)d мнений. Дождитесь их.") % {"n": MOST})
    opinion = Opinion.objects.create(
        client_key=key,
        appeal=appeal,
        asker_id=authority_id,
        asked_id=asked_id,
        question=question,
        due_on=due_on,
        asked_by=by,
        asked_at=now,
    )
    officials.asked(appeal, opinion_id=opinion.pk, asked_id=opinion.asked_id, due_on=due_on, now=now)


@transaction.atomic
def take_back(*, opinion_id: int, appeal_id: int, authority_id: int, now: datetime) -> None:
    """The opinion is needed no more. A repeat does nothing. Raises handing.NotHere, OpinionEnded (it was given)."""
    handing.at_authority(appeal_id, authority_id)
    opinion = Opinion.objects.select_for_update().get(
        pk=opinion_id, appeal_id=appeal_id, asker_id=authority_id
    )
    if opinion.answered_at:
        raise OpinionEnded(_("На этот вопрос уже ответили."))
    if not opinion.ended_at:
        opinion.ended_at = now
        opinion.save(update_fields=["ended_at"])


@transaction.atomic
def give(*, opinion_id: int, words: str, by: User, now: datetime) -> None:
    """Answer the question. The same words again change nothing. Raises BadOpinion, OpinionEnded."""
    words = words.strip()
    _check_words(words, _("Напишите мнение."))
    opinion = Opinion.objects.select_for_update(of=("self",)).select_related("appeal").get(pk=opinion_id)
    if opinion.answered_at and opinion.answer == words:
        return
    if opinion.answered_at or opinion.ended_at or opinion.appeal.state not in _OPEN:
        raise OpinionEnded(_("Мнение уже дано или больше не нужно."))
    opinion.answer, opinion.answered_by, opinion.answered_at = words, by, now
    opinion.save(update_fields=["answer", "answered_by", "answered_at"])


def end_all(appeal_id: int, *, now: datetime) -> None:
    """The appeal is answered or goes to another body: whoever was asked need not answer."""
    Opinion.objects.filter(appeal=appeal_id, answered_at=None, ended_at=None).update(ended_at=now)


def _check_words(words: str, nothing: str) -> None:
    if not words:
        raise BadOpinion(nothing)
    if len(words) > WORDS_MAX:
        raise BadOpinion(_("Текст длиннее %(n)d знаков. Сократите его.") % {"n": WORDS_MAX})
