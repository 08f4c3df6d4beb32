"""What a section of the configuration is, and how all of them write and read."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

from otklik.kit.importing import BadFile, Report, read_json
from otklik.people.models import User


@dataclass(frozen=True, slots=True)
class Taking:
    """What a section may need beside its file."""

    by: User | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    file: str
    title: Promise
    write: Callable[[], bytes]
    take: Callable[[Path, Taking], Report]
    may_be_left_out: bool = False  # large, or better made anew in another region


def as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(names: tuple[str, ...], rows: Iterable[Iterable[Any]]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerow(names)
    table.writerows([["" if value is None else value for value in row] for row in rows])
    return out.getvalue().encode()


def listed(path: Path) -> list[dict[str, Any]]:
    found = read_json(path)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadFile(f"В файле {path} нужен список объектов [{{…}}, {{…}}].")
    return found


def count(report: Report, before: object, after: object) -> None:
    """before: None where there was none."""
    if before == after:
        report.unchanged += 1
    elif before is None:
        report.created += 1
    else:
        report.updated += 1
