"""Packets in: read, written down once, acknowledged. A bad one goes to quarantine and never stops the next."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from otklik.exchange import outbox, queries
from otklik.exchange.models import Packet
from otklik.integrations import msed
from otklik.kit.errors import Refusal
from otklik.people.models import User

log = logging.getLogger(__name__)

Heed = Callable[["msed.Document | msed.Notice"], None]
# Of our machine, not of the packet: nothing can be done for any packet, so the round ends and the next one tries.
OURS = (OSError, OperationalError, InterfaceError, msed.SigningFailed)


class Unmatched(Refusal):
    """The message speaks of what we do not know or can't follow; the packet waits in quarantine for a person."""

    code = "unmatched"


class NotWaiting(Refusal):
    """Somebody has dealt with the packet already, or it is not a document that could be matched."""

    code = "not_waiting"


class NeedsWords(Refusal):
    """Nobody would know what was done about the packet."""

    code = "needs_words"


@transaction.atomic
def settle(packet_id: int, *, heed: Callable[[msed.Document], None]) -> None:
    """A person says what an unmatched document belongs to: `heed` does it, and the packet counts as taken.

    Raises NotWaiting, what `heed` raises, one of outbox.TROUBLES.
    """
    waiting = Packet.objects.select_for_update().filter(
        direction=Packet.Direction.IN, kind=Packet.Kind.DOCUMENT, alarm=Packet.Alarm.UNMATCHED
    )
    row = waiting.filter(pk=packet_id).first()
    message = msed.unpack(outbox.kept_files(row), own=outbox.us(), signer=msed.signer())[0] if row else None
    if row is None or not isinstance(message, msed.Document):
        raise NotWaiting(_("Этот пакет уже разобран или в нём нет документа."))
    heed(message)
    row.state, row.alarm, row.error = Packet.State.TAKEN, Packet.Alarm.NONE, ""
    row.save(update_fields=["state", "alarm", "error"])


@transaction.atomic
def dismiss(packet_id: int, *, by: User, words: str, now: datetime) -> None:
    """A person has dealt with the packet's trouble and says how: it asks for attention no more.

    A repeat, and a packet without trouble, change nothing. Raises NeedsWords.
    """
    told = " ".join(words.split())[:300]
    if not told:
        raise NeedsWords(_("Напишите, как пакет разобран: это увидят другие сотрудники."))
    row = Packet.objects.select_for_update().filter(queries.TROUBLE, pk=packet_id).first()
    if row is None:
        return
    if row.direction == Packet.Direction.IN:
        row.state = Packet.State.TAKEN
    row.alarm = Packet.Alarm.NONE
    row.handled_at, row.handled_by, row.handled_words = now, by, told
    row.save(update_fields=["state", "alarm", "handled_at", "handled_by", "handled_words"])


def collect(*, heed: Heed, now: datetime, limit: int = 100) -> int:
    """Take up to `limit` packets from the spool, oldest first; return how many were there.

    heed: what a document or a notice means for the domain. It runs in the packet's transaction, may raise Unmatched,
    and is called once for a packet however often the partner repeats it. Only one `collect` may run at a time
    (the periodic job holds a lock). Raises OURS: disk, database or openssl; nothing is lost, try again.
    """
    gateway = msed.gateway()
    taken = 0
    for arrival in gateway.arrivals(limit):
        taken += 1
        try:
            receipt = _take(gateway, arrival, heed=heed, now=now)
        except OURS:
            raise
        except Exception as e:  # one packet must never stop the next: it is kept and shown at the desk
            log.exception("packet %s set aside", arrival.name)
            _set_aside(gateway, arrival, f"Внутренняя ошибка: {type(e).__name__}: {e}", now=now)
        else:
            _post(receipt, now=now)
    return taken


