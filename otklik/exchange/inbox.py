"""Packets in: read, written down once, acknowledged. A bad one goes to quarantine and never stops the next."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from otklik.exchange import outbox
from otklik.exchange.models import Packet
from otklik.integrations import msed
from otklik.kit.errors import Refusal

Heed = Callable[["msed.Document | msed.Notice"], None]


class Unmatched(Refusal):
    """The message speaks of what we do not know or can't follow; the packet waits in quarantine for a person."""

    code = "unmatched"


def collect(*, heed: Heed, now: datetime, limit: int = 100) -> int:
    """Take up to `limit` packets from the spool, oldest first; return how many were there.

    heed: what a document or a notice means for the domain. It runs in the packet's transaction, may raise Unmatched,
    and is called once for a packet however often the partner repeats it. Only one `collect` may run at a time
    (the periodic job holds a lock).
    """
    gateway = msed.gateway()
    taken = 0
    for arrival in gateway.arrivals(limit):
        taken += 1
        _take(gateway, arrival, heed=heed, now=now)
    return taken


def _take(gateway: msed.Transport, arrival: msed.Arrival, *, heed: Heed, now: datetime) -> None:
    try:
        files = arrival.files()
        message, version = msed.unpack(files, own=outbox.us(), signer=msed.signer())
    except msed.BadPacket as bad:
        receipt = _refuse(bad, folder=arrival.name, now=now)
        gateway.quarantine(arrival, bad.reason)
    else:
        receipt, trouble = _enter(message, version, files, folder=arrival.name, heed=heed, now=now)
        if trouble:
            gateway.quarantine(arrival, trouble)
        else:
            gateway.done(arrival)
    if receipt:
        outbox.post(receipt.pk, now=now)


def _enter(
    message: msed.Message, version: str, files: dict[str, bytes], *, folder: str, heed: Heed, now: datetime
) -> tuple[Packet | None, str]:
    """Ledger row, meaning and our receipt in one transaction. Returns the receipt to post and the trouble, if any.

    A packet seen before changes nothing and only gets the same receipt again.
    """
    seen = Packet.objects.filter(
        direction=Packet.Direction.IN,
        partner_uid=UUID(message.sender.uid),
        message_uid=UUID(message.message_uid),
    )
    if seen.exists():
        return _acknowledge(message, version, now=now, again=True), ""
    trouble = ""
    with transaction.atomic():
        row = _row(message, version, folder=folder, now=now)
        row.file = f"msed/in/{now:%Y/%m}/{message.sender.uid}-{message.message_uid}.zip"
        default_storage.save(row.file, ContentFile(outbox.zipped(files)))
        try:
            with transaction.atomic():
                _understand(message, heed=heed, now=now)
        except Unmatched as unmatched:
            trouble = unmatched.text
            row.state, row.alarm = Packet.State.QUARANTINED, Packet.Alarm.UNMATCHED
            row.error = trouble[:500]
        row.save(update_fields=["file", "state", "alarm", "error"])
        return _acknowledge(message, version, now=now), trouble


def _understand(message: msed.Message, *, heed: Heed, now: datetime) -> None:
    if isinstance(message, msed.Receipt):
        _note_receipt(message, now=now)
        return
    if isinstance(message, msed.Notice):
        _note_notice(message, now=now)
    heed(message)


def _note_receipt(receipt: msed.Receipt, *, now: datetime) -> None:
    """Their receipt closes our packet. One without a usable uid can only be shown to a person (medo.md A5)."""
    ours = Packet.objects.filter(direction=Packet.Direction.OUT, message_uid=UUID(receipt.acknowledged_uid))
    told = receipt.comment or receipt.content
    if receipt.error_code is not None:
        told = f"{receipt.error_code} {receipt.error_file} {told}".strip()
    if receipt.accepted:
        done = ours.update(state=Packet.State.DELIVERED, receipt_at=now, alarm=Packet.Alarm.NONE)
    else:
        done = ours.update(state=Packet.State.REJECTED, receipt_at=now, error=told[:500])
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
    receipt = msed.Receipt(
        message_uid=str(uuid5(UUID(message.message_uid), f"receipt of {outbox.us().uid}")),
        created=now,
        sender=outbox.us(),
        recipient=message.sender,
        acknowledged_uid=message.message_uid,
        time=now,
        accepted=True,
        comment="Сообщение получено",
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
            folder=folder[:255],
            state=Packet.State.QUARANTINED,
            error=bad.reason[:500],
            created_at=now,
        )
        if not (bad.answerable and bad.source_uid):
            return None
        receipt = msed.Receipt(
            message_uid=str(uuid5(UUID(bad.message_uid), f"refusal of {outbox.us().uid}")),
            created=now,
            sender=outbox.us(),
            recipient=msed.Party(bad.source_uid, bad.source_name or bad.source_uid, bad.source_address),
            acknowledged_uid=bad.message_uid,
            time=now,
            accepted=False,
            comment=bad.reason[:2000],
        )
        return outbox.write_down(receipt, version=bad.version or msed.Version.V2_7_1, now=now)


def _row(message: msed.Message, version: str, *, folder: str, now: datetime) -> Packet:
    return Packet.objects.create(
        direction=Packet.Direction.IN,
        kind=outbox.KINDS[type(message)],
        message_uid=UUID(message.message_uid),
        document_uid=outbox.document_uid(message),
        partner_uid=UUID(message.sender.uid),
        partner_name=message.sender.name[:300],
        version=version,
        folder=folder[:255],
        state=Packet.State.TAKEN,
        created_at=now,
    )
