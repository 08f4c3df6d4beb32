"""`otklik import offices | places | receptions | emergency | laws FILE`, and the same by an administrator's page."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from otklik.kit.importing import (
    BadValue,
    Report,
    Row,
    RowError,
    merge,
    read_rows,
    refuse_repeats,
    trial_or_real,
)
from otklik.people import changes
from otklik.people.models import User
from otklik.places.models import Territory
from otklik.reference.columns import Known
from otklik.reference.tables import TABLES, Table, said


def import_table(name: str, path: Path, *, dry_run: bool, now: datetime, by: User | None = None) -> Report:
    """CSV or JSON with the columns of the table; those that the file has not keep what they have, in new rows they
    are empty. Found again by `code`, offices by `authority`. Rows that are not in the file stay.
    Raises BadFile.
    """
    table, report = TABLES[name], Report()
    attname = table.by_name[table.key].attname
    with trial_or_real(dry_run=dry_run):
        for rows in _alike(list(_rows(table, path, report))).values():
            merge(table.model, (attname,), rows, report)
        if report.created or report.updated:
            after = {"created": report.created, "updated": report.updated}
            changes.write(by=by, what=f"reference-file:{name}", before=None, after=after, now=now)
    return report


def exported(name: str) -> list[dict[str, str]]:
    """Every row as a file has it, in the order of its key: the same data, the same bytes."""
    table, known = TABLES[name], Known.now()
    rows = [said(table, row, known) for row in table.model._default_manager.all()]
    return sorted(rows, key=lambda row: row[table.key])


def checked(table: Table, row: Row, known: Known) -> dict[str, Any]:
    """Values of the columns that the row has. Raises BadValue."""
    named = [column for column in table.columns if column.name in row.values or column.required]
    if "point" in table.by_name and "lat" in row.values and "point" not in row.values:
        named.append(table.by_name["point"])
    return {column.attname: column.read(row, known) for column in named}


def _rows(table: Table, path: Path, report: Report) -> Iterator[dict[str, Any]]:
    known, seen = Known.now(), set[Any]()
    places = set(Territory.objects.values_list("code", flat=True))
    attname = table.by_name[table.key].attname
    need = {table.key, *(column.name for column in table.columns if column.required)}
    for read in read_rows(path, need=need):
        row = Row(read.number, {name: _as_meant(cell) for name, cell in read.values.items()}, read.trouble)
        with report.row(row.number):
            key = row.text(table.key, longest=64, required=True)
            refuse_repeats(seen, key, table.key)
            values = checked(table, row, known)
            refuse_wrong_order(values)
            values[attname] = table.by_name[table.key].read(row, known)
            code = values.get("territory_code")
            if code and code not in places and code[:8] not in places:
                text = f"территории {code} в базе нет; строка не найдётся по муниципалитету"
                report.notes.append(RowError(row.number, "territory_code", text))
            yield values


def refuse_wrong_order(values: dict[str, Any]) -> None:
    """Raises BadValue."""
    if "ends_at" in values and values["ends_at"] <= values["starts_at"]:
        raise BadValue("ends_at", "конец не позже начала; проверьте дни и время")


def _as_meant(cell: Any) -> Any:
    """Less the mark with which a downloaded table keeps spreadsheets from counting (web.sheet.harmless)."""
    return cell[1:] if isinstance(cell, str) and re.match(r"'[=+\-@]", cell) else cell


def _alike(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Rows by the columns that they have: a JSON may name others in each."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(sorted(row)), []).append(row)
    return found


def as_json(rows: list[dict[str, str]]) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
