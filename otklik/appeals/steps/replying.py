"""Stage 6 at the authority's desk. An official writes the answer; where the body wants it, its head signs.

What is written is kept as it is typed. Whoever saves over the words of another is told so and loses nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import officerules, officials
from otklik.appeals.lifecycle import MOVES, Decision, Kind, Move
from otklik.appeals.models import Appeal, Reply
from otklik.appeals.rules import reply
from otklik.appeals.steps import answer, consulting, errands, handing
from otklik.kit.errors import Refusal
from otklik.people.models import User

TEXT_MAX: Final = 10_000  # characters
TEXT_MIN: Final = 10


class Changed(Refusal):
    """Another form has written since this one was opened."""

    code = "reply_changed"


class OnSignature(Refusal):
    """It waits to be signed: first it must be taken back."""

    code = "on_signature"


class BadReply(Refusal):
    """Not ready to be published; `text` says what is missing."""

    code = "bad_reply"
    status = 422

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field  # text, decision, planned_on


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk: the appeal must still be there, or NotHere is raised."""

    appeal_id: int
    authority_id: int


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    decision: str  # a lifecycle.Decision or ""
    planned_on: date | None


@transaction.atomic
def save(desk: Desk, words: Words, *, form: UUID, version: int, by: User, now: datetime) -> Reply:
    """Keep the words. A repeat of the same form writes over its own.

    form: of the page as it was shown. version: that it showed, 0 where nothing was written yet.
    Raises handing.NotHere, Changed, OnSignature, BadReply (too long), NotAwaited.
    """
    appeal = _awaiting(desk)
    if len(words.text) > TEXT_MAX:
        raise BadReply("text", _("Ответ длиннее %(n)d знаков. Сократите его.") % {"n": TEXT_MAX})
    if words.decision and words.decision not in list(Decision):
        raise BadReply("decision", _("Выберите решение из списка."))
    found = _reply(desk)
    if found is None:
        found = Reply(appeal=appeal, authority_id=desk.authority_id, key=uuid4(), form=form, version=0)
    elif found.state == Reply.State.SIGNING:
        raise OnSignature(_("Ответ на подписи. Заберите его, чтобы править."))
    elif form != found.form and version != found.version:
        raise Changed(_("Пока вы писали, ответ изменил другой сотрудник."))
    if form != found.form or not found.version:
        found.version, found.form = found.version + 1, form
    found.text, found.decision = words.text, words.decision
    found.planned_on = words.planned_on if words.decision == Decision.PLANNED else None
    found.written_by, found.written_at = by, now
    found.save()
    return found


@transaction.atomic
def finish(desk: Desk, *, version: int, signs: bool, by: User, now: datetime) -> bool:
    """Publish the answer, or put it before the head; whether it was published.

    version: what the person has read. signs: the person may sign for the body.
    Raises handing.NotHere, Changed, OnSignature, BadReply, NotAwaited.
    """
    appeal, found = _awaiting(desk), _reply(desk)
    if found is None or found.version != version:
        raise Changed(_("Ответ изменился с тех пор, как вы открыли страницу. Прочитайте его ещё раз."))
    _check(found, today=timezone.localtime(now).date())
    wanted = officerules.signs(desk.authority_id)
    if wanted and not signs:
        if found.state == Reply.State.DRAFT:
            found.state, found.sent_at, found.remarks = Reply.State.SIGNING, now, ""
            found.save(update_fields=["state", "sent_at", "remarks"])
            officials.to_sign(appeal, by=by, now=now)
        return False
    _publish(found, signatory=by.name if wanted else "", by=by, now=now)
    return True


@transaction.atomic
def take_back(desk: Desk, *, remarks: str = "", now: datetime) -> None:
    """From the signature to the draft: by its writer, or by the head with words, of which the writer is told.

    A repeat does nothing. Raises handing.NotHere.
    """
    appeal, found = handing.at_authority(desk.appeal_id, desk.authority_id), _reply(desk)
    if found is not None and found.state == Reply.State.SIGNING:
        found.state, found.sent_at, found.remarks = Reply.State.DRAFT, None, remarks.strip()[:TEXT_MAX]
        found.version += 1
        found.save(update_fields=["state", "sent_at", "remarks", "version"])
        if found.remarks:
            officials.sent_back(appeal, found.written_by_id, now=now)


def _publish(found: Reply, *, signatory: str, by: User, now: datetime) -> None:
    files = [
        answer.KeptFile(file.pk, file.title, is_photo=file.is_photo)
        for file in found.files.order_by("added_at", "pk")
    ]
    ready = answer.Ready(
        uid=found.key,
        read=reply.Reading(Decision(found.decision), found.planned_on, found.text.strip()),
        signatory=signatory,
        on=timezone.localtime(now).date(),
        files=files,
    )
    answer.publish(found.appeal_id, ready, actor=by, now=now)
    consulting.end_all(found.appeal_id, now=now)
    errands.close_all(found.appeal_id, now=now)
    found.delete()


def _awaiting(desk: Desk) -> Appeal:
    """Raises handing.NotHere, answer.NotAwaited."""
    appeal = handing.at_authority(desk.appeal_id, desk.authority_id)
    leg = MOVES[Move.ANSWER]
    if appeal.state not in leg.sources or Kind(appeal.kind) not in leg.kinds:
        raise answer.NotAwaited(_("Обращение уже не ждёт ответа. Обновите страницу."))
    return appeal


def _reply(desk: Desk) -> Reply | None:
    """The answer that this body writes; the appeal is locked."""
    found = Reply.objects.filter(appeal=desk.appeal_id).first()
    if found is not None and found.authority_id != desk.authority_id:
        found.delete()  # of the body from which the appeal was taken away
        return None
    return found


def _check(found: Reply, *, today: date) -> None:
    if len(found.text.strip()) < TEXT_MIN:
        raise BadReply("text", _("Напишите ответ."))
    if not found.decision:
        raise BadReply("decision", _("Выберите решение."))
    if found.decision == Decision.PLANNED and (found.planned_on is None or found.planned_on <= today):
        raise BadReply("planned_on", _("Назовите день, к которому решение запланировано: он впереди."))
