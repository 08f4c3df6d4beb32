"""The directory transport: packets as folders, written so that nobody ever sees half of one."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from otklik.integrations.msed import envelope
from otklik.integrations.msed.package import Package
from otklik.integrations.msed.wire import MOSCOW, BadPacket, Defect

FILES_LIMIT: Final = 100  # files of a packet
FILE_LIMIT: Final = 64 * 1024 * 1024  # bytes of one file
TOTAL_LIMIT: Final = 130 * 1024 * 1024
STALE_SECONDS: Final = 30 * 60  # how long a packet may stay incomplete


class Arrival(Protocol):
    """A packet that waits for us."""

    @property
    def name(self) -> str: ...

    @property
    def seen_at(self) -> datetime:
        """When the packet was last written to; aware."""
        ...

    def files(self) -> dict[str, bytes]:
        """Everything in the packet by name. Raises BadPacket: not complete in time, too big, unreadable."""
        ...


class Transport(Protocol):
    """How packets leave and come. The directory now; SFTP and mail can come later."""

    def put(self, package: Package) -> None:
        """Hand over a packet. Safe to repeat: one that still lies there is not doubled. Raises OSError."""
        ...

    def arrivals(self, limit: int) -> Iterator[Arrival]:
        """Up to `limit` packets, oldest first. A packet stays until `done` or `quarantine`."""
        ...

    def done(self, arrival: Arrival) -> None: ...

    def quarantine(self, arrival: Arrival, reason: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Folder:
    """An Arrival of the directory transport."""

    path: Path
    seen_at: datetime
    trouble: str = field(default="")  # why it can't be read, known before it is opened

    @property
    def name(self) -> str:
        return _readable(self.path.name)

    def files(self) -> dict[str, bytes]:
        if self.trouble:
            raise BadPacket(self.trouble)
        total = 0
        files: dict[str, bytes] = {}
        for name, size in _listed(self.path).items():
            total += size
            if len(files) >= FILES_LIMIT or size > FILE_LIMIT or total > TOTAL_LIMIT:
                raise BadPacket("Пакет больше допустимого размера")
            files[_readable(name)] = _bytes(self.path / name)
        return files


class DirectoryTransport:
    """Packets are folders: `inbox` is written by the partner, `outbox` by us; all four on one disk.

    One writer for a packet's name at a time (the delivery ledger's row lock sees to it), one reader.
    """

    def __init__(
        self,
        *,
        inbox: Path,
        outbox: Path,
        processed: Path,
        quarantined: Path,
        stale_seconds: float = STALE_SECONDS,
    ) -> None:
        self._inbox, self._outbox = inbox, outbox
        self._processed, self._quarantined = processed, quarantined
        self._stale_seconds = stale_seconds
        for folder in (inbox, outbox, processed, quarantined):
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, package: Package) -> None:
        target = self._outbox / package.name
        if target.exists():
            return
        draft = self._outbox / f".tmp-{package.name}"
        shutil.rmtree(draft, ignore_errors=True)  # what a killed process left
        draft.mkdir()
        try:
            for name, content in package.files.items():
                _write(draft / name, content)
            _sync(draft)
            draft.rename(target)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)  # a full disk gets its room back
            raise
        _sync(self._outbox)

    def arrivals(self, limit: int) -> Iterator[Folder]:
        now = time.time()  # compared with the clock of the disk, so not the portal's clock
        waiting = sorted(
            (entry.stat(follow_symlinks=False).st_mtime, entry.name)
            for entry in os.scandir(self._inbox)
            if not entry.name.startswith(".")
        )
        taken = 0
        for written, name in waiting:
            if taken >= limit:
                return
            path = self._inbox / name
            trouble = _trouble(path)
            if trouble and now - written < self._stale_seconds:
                continue  # still being copied, perhaps
            taken += 1
            yield Folder(path, datetime.fromtimestamp(written, UTC), trouble)

    def done(self, arrival: Arrival) -> None:
        self._move(arrival, self._processed)

    def quarantine(self, arrival: Arrival, reason: str) -> None:
        """The packet as it came, and beside it <name>.txt with the reason."""
        kept = self._move(arrival, self._quarantined)
        kept.with_name(f"{kept.name}.txt").write_text(reason + "\n", encoding="utf-8")

    def _move(self, arrival: Arrival, to: Path) -> Path:
        """Into a folder of the day; a second packet of the same name gets a number."""
        day = to / f"{datetime.fromtimestamp(time.time(), MOSCOW):%Y-%m-%d}"
        day.mkdir(exist_ok=True)
        target, count = day / arrival.name, 1
        while target.exists():
            count += 1
            target = day / f"{arrival.name}-{count}"
        (arrival.path if isinstance(arrival, Folder) else self._inbox / arrival.name).rename(target)
        return target


def _trouble(path: Path) -> str:
    """Why the packet is not complete, or can't be one; "" if it may be read."""
    if path.is_symlink() or not path.is_dir():
        return "Не папка пакета"
    try:
        names = _listed(path)
        covers = [name for name in names if envelope.is_envelope(name)]
        if len(covers) != 1:
            return "В пакете нет конверта" if not covers else "В пакете больше одного конверта"
        if names[covers[0]] > FILE_LIMIT:
            return "Пакет больше допустимого размера"
        cover = envelope.read(_bytes(path / covers[0]))
        return envelope.mismatch(cover, [_readable(name) for name in names])
    except (Defect, BadPacket) as e:
        return str(e)


def _listed(path: Path) -> dict[str, int]:
    """Names and sizes of the packet's files. Raises BadPacket: a folder, a link or a device lies inside."""
    files = {}
    try:
        for entry in os.scandir(path):
            if not entry.is_file(follow_symlinks=False):
                raise BadPacket(f"В пакете не файл: «{_readable(entry.name)[:100]}»")
            files[entry.name] = entry.stat(follow_symlinks=False).st_size
    except OSError as e:
        raise BadPacket(f"Пакет не читается: {e.strerror}") from e
    return files


def _bytes(path: Path) -> bytes:
    """Raises BadPacket: the file went away or is not ours to read."""
    try:
        return path.read_bytes()
    except OSError as e:
        raise BadPacket(f"Пакет не читается: {e.strerror}") from e


def _readable(name: str) -> str:
    """A name that is no UTF-8 comes from a Windows machine; as text it must fit a database."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("cp1251", "replace")
    return name


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Names of a folder reach the disk only with the folder's own fsync."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
