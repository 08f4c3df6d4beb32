"""The partner's end of the spool. Packets are laid file by file, as partners without our rename do it."""

import io
import os
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from otklik.exchange import inbox, outbox
from otklik.exchange.models import Packet
from otklik.integrations.msed import Message, Package, unpack
from otklik.integrations.msed.container import unzipped
from otklik.integrations.msed.envelope import Envelope, is_envelope, write
from otklik.integrations.msed.gateway import IN, OUT
from otklik.integrations.msed.package import ZIP_NAME
from otklik.integrations.msed.tests.given import NOON, a_document

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Files = dict[str, bytes]


def bring(
    spool: Path, packet: Package | Mapping[str, bytes], *, name: str = "packet-1", minutes_ago: float = 2
) -> Path:
    """Lay a packet into our inbox, last written to `minutes_ago`."""
    folder = spool / IN / name
    folder.mkdir(parents=True)
    files = packet.files if isinstance(packet, Package) else packet
    for file, content in files.items():
        (folder / file).write_bytes(content)
    age(folder, minutes_ago=minutes_ago)
    return folder


def age(folder: Path, *, minutes_ago: float) -> None:
    then = time.time() - minutes_ago * 60
    for path in (*folder.iterdir(), folder):
        os.utime(path, (then, then), follow_symlinks=False)


def sealed(files: Mapping[str, bytes]) -> Files:
    """The files with a new envelope that lists them all."""
    inside = {name: content for name, content in files.items() if not is_envelope(name)}
    return {**inside, "envelope.ltr": write(Envelope("проба", ("ZAOZ~MEDOGU",), tuple(inside), sent=NOON))}


def with_xml(files: Mapping[str, bytes], change: Callable[[bytes], bytes]) -> Files:
    """The message XML changed."""
    return {name: change(raw) if name.endswith(".xml") else raw for name, raw in files.items()}


def with_container(files: Mapping[str, bytes], change: Callable[[Files], Files]) -> Files:
    """The container's files changed, zipped anew."""
    return {**files, ZIP_NAME: a_zip(change(unzipped(files[ZIP_NAME])))}


def a_zip(files: Mapping[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def collected(*, now: datetime = MONDAY, heed: inbox.Heed | None = None) -> list[Message]:
    """One round of the inbox; what the domain was told."""
    heard: list[Message] = []
    inbox.collect(heed=heed or heard.append, now=now)
    return heard


def told(spool: Path) -> list[Message]:
    """What lies for the partners, read as they read it."""
    folders = sorted((spool / OUT).iterdir())
    return [unpack({path.name: path.read_bytes() for path in folder.iterdir()}).message for folder in folders]


def quarantined(spool: Path) -> dict[str, str]:
    """Packets in quarantine: name and reason."""
    return {path.stem: path.read_text().strip() for path in (spool / "quarantine").glob("*/*.txt")}


def taken(spool: Path) -> list[str]:
    return sorted(path.name for path in (spool / "processed").glob("*/*"))


def a_packet_of_ours(*, version: str = "2.7.1", posted_at: datetime | None = MONDAY, **document) -> Packet:
    """A document in the ledger; posted into the spool unless posted_at is None."""
    ours = a_document(sender=outbox.us(), **document)
    packet = outbox.write_down(ours, version=version, now=posted_at or MONDAY)
    if posted_at:
        outbox.post(packet.pk, now=posted_at)
        packet.refresh_from_db()
    return packet


def days(count: float) -> timedelta:
    return timedelta(days=count)


def row_of(message_uid: str) -> Packet:
    return Packet.objects.get(message_uid=UUID(message_uid))
