"""Packets out: written down first, then put into the spool. Any part may run twice."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from otklik.exchange.models import Packet
from otklik.integrations import msed

KINDS = {
    msed.Document: Packet.Kind.DOCUMENT,
    msed.Notice: Packet.Kind.NOTICE,
    msed.Receipt: Packet.Kind.RECEIPT,
}


def us() -> msed.Party:
    """Who we are in MEDO, from the settings."""
    return msed.Party(uid=settings.MSED_UID, name=settings.MSED_NAME, address=settings.MSED_ADDRESS)


def write_down(message: msed.Message, *, version: str, now: datetime) -> Packet:
    """Pack the message and store it in the ledger as queued. A repeat (same uids) returns the row of the first time.

    Call it inside the transaction of the change that causes the message; call `post` after the commit.
    Raises msed.BadPacket: we ourselves made something that our schema refuses.
    """
    once = {
        "direction": Packet.Direction.OUT,
        "partner_uid": UUID(message.recipient.uid),
        "message_uid": UUID(message.message_uid),
    }
    found = Packet.objects.filter(**once).first()
    if found:
        return found
    package = msed.pack(message, version=msed.Version(version), signer=msed.signer())
    file = f"msed/out/{now:%Y/%m}/{message.message_uid}.zip"
    default_storage.save(file, ContentFile(zipped(package.files)))
    return Packet.objects.create(
        **once,
        kind=KINDS[type(message)],
        document_uid=document_uid(message),
        partner_name=message.recipient.name[:300],
        version=version,
        folder=package.name,
        file=file,
        state=Packet.State.QUEUED,
        created_at=now,
    )


def post(packet_id: int, *, now: datetime) -> None:
    """Put a queued packet into the spool. A packet that is there or was taken by the partner is left alone.

    Raises OSError: the spool can't be written; the packet stays queued and the clock tries again.
    """
    with transaction.atomic():
        packet = Packet.objects.select_for_update().get(pk=packet_id)
        if packet.state != Packet.State.QUEUED:
            return
        _put(packet)
        packet.state = Packet.State.SPOOLED
        packet.spooled_at = now
        packet.attempts += 1
        packet.save(update_fields=["state", "spooled_at", "attempts"])


def post_waiting(*, now: datetime, limit: int = 200) -> int:
    """Put everything that waits into the spool: what a killed worker or a full disk left. Returns how many."""
    late = now - timedelta(seconds=20)
    waiting = Packet.objects.filter(state=Packet.State.QUEUED, created_at__lt=late).order_by("created_at")
    ids = list(waiting.values_list("pk", flat=True)[:limit])
    for packet_id in ids:
        post(packet_id, now=now)
    return len(ids)


def post_again(packet_id: int, *, now: datetime) -> None:
    """Send the kept packet once more with the same uids: the partner takes it once (medo.md A6)."""
    with transaction.atomic():
        packet = Packet.objects.select_for_update().get(pk=packet_id, direction=Packet.Direction.OUT)
        _put(packet)
        packet.alarm = Packet.Alarm.NONE
        packet.spooled_at = now
        packet.attempts = F("attempts") + 1
        packet.save(update_fields=["alarm", "spooled_at", "attempts"])


def known(document_uids: Iterable[UUID]) -> set[UUID]:
    """Those of the documents that the ledger has."""
    rows = Packet.objects.filter(direction=Packet.Direction.OUT, document_uid__in=list(document_uids))
    return {uid for uid in rows.values_list("document_uid", flat=True) if uid}


def raise_alarms(*, now: datetime) -> int:
    """Mark documents without a receipt or a registration for longer than MEDO allows. Returns how many are new."""
    unanswered = Packet.objects.filter(
        direction=Packet.Direction.OUT, kind=Packet.Kind.DOCUMENT, noticed_at=None, alarm=Packet.Alarm.NONE
    )
    receipt_late = now - timedelta(days=settings.MSED_RECEIPT_DAYS)
    registration_late = now - timedelta(days=settings.MSED_REGISTRATION_DAYS)
    silent = unanswered.filter(state=Packet.State.SPOOLED, spooled_at__lt=receipt_late)
    marked = silent.update(alarm=Packet.Alarm.NO_RECEIPT)
    unregistered = unanswered.filter(state=Packet.State.DELIVERED, spooled_at__lt=registration_late)
    return marked + unregistered.update(alarm=Packet.Alarm.NO_REGISTRATION)


def zipped(files: Iterable[tuple[str, bytes]] | dict[str, bytes]) -> bytes:
    """The packet's files as a zip, for keeping; photos and PDFs are packed already, so nothing is compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in dict(files).items():
            archive.writestr(name, content)
    return out.getvalue()


def _put(packet: Packet) -> None:
    with default_storage.open(packet.file) as kept, zipfile.ZipFile(kept) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    msed.gateway().put(msed.Package(name=packet.folder, files=files, envelope=f"{packet.folder}.ini"))


def document_uid(message: msed.Message) -> UUID | None:
    return None if isinstance(message, msed.Receipt) else UUID(message.document_uid)
