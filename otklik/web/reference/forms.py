"""A row of a reference table as a form, the same for administrators and for the head of a body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from otklik.kit.marks import mark
from otklik.reference import tables
from otklik.reference.columns import YES, Column, Known
from otklik.reference.tables import Table
from otklik.web.parts.field.part import Extras


@dataclass(frozen=True, slots=True)
class Field:
    """What the part `field` is called with."""

    name: str
    label: str
    type: str
    extras: Extras


def fields(
    table: Table, typed: Mapping[str, str], errors: Mapping[str, str], *, on: date, keyed: bool
) -> list[Field]:
    """keyed: with the column by which a row is known, which a row that is there keeps."""
    return [
        _field(column, typed, errors, on) for column in table.columns if keyed or column.name != table.key
    ]


def typed_of(table: Table, row: Any) -> dict[str, str]:
    """A row as its form sends it."""
    said = tables.said(table, row, Known.now())
    return {
        column.name: ("1" if said[column.name] == YES else "")
        if column.type == "checkbox"
        else said[column.name]
        for column in table.columns
    }


def shown_of(table: Table, row: Any) -> str:
    """The mark of what the form shows."""
    return mark(tables.said(table, row, Known.now()))


def _field(column: Column, typed: Mapping[str, str], errors: Mapping[str, str], on: date) -> Field:
    options = list(column.options(on)) if column.options else []
    value = typed.get(column.name, "")
    if options and value and value not in dict(options):
        options.append((value, value))  # what is no more stays chosen until somebody chooses another
    extras: Extras = {
        "value": value,
        "hint": str(column.hint),
        "error": errors.get(column.name, ""),
        "required": column.required,
        "options": options,
        "attrs": {} if column.type in ("select", "checkbox", "date") else {"maxlength": column.longest},
    }
    return Field(column.name, str(column.label), column.type, extras)
