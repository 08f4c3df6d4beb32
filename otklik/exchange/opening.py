"""A packet of the ledger opened for a person: its XML in lines, its files by number. Nothing in it is believed.

What is shown is text, whatever it is; a file is only ever a download. Sizes are limits of what is read, too.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from xml.parsers import expat  # a DTD ends the reading at once, nothing outside is ever asked for

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from otklik.exchange import queries
from otklik.exchange.models import Packet

FILES_MAX: Final = 100  # of one zip are listed
FILE_MAX: Final = 30_000_000  # bytes of a file that is given
XML_MAX: Final = 512_000  # bytes of an XML that is laid out; more is cut off
_INDENT: Final = " " * 80  # at most: XML may be nested as deep as it is long
TEXT_MAX: Final = 200_000  # characters of one XML on the page
# As outbox.TROUBLES: the file is gone or is no zip any more; NotImplementedError: packed or locked in an unknown way.
TROUBLES: Final = (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class File:
    place: str  # «3», or «3-1» within a zip that is the third
    name: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Xml:
    name: str
    text: str  # laid out, or as it came where it is no XML
    cut: bool  # there is more


@dataclass(frozen=True, slots=True)
class Opened:
    line: queries.Line
    document_uid: UUID | None
    message_uid: UUID | None
    folder: str
    spooled_at: datetime | None
    receipt_at: datetime | None
    noticed_at: datetime | None
    handled_at: datetime | None
    handled_by: str
    files: list[File]
    xml: list[Xml]
    trouble: str  # why there are no files


def opened(packet_id: int) -> Opened:
    """Raises Packet.DoesNotExist. One statement."""
    packet = Packet.objects.select_related("handled_by").get(pk=packet_id)
    files, xml, trouble = list[File](), list[Xml](), ""
    if packet.file:
        try:
            with _archive(packet) as archive:
                files, xml = _listed(archive), _read_xml(archive)
        except TROUBLES:
            trouble = _("Файл пакета не читается.")
    else:
        trouble = _("Пакет не удалось прочитать: он лежит в карантине каталога обмена.")
    return Opened(
        line=queries.line(packet),
        document_uid=packet.document_uid,
        message_uid=packet.message_uid,
        folder=packet.folder,
        spooled_at=packet.spooled_at,
        receipt_at=packet.receipt_at,
        noticed_at=packet.noticed_at,
        handled_at=packet.handled_at,
        handled_by=packet.handled_by.name if packet.handled_by else "",
        files=files,
        xml=xml,
        trouble=trouble,
    )


def one_file(packet_id: int, place: str) -> tuple[str, bytes] | None:
    """Name and bytes; None: no such place, too large, or not readable. Raises Packet.DoesNotExist."""
    packet = Packet.objects.get(pk=packet_id)
    try:
        outer, *inner = (int(number) - 1 for number in place.split("-"))
        if min(outer, *inner, 0) < 0 or len(inner) > 1:
            return None
        with _archive(packet) as archive:
            entry = _entries(archive)[outer]
            if not inner:
                return entry.filename, _bytes(archive, entry)
            with zipfile.ZipFile(io.BytesIO(_bytes(archive, entry))) as within:
                found = _entries(within)[inner[0]]
                return found.filename, _bytes(within, found)
    except (*TROUBLES, ValueError, IndexError):
        return None


@contextmanager
def _archive(packet: Packet) -> Iterator[zipfile.ZipFile]:
    with default_storage.open(packet.file) as kept, zipfile.ZipFile(kept) as archive:
        yield archive


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [entry for entry in archive.infolist() if not entry.is_dir()][:FILES_MAX]


def _listed(archive: zipfile.ZipFile) -> list[File]:
    """With what lies in zips of the packet: the container of a document is one."""
    found = []
    for n, entry in enumerate(_entries(archive), 1):
        found.append(File(str(n), entry.filename, entry.file_size))
        if entry.filename.lower().endswith(".zip"):
            found += _within(archive, entry, n)
    return found


def _within(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, n: int) -> list[File]:
    try:
        with zipfile.ZipFile(io.BytesIO(_bytes(archive, entry))) as inner:
            return [File(f"{n}-{m}", one.filename, one.file_size) for m, one in enumerate(_entries(inner), 1)]
    except (*TROUBLES, ValueError):
        return []


def _bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Raises ValueError: larger than FILE_MAX, whatever the zip says of it."""
    with archive.open(entry) as file:
        content = file.read(FILE_MAX + 1)
    if len(content) > FILE_MAX:
        raise ValueError(entry.filename)
    return content


def _read_xml(archive: zipfile.ZipFile) -> list[Xml]:
    found = []
    for entry in _entries(archive):
        if entry.filename.lower().endswith((".xml", ".ini", ".ltr")):
            with archive.open(entry) as file:
                raw = file.read(XML_MAX + 1)
            text = _text(raw) if len(raw) > XML_MAX else laid_out(raw)
            found.append(Xml(entry.filename, text[:TEXT_MAX], len(raw) > XML_MAX or len(text) > TEXT_MAX))
    return found


def laid_out(raw: bytes) -> str:
    """The XML with an element a line; what cannot be read as XML, or has a DTD, as it came."""
    lines: list[str] = []
    words: list[str] = []
    depth = 0

    def flush() -> None:
        said = "".join(words).strip()
        words.clear()
        if said:
            lines.append(_INDENT[: 2 * depth] + said)

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        flush()
        told = "".join(f' {key}="{value}"' for key, value in attributes.items())
        lines.append(_INDENT[: 2 * depth] + f"<{name}{told}>")
        depth += 1

    def end(name: str) -> None:
        nonlocal depth
        flush()
        depth -= 1
        lines.append(_INDENT[: 2 * depth] + f"</{name}>")

    def refuse(*_said: Any) -> None:
        raise ValueError("a DTD")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = words.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError):
        return _text(raw)
    return "\n".join(_folded(lines))


def _folded(lines: list[str]) -> list[str]:
    """`<a>`, `words`, `</a>` in one line."""
    made: list[str] = []
    for line in lines:
        bare = line.strip()
        if len(made) > 1 and bare.startswith("</") and not made[-1].lstrip().startswith("<"):
            opening = made[-2].lstrip()
            if opening.startswith(f"<{bare[2:-1]}") and not opening.startswith("</"):
                words = made.pop().strip()
                made[-1] += words + bare
                continue
        made.append(line)
    return made


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1251", errors="replace")
