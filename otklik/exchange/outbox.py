"""Packets out: written down first, then put into the spool. Any part may run twice."""

import io
import logging
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q

from otklik.authorities.models import Authority
from otklik.exchange.models import Packet
from otklik.integrations import msed

log = logging.getLogger(__name__)

# What goes wrong with the disk, the spool or the file that was kept: the packet waits, the next one may go.
TROUBLES = (OSError, zipfile.BadZipFile)
KINDS = {
    msed.Document: Packet.Kind.DOCUMENT,
    msed.Notice: Packet.Kind.NOTICE,
    msed.Receipt: Packet.Kind.RECEIPT,
}


def us() -> msed.Party:
    """Who we are in MEDO, from the settings."""
    return msed.Party(uid=settings.MSED_UID, name=settings.MSED_NAME, address=settings.MSED_ADDRESS)


def addressed(party: msed.Party) -> msed.Party:
    """With the MEDO address of our own table of partners where the party does not tell it."""
    if party.address:
        return party
    known = Authority.objects.filter(msed_uid=UUID(party.uid)).values_list("msed_address", flat=True)
    return replace(party, address=known.first() or "")


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

    Once, wherever a kill falls: the packet is written whole but hidden, the ledger says that it is sent, then it is
    shown by one rename. What was not shown yet is shown by `post_waiting`.
    Raises one of TROUBLES: the packet stays queued, the ledger says why, and the clock tries again.
    """
    try:
        with transaction.atomic():
            packet = Packet.objects.select_for_update().get(pk=packet_id)
            if packet.state != Packet.State.QUEUED:
                return
            msed.gateway().stage(_kept(packet))
            packet.state = Packet.State.SPOOLED
            packet.spooled_at = now
            packet.attempts += 1
            packet.error = ""
            packet.save(update_fields=["state", "spooled_at", "attempts", "error"])
    except TROUBLES as e:
        told = f"Не записан в каталог обмена: {e}"[:500]
        Packet.objects.filter(pk=packet_id).update(attempts=F("attempts") + 1, error=told)
        raise
    msed.gateway().release(packet.folder)


def post_waiting(*, now: datetime, limit: int = 200) -> int:
    """Put everything that waits into the spool: what a killed worker or a full disk left. Returns how many went."""
    late = now - timedelta(seconds=20)
    waiting = Packet.objects.filter(state=Packet.State.QUEUED, created_at__lt=late).order_by("created_at")
    gone = _show_staged()
    for packet_id in list(waiting.values_list("pk", flat=True)[:limit]):
        try:
            post(packet_id, now=now)
        except TROUBLES as e:
            log.warning("packet %d stays queued: %s", packet_id, e)
        else:
            gone += 1
    return gone


def _show_staged() -> int:
    """Show packets that the ledger has as sent: their worker was killed before it could. Returns how many."""
    gateway = msed.gateway()
    names = gateway.staged()
    if not names:
        return 0
    sent = Packet.objects.filter(direction=Packet.Direction.OUT, state=Packet.State.SPOOLED, folder__in=names)
    hidden = list(sent.values_list("folder", flat=True))
    for name in hidden:
        gateway.release(name)
    return len(hidden)


def post_again(packet_id: int, *, now: datetime) -> None:
    """Send the kept packet once more with the same uids: the partner takes it once (medo.md A6).

    One that was not accepted goes as a new message with the same document, also by A6; it is then replaced.
    """
    with transaction.atomic():
        packet = Packet.objects.select_for_update().get(pk=packet_id, direction=Packet.Direction.OUT)
        if packet.state == Packet.State.REPLACED:
            return
        if packet.state == Packet.State.REJECTED:
            packet = _renewed(packet, now=now)
        _put(packet)
        if packet.state == Packet.State.QUEUED:
            packet.state = Packet.State.SPOOLED
        packet.alarm = Packet.Alarm.NONE
        packet.handled_at = None  # waited for anew
        packet.spooled_at = now
        packet.attempts = F("attempts") + 1
        packet.save(update_fields=["state", "alarm", "handled_at", "spooled_at", "attempts"])


def known(document_uids: Iterable[UUID]) -> set[UUID]:
    """Those of the documents that the ledger has."""
    rows = Packet.objects.filter(direction=Packet.Direction.OUT, document_uid__in=list(document_uids))
    return {uid for uid in rows.values_list("document_uid", flat=True) if uid}


def raise_alarms(*, now: datetime) -> int:
    """Mark documents without a receipt or a registration for longer than MEDO allows. Returns how many are new."""
    unanswered = Packet.objects.filter(
        direction=Packet.Direction.OUT,
        kind=Packet.Kind.DOCUMENT,
        noticed_at=None,
        alarm=Packet.Alarm.NONE,
        handled_at=None,
    )
    receipt_late = now - timedelta(days=settings.MSED_RECEIPT_DAYS)
    registration_late = now - timedelta(days=settings.MSED_REGISTRATION_DAYS)
    silent = unanswered.filter(
        Q(state=Packet.State.SPOOLED, spooled_at__lt=receipt_late)
        | Q(state=Packet.State.QUEUED, created_at__lt=receipt_late)  # the spool can't be written
    )
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
    msed.gateway().put(_kept(packet))


def kept_files(packet: Packet) -> dict[str, bytes]:
    """The packet's files by name. Raises one of TROUBLES."""
    with default_storage.open(packet.file) as kept, zipfile.ZipFile(kept) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _kept(packet: Packet) -> msed.Package:
    return msed.Package(name=packet.folder, files=kept_files(packet), envelope=f"{packet.folder}.ini")


def _renewed(packet: Packet, *, now: datetime) -> Packet:
    """A row for the same document under a new message uid; the old one is done with."""
    if packet.message_uid is None:
        raise ValueError(f"packet {packet.pk} went out without a uid")
    uid = uuid5(packet.message_uid, "after it was not accepted")
    package = msed.renewed(_kept(packet), message_uid=str(uid))
    file = f"msed/out/{now:%Y/%m}/{uid}.zip"
    default_storage.save(file, ContentFile(zipped(package.files)))
    packet.state, packet.alarm = Packet.State.REPLACED, Packet.Alarm.NONE
    packet.save(update_fields=["state", "alarm"])
    return Packet.objects.create(
        direction=Packet.Direction.OUT,
        kind=packet.kind,
        message_uid=uid,
        document_uid=packet.document_uid,
        partner_uid=packet.partner_uid,
        partner_name=packet.partner_name,
        version=packet.version,
        folder=package.name,
        file=file,
        state=Packet.State.QUEUED,
        created_at=now,
    )


def document_uid(message: msed.Message) -> UUID | None:
    return None if isinstance(message, msed.Receipt) else UUID(message.document_uid)