def _take(gateway: msed.Transport, arrival: msed.Arrival, *, heed: Heed, now: datetime) -> Packet | None:
    """Returns our receipt, to be posted."""
    try:
        files = arrival.files()
        message, version = msed.unpack(
            files, own=outbox.us(), signer=msed.signer(), demand_signature=settings.MSED_DEMAND_SIGNATURE
        )
    except msed.BadPacket as bad:
        receipt = _refuse(bad, folder=arrival.name, now=now)
        gateway.quarantine(arrival, bad.reason)
        return receipt
    receipt, trouble = _enter(message, version, files, folder=arrival.name, heed=heed, now=now)
    if trouble:
        gateway.quarantine(arrival, trouble)
    else:
        gateway.done(arrival)
    return receipt


def _post(receipt: Packet | None, *, now: datetime) -> None:
    """A full spool keeps no packet from being taken: the receipt stays queued and the clock tries again."""
    if receipt is None:
        return
    try:
        outbox.post(receipt.pk, now=now)
    except outbox.TROUBLES as e:
        log.warning("receipt %d stays queued: %s", receipt.pk, e)


def _set_aside(gateway: msed.Transport, arrival: msed.Arrival, told: str, *, now: datetime) -> None:
    Packet.objects.create(
        direction=Packet.Direction.IN,
        kind=Packet.Kind.UNKNOWN,
        folder=arrival.name[:255],
        state=Packet.State.QUARANTINED,
        error=told.replace("\0", "")[:500],
        created_at=now,
    )
    gateway.quarantine(arrival, told)


def _enter(
    message: msed.Message, version: str, files: dict[str, bytes], *, folder: str, heed: Heed, now: datetime
) -> tuple[Packet | None, str]:
    """Ledger row, meaning and our receipt in one transaction. Returns the receipt to post and the trouble, if any.

    A packet seen before changes nothing and only gets the same receipt again. One that could not be matched is
    tried once more: what it speaks of may have come since.
    """
    row = _seen(message)
    again = row is not None
    if row and row.alarm != Packet.Alarm.UNMATCHED:
        trouble = row.error if row.state == Packet.State.QUARANTINED else ""
        return _acknowledge(message, version, now=now, again=True), trouble
    with transaction.atomic():
        row = row or _row(message, version, folder=folder, now=now)
        row.file = f"msed/in/{row.created_at:%Y/%m}/{message.sender.uid}-{message.message_uid}.zip"
        default_storage.save(row.file, ContentFile(outbox.zipped(files)))
        row.state, row.alarm = Packet.State.TAKEN, _alarm(message)
        row.error, trouble = "; ".join(message.remarks)[:500], ""
        try:
            with transaction.atomic():
                _understand(message, row, heed=heed, now=now)
        except Refusal as refusal:  # Unmatched, or the domain says no in words of its own
            trouble = refusal.text
            row.state, row.alarm = Packet.State.QUARANTINED, Packet.Alarm.UNMATCHED
            row.error = trouble[:500]
        row.save(update_fields=["file", "state", "alarm", "error"])
        return _acknowledge(message, version, now=now, again=again), trouble


def _seen(message: msed.Message) -> Packet | None:
    """The row of the same message. The network's own error receipts share one nil uid: each is a new one."""
    if message.message_uid == msed.NIL_UID:
        return None
    return Packet.objects.filter(
        direction=Packet.Direction.IN,
        partner_uid=UUID(message.sender.uid),
        message_uid=UUID(message.message_uid),
    ).first()


def _alarm(message: msed.Message) -> Packet.Alarm:
    """A broken signature that the settings let pass is still shown to a person."""
    broken = isinstance(message, msed.Document) and message.signed is msed.Verdict.BROKEN
    return Packet.Alarm.BAD_SIGNATURE if broken else Packet.Alarm.NONE


def _understand(message: msed.Message, row: Packet, *, heed: Heed, now: datetime) -> None:
    if isinstance(message, msed.Receipt):
        _note_receipt(message, now=now)
        return
    if isinstance(message, msed.Notice):
        _note_notice(message, now=now)
    elif _taken_before(row):
        row.error = "Тот же документ в новом сообщении"  # a legal re-send (medo.md A10): no second card
        return
    heed(message)


def _taken_before(row: Packet) -> bool:
    same = Packet.objects.filter(direction=row.direction, kind=row.kind, partner_uid=row.partner_uid)
    taken = same.filter(document_uid=row.document_uid, state=Packet.State.TAKEN)
    return taken.exclude(pk=row.pk).exists()


