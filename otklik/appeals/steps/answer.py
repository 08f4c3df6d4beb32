"""Stage 6. The authority's answer is published: it comes from МСЭД as a document, or from the desk (`replying`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import following, journal, letters
from otklik.appeals.lifecycle import Kind, Move, State
from otklik.appeals.models import Answer, AnswerFile, Dispatch
from otklik.appeals.rules import reply
from otklik.exchange import inbox
from otklik.exchange.inbox import Unmatched
from otklik.files import documents, photos
from otklik.integrations import msed
from otklik.kit.errors import Refusal
from otklik.people.models import User

PHOTO_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".heic")


class NoSuchAppeal(Refusal):
    """Nothing with this number was sent to МСЭД."""

    code = "no_such_appeal"
    status = 422


class NotAwaited(Refusal):
    """Nobody waits for an answer: it was given, or the appeal was taken back."""

    code = "not_awaited"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that lies in the storage under this id."""

    id: UUID
    title: str
    is_photo: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer as it is to be read."""

    uid: UUID  # the same answer has the same, however often it comes
    read: reply.Reading
    signatory: str = ""
    number: str = ""
    on: date | None = None
    dispatch: Dispatch | None = None  # our document that it answers
    files: Sequence[KeptFile] = ()


def accept(document: msed.Document, *, now: datetime) -> None:
    """Publish the answer that the document brings and write to the author.

    Called once for each document. Raises Unmatched: it answers nothing of ours, or the appeal waits for no answer
    (the packet stays in quarantine for a person).
    """
    dispatch = _dispatch_of(document)
    if dispatch is None:
        raise Unmatched(f"Документ {document.number} не связан ни с одним обращением")
    _publish(document, dispatch, actor=None, now=now)


@transaction.atomic
def accept_by_hand(*, packet_id: int, appeal_number: str, moderator: User, now: datetime) -> None:
    """A moderator says which appeal a document that nobody could match answers; it is published as its answer.

    Raises NoSuchAppeal, Unmatched (the appeal waits for no answer), inbox.NotWaiting (matched meanwhile).
    """
    ours = Dispatch.objects.select_for_update(of=("self", "appeal")).select_related("appeal")
    dispatch = ours.filter(appeal__number=appeal_number).order_by("-round").first()
    if dispatch is None:
        raise NoSuchAppeal(
            _("Обращения с таким номером нет, или оно не отправлялось в МСЭД. Проверьте номер.")
        )
    inbox.settle(packet_id, heed=lambda document: _publish(document, dispatch, actor=moderator, now=now))


def publish(appeal_id: int, ready: Ready, *, actor: User | None, now: datetime) -> None:
    """The one way in which an answer becomes public, whatever brought it: for everybody, the author and followers.

    Inside the caller's transaction. Raises WrongState.
    """
    detail = {"decision": ready.read.decision.value, "number": ready.number}
    facts = {"answered_at": now, "attention": ""}
    appeal = journal.move(appeal_id, Move.ANSWER, actor=actor, now=now, detail=detail, facts=facts)
    answer = Answer.objects.create(
        appeal=appeal,
        dispatch=ready.dispatch,
        message_uid=ready.uid,
        text=ready.read.text or "Текст ответа приложен в файле.",
        decision=ready.read.decision.value,
        planned_on=ready.read.planned_on,
        signatory=ready.signatory,
        number=ready.number,
        on=ready.on,
        received_at=now,
    )
    AnswerFile.objects.bulk_create(
        AnswerFile(id=file.id, answer=answer, title=file.title, is_photo=file.is_photo, place=place)
        for place, file in enumerate(ready.files)
    )
    letters.answered(appeal, answer)
    following.tell_later(appeal, following.ANSWERED)


def _publish(document: msed.Document, dispatch: Dispatch, *, actor: User | None, now: datetime) -> None:
    awaited = (
        dispatch.appeal.state in (State.SENDING, State.REGISTERED) and dispatch.appeal.kind != Kind.THANKS
    )
    if not awaited:
        raise Unmatched(f"Ответ на {dispatch.number}: обращение не ждёт ответа")
    uid = UUID(document.message_uid)
    ready = Ready(
        uid=uid,
        read=reply.read(document.annotation),
        signatory=_signatory(document),
        number=document.number[:63],
        on=document.on,
        dispatch=dispatch,
        files=_kept(document, uid),
    )
    publish(dispatch.appeal_id, ready, actor=actor, now=now)


def _dispatch_of(document: msed.Document) -> Dispatch | None:
    """Our document that this one answers, by the order of medo.md A6."""
    ours = Dispatch.objects.select_for_update(of=("self", "appeal")).select_related("appeal")
    for link in document.links:
        if link.document_uid and (found := ours.filter(document_uid=UUID(link.document_uid)).first()):
            return found
    for link in document.links:
        if link.number and link.on and (found := ours.filter(number=link.number, on=link.on).first()):
            return found
    announced = ours.filter(report_number=document.number[:63], authority__msed_uid=UUID(document.sender.uid))
    return announced.order_by("-id").first() if document.number else None


def _signatory(document: msed.Document) -> str:
    who = document.signatory
    return ", ".join(part for part in (who.name, who.post) if part)[:300] if who else ""


def _kept(document: msed.Document, uid: UUID) -> list[KeptFile]:
    """The answer's PDF and attachments. A picture is written anew like a citizen's; one that can't be is a file."""
    kept = []
    for place, part in enumerate((document.body, *document.attachments)):
        if part is None:
            continue
        file_id = uuid5(uid, f"file {place}")
        is_photo = part.name.lower().endswith(PHOTO_NAMES) and _kept_as_photo(part, file_id)
        if not is_photo:
            documents.keep(part.content, file_id=file_id)
        kept.append(KeptFile(file_id, (part.description or part.name)[:300], is_photo=is_photo))
    return kept


def _kept_as_photo(part: msed.FilePart, file_id: UUID) -> bool:
    try:
        photos.keep(part.content, photo_id=file_id)
    except photos.BadPhoto:
        return False
    return True
