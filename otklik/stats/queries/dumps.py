"""Which open data there are."""

from dataclasses import dataclass
from datetime import date, datetime

from otklik.stats.models import Dump
from otklik.stats.opendata.columns import COLUMNS, Column


@dataclass(frozen=True, slots=True)
class DumpFile:
    name: str
    bytes: int
    sha256: str
    media: str


@dataclass(frozen=True, slots=True)
class DumpRow:
    on: date
    made_at: datetime
    rows: int
    files: list[DumpFile]


def dumps() -> list[DumpRow]:
    """The newest first."""
    return [
        DumpRow(dump.on, dump.made_at, dump.rows, [DumpFile(**file) for file in dump.files])
        for dump in Dump.objects.order_by("-on")
    ]


def dump_file(on: date, name: str) -> DumpFile | None:
    """None: no such file of that day."""
    dump = Dump.objects.filter(on=on).first()
    named = [DumpFile(**file) for file in dump.files if file["name"] == name] if dump else []
    return named[0] if named else None


def dictionary() -> tuple[Column, ...]:
    """Every column of the files, in their order."""
    return COLUMNS


def latest() -> date:
    """Raises LookupError: nothing was written yet."""
    newest = Dump.objects.order_by("-on").values_list("on", flat=True).first()
    if newest is None:
        raise LookupError
    return newest