def _note_receipt(receipt: msed.Receipt, *, now: datetime) -> None:
    """Their receipt closes our packet. One without a usable uid can only be shown to a person (medo.md A5)."""
    ours = Packet.objects.filter(direction=Packet.Direction.OUT, message_uid=UUID(receipt.acknowledged_uid))
    code = "" if receipt.error_code is None else str(receipt.error_code)
    told = " ".join(part for part in (code, receipt.error_file, receipt.comment or receipt.content) if part)
    if receipt.accepted:
        done = ours.update(state=Packet.State.DELIVERED, receipt_at=now, alarm=Packet.Alarm.NONE)
    else:
        done = ours.update(
            state=Packet.State.REJECTED, receipt_at=now, error=told[:500], alarm=Packet.Alarm.NONE
        )
    if not done:
        raise Unmatched(f"Квитанция на неизвестное сообщение {receipt.acknowledged_uid}: {told}")


def _note_notice(notice: msed.Notice, *, now: datetime) -> None:
    if notice.kind in (msed.NoticeKind.ACCEPTED, msed.NoticeKind.REFUSED):
        documents = Packet.objects.filter(direction=Packet.Direction.OUT, kind=Packet.Kind.DOCUMENT)
        documents.filter(document_uid=UUID(notice.document_uid), noticed_at=None).update(
            noticed_at=now, alarm=Packet.Alarm.NONE
        )


def _acknowledge(message: msed.Message, version: str, *, now: datetime, again: bool = False) -> Packet | None:
    """Our receipt for a document or a notice; never for a receipt. `again`: queue the first one once more."""
    if isinstance(message, msed.Receipt):
        return None
    return _answer(
        message.message_uid, message.sender, refusal="", version=msed.Version(version), again=again, now=now
    )


def _answer(
    message_uid: str, sender: msed.Party, *, refusal: str, version: msed.Version, again: bool, now: datetime
) -> Packet:
    """Write a receipt down. refusal: why the message can't be taken; "" if it was."""
    word = "refusal" if refusal else "receipt"
    receipt = msed.Receipt(
        message_uid=str(uuid5(UUID(message_uid), f"{word} of {outbox.us().uid}")),
        created=now,
        sender=outbox.us(),
        recipient=outbox.addressed(sender),
        acknowledged_uid=message_uid,
        time=now,
        accepted=not refusal,
        comment=refusal[:2000] or "Сообщение получено",
    )
    packet = outbox.write_down(receipt, version=version, now=now)
    if again:
        packet.state = Packet.State.QUEUED
        packet.save(update_fields=["state"])
    return packet


def _refuse(bad: msed.BadPacket, *, folder: str, now: datetime) -> Packet | None:
    """Write a packet that can't be read into the ledger; answer accepted=false where its sender is known."""
    with transaction.atomic():
        Packet.objects.create(
            direction=Packet.Direction.IN,
            kind=Packet.Kind.UNKNOWN,
            partner_uid=UUID(bad.source_uid) if bad.source_uid else None,
            partner_name=bad.source_name[:300],
            folder=folder[:255],
            state=Packet.State.QUARANTINED,
            error=bad.reason[:500],
            created_at=now,
        )
        if not (bad.answerable and bad.source_uid):
            return None
        sender = msed.Party(bad.source_uid, bad.source_name or bad.source_uid, bad.source_address)
        version = bad.version or msed.Version.V2_7_1
        return _answer(bad.message_uid, sender, refusal=bad.reason, version=version, again=True, now=now)


def _row(message: msed.Message, version: str, *, folder: str, now: datetime) -> Packet:
    return Packet.objects.create(
        direction=Packet.Direction.IN,
        kind=outbox.KINDS[type(message)],
        message_uid=None if message.message_uid == msed.NIL_UID else UUID(message.message_uid),
        document_uid=outbox.document_uid(message),
        partner_uid=UUID(message.sender.uid),
        partner_name=message.sender.name[:300],
        version=version,
        folder=folder[:255],
        state=Packet.State.TAKEN,
        created_at=now,
    )
