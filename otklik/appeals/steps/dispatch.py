"""Stages 4 and 5. The appeal goes to the authority through МСЭД, which registers it and tells how it goes."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from otklik.appeals import journal, labels, letters
from otklik.appeals.lifecycle import Attention, Kind, Move, State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.queries import attached, documents
from otklik.appeals.rules import number
from otklik.appeals.steps import closing, reception
from otklik.authorities.models import Authority
from otklik.authorities.queries import Way, way_to
from otklik.exchange import outbox
from otklik.exchange.inbox import Unmatched
from otklik.integrations import msed
from otklik.kit import clock, queued
from otklik.look import naming
from otklik.terms import rules

WRONG_ADDRESSEE = ("ошибка адресации", "неверно адресован")


def deliver(appeal: Appeal, authority: Authority, *, now: datetime) -> None:
    """As a document through МСЭД, or to its desk here. The appeal is in SENDING and locked by the caller."""
    if way_to(authority) is Way.DESK:
        reception.receive(appeal, now=now)
    else:
        begin(appeal, authority, now=now)


def begin(appeal: Appeal, authority: Authority, *, now: datetime) -> None:
    """Write down the document to send and queue it. The appeal is in SENDING and locked by the caller.

    Each document has its own uid and number: a re-route and a return are new documents (medo.md A6).
    """
    round_ = appeal.dispatches.count() + 1
    suffix = "" if round_ == 1 else f"/{round_}"
    dispatch = Dispatch.objects.create(
        appeal=appeal,
        authority=authority,
        document_uid=uuid5(appeal.client_key, f"document {round_}"),
        number=f"{settings.MSED_PREFIX}{appeal.number}{suffix}",
        on=timezone.localtime(now).date(),
        round=round_,
    )
    send_later.defer(dispatch_id=dispatch.pk)


# Before the letters: those may have to wait for a mail server that does not answer.
@app.task(queue="msed", priority=1, retry=RetryStrategy(max_attempts=75, linear_wait=30))
def send_later(*, dispatch_id: int) -> None:
    send(dispatch_id=dispatch_id, now=clock.now())


def send(*, dispatch_id: int, now: datetime) -> None:
    """Make the packet and put it into the spool.

    Safe to repeat: the ledger knows the message by its uid, which follows from the document's. What can't be packed
    (a partner without a MEDO address) goes back to the desk. Raises OSError: disk or spool trouble; the queue tries
    again.
    """
    related = ("appeal__topic__category", "appeal__territory", "appeal__organisation", "authority")
    # A border may be megabytes.
    found = Dispatch.objects.select_related(*related).defer("appeal__territory__geom")
    dispatch = found.get(pk=dispatch_id)
    if dispatch.appeal.state != State.SENDING:
        return  # withdrawn meanwhile
    try:
        packet = outbox.write_down(
            _document(dispatch, now=now), version=dispatch.authority.msed_version, now=now
        )
    except msed.BadPacket as bad:
        _back_to_desk(dispatch, Attention.NO_EXCHANGE, reason=bad.reason, now=now)
        return
    outbox.post(packet.pk, now=now)


def queue_waiting(*, now: datetime, limit: int = 500) -> int:
    """Queue dispatches whose packet is not in the ledger after ten minutes: their job was lost. Returns how many."""
    late = Appeal.objects.filter(state=State.SENDING, state_since__lt=now - timedelta(minutes=10))
    waiting = Dispatch.objects.filter(appeal__in=late, refused="", registered_number="").order_by("id")
    uids = dict(waiting.values_list("document_uid", "pk")[:limit])
    there = outbox.known(uids)
    lost = [pk for uid, pk in uids.items() if uid not in there]
    return sum(queued.once(send_later, f"dispatch-{pk}", dispatch_id=pk) for pk in lost)


def resend_returned(*, now: datetime, limit: int = 200) -> int:
    """Send returned appeals to their authority again, in МСЭД linked to the first document; return how many.

    By the clock, so that a return needs no way back from a later step: the state is the queue.
    """
    waiting = Appeal.objects.filter(state=State.RETURNED, attention="").order_by("state_since")

    def send_again(appeal: Appeal) -> None:
        if appeal.authority is None:
            raise ValueError(f"appeal {appeal.pk} was answered by nobody")
        # A term of its own: the first one has passed long ago.
        about = rules.About.of(appeal.topic, appeal.kind, appeal.regime)
        appeal.answer_by = rules.answer_by(about, since=timezone.localdate(now))
        appeal.save(update_fields=["answer_by"])
        deliver(appeal, appeal.authority, now=now)

    return journal.move_each(waiting, Move.RESEND, now=now, limit=limit, then=send_again)


def heed(notice: msed.Notice, *, now: datetime) -> None:
    """What a notification of МСЭД means for the appeal. Called once for each; any order is possible.

    Raises Unmatched: no document of ours has this uid, or it contradicts what we know.
    """
    dispatch = _dispatch_of(notice)
    if notice.kind is msed.NoticeKind.ACCEPTED:
        _registered(dispatch, notice, now=now)
    elif notice.kind is msed.NoticeKind.REFUSED:
        _refused(dispatch, notice, now=now)
    else:
        _progress(dispatch, notice, now=now)


def _dispatch_of(notice: msed.Notice) -> Dispatch:
    dispatch = (
        Dispatch.objects.select_for_update(of=("self", "appeal"))
        .select_related("appeal", "authority")
        .filter(document_uid=UUID(notice.document_uid))
        .first()
    )
    if dispatch is None:
        raise Unmatched(f"Уведомление «{notice.kind}» о неизвестном документе {notice.document_uid}")
    return dispatch


def _registered(dispatch: Dispatch, notice: msed.Notice, *, now: datetime) -> None:
    if dispatch.registered_number:
        return
    if dispatch.refused:
        raise Unmatched(f"Регистрация документа {dispatch.number} после отказа в ней")
    dispatch.registered_number = notice.number[:63]
    dispatch.registered_on = notice.on
    dispatch.save(update_fields=["registered_number", "registered_on"])
    detail = {"number": notice.number, "on": notice.on.isoformat() if notice.on else ""}
    if dispatch.appeal.state != State.SENDING or _superseded(dispatch):
        return  # the answer came first, or the author took the appeal back
    appeal = journal.move(dispatch.appeal_id, Move.REGISTER, actor=None, now=now, detail=detail)
    if appeal.kind == Kind.THANKS:
        closing.file_thanks(appeal.pk, now=now)
    else:
        letters.sent(appeal, msed_number=notice.number)


def _refused(dispatch: Dispatch, notice: msed.Notice, *, now: datetime) -> None:
    if dispatch.refused:
        return  # told twice in two messages
    in_msed = dispatch.appeal.state in (State.SENDING, State.REGISTERED)
    if not in_msed or _superseded(dispatch):
        raise Unmatched(f"Отказ по документу {dispatch.number}, обращение уже в другом состоянии")
    dispatch.refused = notice.reason[:300] or "без причины"
    dispatch.save(update_fields=["refused"])
    wrong = any(words in notice.reason.lower() for words in WRONG_ADDRESSEE)
    attention = Attention.WRONG_ADDRESSEE if wrong else Attention.MSED_REFUSED
    if dispatch.registered_number:
        attention = Attention.MSED_CONFLICT
    _back_to_desk(dispatch, attention, reason=notice.reason, now=now)


def _superseded(dispatch: Dispatch) -> bool:
    """The appeal travels in a later document: what is said of this one must not move it."""
    return dispatch.appeal.dispatches.filter(round__gt=dispatch.round).exists()


def _back_to_desk(dispatch: Dispatch, attention: Attention, *, reason: str, now: datetime) -> None:
    journal.move(
        dispatch.appeal_id,
        Move.READDRESS,
        actor=None,
        now=now,
        reason=reason,
        detail={"authority": dispatch.authority.name},
        facts={"attention": attention.value, "authority": None, "executor": None, "answer_by": None},
    )


def _progress(dispatch: Dispatch, notice: msed.Notice, *, now: datetime) -> None:
    if notice.kind is msed.NoticeKind.REPORT_SENT and notice.number:
        dispatch.report_number = notice.number[:63]
        dispatch.save(update_fields=["report_number"])
    if dispatch.appeal.state not in (State.SENDING, State.REGISTERED) or _superseded(dispatch):
        return  # late news of a finished matter
    detail = {"notice": notice.kind.value, "executor": notice.executor, "number": notice.number}
    journal.move(
        dispatch.appeal_id,
        Move.PROGRESS,
        actor=None,
        now=now,
        reason=notice.text,
        detail={key: value for key, value in detail.items() if value},
    )


def _document(dispatch: Dispatch, *, now: datetime) -> msed.Document:
    """Our appeal in МСЭД's words. Personal data travel only where the partner needs them."""
    appeal, authority = dispatch.appeal, dispatch.authority
    personal = authority.msed_personal_data
    pictures = attached.pictures(appeal)
    body, pages = msed.appeal_pdf(
        title=f"{labels.KIND[Kind(appeal.kind)]} № {number.spoken(appeal.number)}",
        facts=documents.facts(dispatch, personal=personal),
        text=documents.clarified(appeal, personal=personal),
        pictures=[part.content for part in pictures],
    )
    return msed.Document(
        message_uid=str(uuid5(dispatch.document_uid, "message")),
        document_uid=str(dispatch.document_uid),
        document_id=appeal.number,
        number=dispatch.number,
        on=dispatch.on,
        kind="Обращение",
        annotation=_annotation(appeal, personal=personal),
        created=now,
        sender=outbox.us(),
        recipient=msed.Party(
            uid=str(authority.msed_uid), name=authority.name, address=authority.msed_address
        ),
        signatory=msed.Signatory(
            name=settings.MSED_SIGNATORY, post=settings.MSED_SIGNATORY_POST, on=dispatch.on
        ),
        executor=None,
        citizen=_citizen(appeal) if personal else None,
        links=_links(dispatch),
        body=msed.FilePart(name="document.pdf", content=body, description="Текст обращения", pages=pages),
        attachments=(*pictures, *(attached.papers(appeal) if personal else ())),
    )


def _annotation(appeal: Appeal, *, personal: bool) -> str:
    kind = labels.KIND[Kind(appeal.kind)]
    words = documents.written(appeal, personal=personal)
    return f"{kind}: {appeal.topic.title}. {appeal.address}. {words}"


def _citizen(appeal: Appeal) -> msed.Citizen:
    return msed.Citizen(
        name=appeal.author_name,
        region=naming.region("ru"),
        contact=appeal.author_email,
        number=appeal.number,
    )


def _links(dispatch: Dispatch) -> tuple[msed.Link, ...]:
    """A returned appeal points at the document that was answered, so that МСЭД keeps them together."""
    if dispatch.round == 1:
        return ()
    theirs = dispatch.appeal.dispatches.filter(authority=dispatch.authority_id, refused="")
    first = theirs.filter(round__lt=dispatch.round).order_by("round").first()
    if first is None:
        return ()
    return (
        msed.Link(kind="Связан с", document_uid=str(first.document_uid), number=first.number, on=first.on),
    )
