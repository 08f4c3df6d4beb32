"""What is measured, beside its limit; the table and the JSON."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benches.options import short


@dataclass(frozen=True, slots=True)
class Row:
    """None: not measured, or makes no sense for this request."""

    part: str
    request: str
    size: int  # appeals in the table
    statements: float | None = None  # SQL for one request, without BEGIN and COMMIT
    cpu_ms: float | None = None  # of one request: application + PostgreSQL + worker, as `request` says
    bytes: int | None = None  # of one answer, or of one packet
    ratio_to_limit: float | None = None  # the bare thing's cost to ours: 1 is as cheap as the bare thing
    growth: float | None = None  # cpu_ms to that of the smallest size of this run
    ratio_to_sql: float | None = None  # what its bare SQL costs PostgreSQL, to ours
    note: str = ""  # for people only: the limit, the clock on the wall
    broken: tuple[str, ...] = ()  # limits of the issue that this row breaks

    def as_object(self) -> dict[str, object]:
        """The row of the JSON file."""
        return {
            "part": self.part,
            "request": self.request,
            "size": self.size,
            "statements": self.statements,
            "cpu_ms": self.cpu_ms,
            "bytes": self.bytes,
            "ratio_to_limit": self.ratio_to_limit,
            "ratio_to_sql": self.ratio_to_sql,
            "growth": self.growth,
        }


def table(rows: Sequence[Row]) -> str:
    head = ("часть", "запрос", "размер", "SQL", "CPU, мс", "байт", "к пределу", "к SQL", "рост", "")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place in (0, 1, 9) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def broken(rows: Sequence[Row]) -> list[str]:
    return [f"{row.part}, {row.request}, {short(row.size)}: {words}" for row in rows for words in row.broken]


def write(rows: Sequence[Row], file: Path) -> None:
    text = json.dumps([row.as_object() for row in rows], ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")


def smallest(file: Path | None, part: str) -> dict[str, float]:
    """CPU of each request of the part at the smallest size that the file of an earlier run has."""
    told = json.loads(file.read_text(encoding="utf-8")) if file else []
    told = [row for row in told if row["part"] == part and row["cpu_ms"] is not None]
    return {row["request"]: row["cpu_ms"] for row in sorted(told, key=lambda row: -row["size"])}


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _cells(row: Row) -> tuple[str, ...]:
    note = "; ".join(part for part in (row.note, *(f"НЕ ВЫДЕРЖАН: {words}" for words in row.broken)) if part)
    return (
        row.part,
        row.request,
        short(row.size),
        _number(row.statements),
        _number(row.cpu_ms, 2),
        "" if row.bytes is None else str(row.bytes),
        _number(row.ratio_to_limit, 3),
        _number(row.ratio_to_sql, 3),
        _number(row.growth, 2),
        note,
    )


def _number(value: float | None, places: int = 1) -> str:
    if value is None:
        return ""
    return str(int(value)) if places == 1 and value == int(value) else f"{value:.{places}f}"
