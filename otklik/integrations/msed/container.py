"""The transport container (*.edc.zip): a flat zip, taken apart with suspicion, and its own signature."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from otklik.integrations.msed import values
from otklik.integrations.msed.wire import Defect

PASSPORT: Final = "passport.xml"
SIGNATURE: Final = "containerSign.p7s"

ENTRIES_LIMIT: Final = 200
FILE_LIMIT: Final = 50 * 1024 * 1024  # bytes of one file, unpacked
TOTAL_LIMIT: Final = 120 * 1024 * 1024
RATIO_LIMIT: Final = 100  # unpacked to packed, looked at from 1 MB on: documents and photos hardly shrink
_RATIO_FROM: Final = 1024 * 1024
# What zipfile raises for damaged input, an unknown packing method among it.
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def zipped(files: Mapping[str, bytes], *, at: datetime) -> bytes:
    """The same bytes for the same files. Nothing is compressed: PDFs and photos are already."""
    local = values.local(at)
    stamp = (max(local.year, 1980), local.month, local.day, local.hour, local.minute, local.second)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, stamp), content)
    return out.getvalue()


def unzipped(raw: bytes) -> dict[str, bytes]:
    """Files by name. Raises Defect: no zip, damaged, too big, names that lead elsewhere, a name twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _weigh(entries, packed=len(raw))
            files: dict[str, bytes] = {}
            for entry in entries:
                name = _name(entry)
                if name.lower() in {known.lower() for known in files}:
                    raise Defect(f"В контейнере два файла «{name[:100]}»")
                files[name] = archive.read(entry)
    except Defect:
        raise
    except (*_UNREADABLE, OSError, ValueError) as e:
        raise Defect(f"Контейнер повреждён: {str(e)[:100]}") from e
    return files


def _weigh(entries: list[zipfile.ZipInfo], *, packed: int) -> None:
    """By the sizes that the zip declares; reading stops at them, so a lie only damages the file."""
    if len(entries) > ENTRIES_LIMIT:
        raise Defect(f"В контейнере больше {ENTRIES_LIMIT} файлов")
    total = sum(entry.file_size for entry in entries)
    if total > TOTAL_LIMIT or any(entry.file_size > FILE_LIMIT for entry in entries):
        raise Defect("Контейнер больше допустимого размера")
    if total > _RATIO_FROM and total > RATIO_LIMIT * packed:
        raise Defect("Контейнер похож на zip-бомбу")


def _name(entry: zipfile.ZipInfo) -> str:
    """Bare name of the file. Old Windows tools write Russian names in cp866 without saying so."""
    if entry.flag_bits & 0x1:
        raise Defect("Контейнер зашифрован")
    name = entry.filename
    if not entry.flag_bits & 0x800 and not name.isascii():
        name = name.encode("cp437", "replace").decode("cp866")
    if "/" in name or "\\" in name or ":" in name or name in ("", ".", ".."):
        raise Defect(f"Недопустимое имя файла в контейнере: «{name[:100]}»")
    return name


def signed_bytes(files: Mapping[str, bytes]) -> bytes:
    """What the container's own signature covers: the passport, then the rest in code-point order of names."""
    rest = sorted(name for name in files if name.lower() not in (PASSPORT, SIGNATURE.lower()))
    passport = next((content for name, content in files.items() if name.lower() == PASSPORT), b"")
    return b"".join([passport, *(files[name] for name in rest)])
