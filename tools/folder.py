"""The data folder: ours by a mark, used by one run at a time, with room on its disk."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tools.cluster import Cluster
from tools.environment import ROOT
from tools.say import Stop

USUAL: Final = ROOT / "var"
_MARK: Final = ".otklik-data"
# What a run makes in it. Nothing else is ever deleted.
_MADE: Final = (
    "pg",
    "pg.new",
    "sockets",
    "secrets",
    "log",
    "files",
    "mail",
    "msed",
    "msed-stand",
    "static",
    "esia",
)
_ROOM: Final = 1_000_000_000  # bytes


@contextmanager
def owned(data: Path, *, fresh: bool) -> Iterator[None]:
    """Hold the folder while the portal runs. fresh: empty it first.

    Raises Stop: foreign files in it, another run holds it, not writable, no room on the disk.
    """
    if data != USUAL and data.is_dir() and any(data.iterdir()) and not (data / _MARK).exists():
        raise Stop(f"В папке {data} чужие файлы. Укажите пустую или новую: ./run --data ПАПКА")
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / _MARK).open("a")
    except OSError as e:
        raise Stop(f"В {data} нельзя писать: {e.strerror}. Укажите другую: ./run --data ПАПКА") from e
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(
                f"Портал с данными {data} уже работает. Второй запускают с --data ПАПКА --port N."
            ) from None
        if fresh:
            _empty(data)
        check_room(data)
        yield


def check_room(data: Path, need: int = _ROOM) -> None:
    """need: bytes, 1 GB where nobody says more. Raises Stop when less is free."""
    free = shutil.disk_usage(data).free
    if free < need:
        raise Stop(
            f"Мало места: на диске с {data} свободно {free // 10**6} МБ, нужно от {need // 10**6} МБ.\n"
            "  Освободите место или укажите папку на другом диске: ./run --data ПАПКА"
        )


def _empty(data: Path) -> None:
    Cluster(data).end_orphan()
    for name in _MADE:
        child = data / name
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        else:
            child.unlink(missing_ok=True)
