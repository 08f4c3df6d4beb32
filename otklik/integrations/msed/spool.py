"""The directory transport: packets as folders, written so that nobody ever sees half of one."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from otklik.integrations.msed import envelope
from otklik.integrations.msed.wire import MOSCOW, BadPacket, Defect, Package

FILES_LIMIT: Final = 100  # files of a packet
FILE_LIMIT: Final = 64 * 1024 * 1024  # bytes of one file
TOTAL_LIMIT: Final = 130 * 1024 * 1024
_READY: Final = ".ready-"
STALE_SECONDS: Final = 30 * 60  # how long a packet may stay incomplete
SETTLE_SECONDS: Final = 60  # a file written to more lately than that may still be growing
NAME_LIMIT: Final = 200  # bytes of a folder's name where we keep it: a number or «.txt» must still fit behind
_ENDS: Final = {".pdf": b"%%EOF", ".zip": b"PK\x05\x06"}  # what stands near the end of a whole file
_TAIL: Final = 2048
_FIRST_TAG: Final = re.compile(rb"<([A-Za-z_][A-Za-z0-9_:.-]*)")


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

    def stage(self, package: Package) -> None:
        """The first half of `put`: all that can fail. The partner does not see the packet yet. Raises OSError."""
        ...

    def release(self, name: str) -> None:
        """The second half: show the staged packet to the partner. A repeat does nothing, taken or not."""
        ...

    def staged(self) -> list[str]:
        """Names of packets that are whole and wait for `release`."""
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
        self.stage(package)
        self.release(package.name)

    def stage(self, package: Package) -> None:
        ready = self._ready(package.name)
        if (self._outbox / package.name).exists() or ready.exists():
            return
        draft = self._outbox / f".tmp-{package.name}"
        shutil.rmtree(draft, ignore_errors=True)  # what a killed process left
        draft.mkdir()
        try:
            for name, content in package.files.items():
                _write(draft / name, content)
            _sync(draft)
            draft.rename(ready)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)  # a full disk gets its room back
            raise
        _sync(self._outbox)

    def release(self, name: str) -> None:
        with suppress(FileNotFoundError):  # shown before
            self._ready(name).rename(self._outbox / name)
            _sync(self._outbox)

    def staged(self) -> list[str]:
        return [path.name.removeprefix(_READY) for path in self._outbox.glob(f"{_READY}*")]

    def _ready(self, name: str) -> Path:
        return self._outbox / f"{_READY}{name}"

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
            if not trouble and _growing(path, now):
                continue
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
        name = arrival.name.encode()[:NAME_LIMIT].decode(errors="ignore")
        target, count = day / name, 1
        while target.exists():
            count += 1
            target = day / f"{name}-{count}"
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
            return envelope.SEVERAL if covers else envelope.NONE
        if names[covers[0]] > FILE_LIMIT:
            return "Пакет больше допустимого размера"
        cover = envelope.read(_bytes(path / covers[0]))
        return envelope.mismatch(cover, [_readable(name) for name in names])
    except (Defect, BadPacket) as e:
        return str(e)


def _growing(path: Path, now: float) -> bool:
    """Whether a file was written to just now and lacks its end: the envelope may have come before the rest."""
    try:
        with os.scandir(path) as entries:
            return any(
                now - entry.stat().st_mtime < SETTLE_SECONDS and not _whole(Path(entry.path))
                for entry in entries
            )
    except OSError:
        return True  # gone or changed under our hands: the next round sees


def _whole(path: Path) -> bool:
    """By its first and last bytes; of kinds that show no end in their bytes nothing can be said."""
    kind = path.suffix.lower()
    if kind not in (*_ENDS, ".xml"):
        return True
    with path.open("rb") as file:
        head = file.read(_TAIL)
        file.seek(max(os.fstat(file.fileno()).st_size - _TAIL, 0))
        tail = file.read()
    if kind in _ENDS:
        return _ENDS[kind] in tail
    root = _FIRST_TAG.search(head.replace(b"\0", b""))
    return root is not None and tail.replace(b"\0", b"").rstrip().endswith(b"</" + root[1] + b">")


def _listed(path: Path) -> dict[str, int]:
    """Names and sizes of the packet's files. Raises BadPacket: a folder, a link or a device lies inside."""
    files = {}
    try:
        with os.scandir(path) as entries:
            for entry in entries:
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
