"""The file of a configuration: a .zip (or a folder) with manifest.json and one file a section.

What is read is not trusted: sizes are counted while it is unpacked, names are compared with those that we know,
checksums with the manifest. Raises BadFile with words for the person who holds the file.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from otklik.configuration.section import Section
from otklik.configuration.sections import SECTIONS
from otklik.kit.importing import BadFile
from otklik.look import naming
from otklik.look.current import current

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
MOST_BYTES: Final = 50_000_000  # of the .zip
MOST_INSIDE: Final = 300_000_000
_MOST_FILES: Final = 100
_PIECE: Final = 1 << 16
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # moments inside would make another file of the same configuration


@dataclass(frozen=True, slots=True)
class Package:
    """An unpacked configuration whose checksums are right."""

    folder: Path
    region: str
    made_at: str
    sections: tuple[Section, ...]  # those that are there, in the order of taking
    strangers: tuple[str, ...]  # sections that this release does not know


def write(out: IO[bytes], *, without: Collection[str] = (), now: datetime) -> None:
    """The configuration of this portal as a .zip; the same one at the same moment is the same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(without, now):
            archive.writestr(_entry(name), content)


def write_folder(folder: Path, *, without: Collection[str] = (), now: datetime) -> None:
    """The same as files; what stands there under these names is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _files(without, now):
        (folder / name).write_bytes(content)


def _files(without: Collection[str], now: datetime) -> Iterator[tuple[str, bytes]]:
    """One at a time: the borders alone are megabytes."""
    current.again()  # not the names of two seconds ago
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "portal": naming.portal("ru"),
        "region": naming.region("ru"),
        "sections": {},
    }
    for section in SECTIONS:
        if section.name not in without:
            content = section.write()
            manifest["sections"][section.name] = {
                "file": section.file,
                "sha256": hashlib.sha256(content).hexdigest(),
                "bytes": len(content),
            }
            yield section.file, content
    yield MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Unpack and check; what was unpacked is gone at the end. Raises BadFile."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if path.is_dir():
            _copied(path, folder)
        elif path.is_file():
            _unpacked(path, folder)
        else:
            raise BadFile(f"Файла {path} нет. Проверьте путь.")
        yield _checked(folder)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _known() -> set[str]:
    return {MANIFEST, *(section.file for section in SECTIONS)}


def _copied(source: Path, folder: Path) -> None:
    for name in _known():
        if (source / name).is_file():
            shutil.copyfile(source / name, folder / name)


def _unpacked(path: Path, folder: Path) -> None:
    """Only files whose names we know, straight into the folder: nothing in the archive chooses a path."""
    left = MOST_INSIDE
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES:
                raise BadFile("В архиве слишком много файлов: это не выгрузка настроек.")
            for entry in entries:
                if entry.filename not in _known():
                    continue
                with archive.open(entry) as packed, (folder / entry.filename).open("wb") as file:
                    left = _poured(packed, file, left)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
    ) as e:
        raise BadFile("Архив не читается: он повреждён или это не .zip. Скачайте его заново.") from e
    except RuntimeError as e:  # zipfile's word for a password
        raise BadFile("Архив закрыт паролем. Сохраните его без пароля.") from e


def _poured(packed: IO[bytes], file: IO[bytes], left: int) -> int:
    """Return how many bytes may still come."""
    while piece := packed.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise BadFile(f"Внутри архива больше {MOST_INSIDE // 10**6} МБ: это не выгрузка настроек.")
        file.write(piece)
    return left


def _checked(folder: Path) -> Package:
    manifest = _manifest(folder)
    listed = manifest["sections"]
    known = {section.name: section for section in SECTIONS}
    there = []
    for name, said in listed.items():
        if name not in known:
            continue
        file = folder / known[name].file
        if not file.is_file():
            raise BadFile(f"В выгрузке нет файла {known[name].file}, а в описи он есть. Скачайте её заново.")
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if not isinstance(said, dict) or said.get("sha256") != found:
            raise BadFile(
                f"Файл {known[name].file} не тот, что в описи: контрольная сумма другая. Если его правили, "
                "соберите выгрузку заново; если нет, скачайте её снова."
            )
        there.append(name)
    return Package(
        folder=folder,
        region=str(manifest.get("region", ""))[:200],
        made_at=str(manifest.get("made_at", ""))[:40],
        sections=tuple(section for section in SECTIONS if section.name in there),
        strangers=tuple(str(name)[:60] for name in listed if name not in known),
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError as e:
        raise BadFile(f"В выгрузке нет {MANIFEST}: это не выгрузка настроек «Отклика».") from e
    except (ValueError, RecursionError) as e:
        raise BadFile(f"{MANIFEST} не читается. Скачайте выгрузку заново.") from e
    number = found.get("format") if isinstance(found, dict) else None
    if not isinstance(number, int) or not isinstance(found.get("sections"), dict):
        raise BadFile(f"{MANIFEST} не читается. Скачайте выгрузку заново.")
    if number > FORMAT:
        raise BadFile(
            f"Выгрузка нового вида ({number}), этот портал знает {FORMAT}. Сначала обновите портал."
        )
    return dict(found)
