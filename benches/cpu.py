"""CPU time of processes with all their descendants, from /proc."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_TICK: Final = os.sysconf("SC_CLK_TCK")


def seconds(roots: Iterable[int]) -> float:
    """User and system time of the processes and of all below them, those already ended included.

    A process that ended has left its time to its parent (cutime, cstime), so the sum over a tree only grows.
    Steps of 10 ms for each process: measure long enough.
    """
    wanted = {pid for root in roots for pid in tree(root)}
    return sum(_own(pid) for pid in wanted) / _TICK


def tree(root: int) -> set[int]:
    """The process and all its descendants that live."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, waiting = {root}, [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting += below
    return found


def resident(pid: int) -> int:
    """Bytes of memory that the process holds now (RSS)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _own(pid: int) -> int:
    fields = _stat(pid)
    return sum(int(ticks) for ticks in fields[11:15])  # utime, stime, cutime, cstime


def _stat(pid: int) -> list[str]:
    """Fields after the name, which may hold spaces; [] when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
