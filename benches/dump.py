"""The open data of a night: rows a second and memory, beside a bare COPY of the same rows."""

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import Final

from django.db import connection

from benches import cpu
from benches.portal import DATABASE
from benches.rows import Row
from otklik.stats.models import Dump as Made
from otklik.stats.opendata.rows import ROWS
from tools.say import Stop

_COMMAND: Final = "from otklik.config.cli import main; main()"


@dataclass(frozen=True, slots=True)
class _Spent:
    seconds: float  # by the clock
    own: float  # CPU of the process
    database: float  # CPU of PostgreSQL
    memory: int = 0  # bytes at most

    @property
    def cpu(self) -> float:
        return self.own + self.database


class Dump:
    def measure(self, size: int) -> list[Row]:
        ours = _dumped()
        made = Made.objects.latest("on")
        bare, plain = _copied()
        files = ", ".join(f"{file['name']} {file['bytes'] / 1e6:.1f} МБ" for file in made.files[:3])
        return [
            Row(
                "dump",
                "CSV, GeoJSON, Parquet",
                size,
                cpu_ms=ours.cpu * 1000 / made.rows,
                bytes=sum(file["bytes"] for file in made.files),
                ratio_to_limit=bare.cpu / ours.cpu,
                ratio_to_sql=bare.database / ours.database,
                note=f"{made.rows / ours.seconds:.0f} строк/с по часам, {made.rows / ours.cpu:.0f} за секунду CPU"
                f" (выгрузка + PostgreSQL {ours.own:.1f} + {ours.database:.1f} с),"
                f" память {ours.memory / 1e6:.0f} МБ; {files}",
            ),
            Row(
                "dump",
                "голый COPY тех же строк",
                size,
                cpu_ms=bare.cpu * 1000 / made.rows,
                bytes=plain,
                note=f"{made.rows / bare.seconds:.0f} строк/с по часам, без сжатия",
            ),
        ]


def _dumped() -> _Spent:
    """The command as the worker runs it, in a process of its own. Raises Stop."""
    before, began = cpu.seconds([DATABASE]), time.monotonic()
    argv = [sys.executable, "-c", _COMMAND, "dump"]
    pid = os.posix_spawn(sys.executable, argv, os.environ)
    _pid, status, used = os.wait4(pid, 0)
    if status:
        raise Stop("otklik dump окончился ошибкой.")
    took = time.monotonic() - began
    spent = cpu.seconds([DATABASE]) - before
    return _Spent(took, used.ru_utime + used.ru_stime, spent, used.ru_maxrss * 1024)


def _copied() -> tuple[_Spent, int]:
    """COPY of all rows as CSV into a file, and its bytes."""
    with tempfile.TemporaryFile() as file, connection.cursor() as cursor:
        before, own, began = cpu.seconds([DATABASE]), time.process_time(), time.monotonic()
        with cursor.copy(f"COPY ({ROWS} ORDER BY a.id) TO STDOUT (FORMAT csv)") as copy:
            for piece in copy:
                file.write(piece)
        spent = _Spent(time.monotonic() - began, time.process_time() - own, cpu.seconds([DATABASE]) - before)
        return spent, file.tell()
