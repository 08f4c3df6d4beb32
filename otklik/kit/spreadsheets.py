"""The first sheet of an .xlsx as CSV text, for tables that people prepare. Formulas give what they gave last."""

import csv
import io
import re
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from otklik.kit.errors import Refusal

MOST_BYTES: Final = 50_000_000  # of all parts, unpacked
MOST_ROWS: Final = 200_000
MOST_CELLS: Final = 200  # of a row
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class BadSheet(Refusal):
    """It is no .xlsx that can be read; the text says what to do."""

    code = "bad_sheet"
    status = 422


def as_csv(raw: bytes) -> str:
    """With «;» between the cells. Raises BadSheet."""
    try:
        with ZipFile(io.BytesIO(raw)) as book:
            if sum(part.file_size for part in book.infolist()) > MOST_BYTES:
                raise BadSheet("Таблица слишком велика. Сохраните её как CSV.")
            names = book.namelist()
            sheet = next((n for n in sorted(names, key=_order) if n.startswith("xl/worksheets/sheet")), "")
            if not sheet:
                raise BadSheet("В файле нет листов. Сохраните таблицу как CSV.")
            strings = book.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
            rows = _rows(_parsed(book.read(sheet)), _strings(strings))
    except (BadZipFile, KeyError, ValueError, IndexError, NotImplementedError, RuntimeError) as e:
        raise BadSheet("Файл не читается как XLSX. Откройте его и сохраните ещё раз, лучше как CSV.") from e
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue()


def _order(name: str) -> tuple[int, str]:
    number = re.search(r"(\d+)", name)
    return (int(number[1]) if number else 0, name)


def _parsed(xml: bytes) -> Any:
    from lxml import etree  # memory that few need

    try:
        return etree.fromstring(
            xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        )
    except etree.XMLSyntaxError as e:
        raise ValueError("no XML") from e


def _strings(xml: bytes) -> list[str]:
    if not xml:
        return []
    return [
        "".join(part.text or "" for part in one.iter(f"{_MAIN}t")) for one in _parsed(xml).iter(f"{_MAIN}si")
    ]


def _rows(sheet: Any, strings: list[str]) -> list[list[str]]:
    found = []
    for row in sheet.iter(f"{_MAIN}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            place = _column(cell.get("r", "")) if cell.get("r") else len(cells)
            if place >= MOST_CELLS:
                break
            cells += [""] * (place + 1 - len(cells))
            cells[place] = _value(cell, strings)
        found.append(cells)
        if len(found) > MOST_ROWS:
            raise BadSheet("В таблице слишком много строк. Сохраните её как CSV и разделите.")
    wide = max((len(cells) for cells in found), default=0)
    return [[*cells, *[""] * (wide - len(cells))] for cells in found]


def _value(cell: Any, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
    said = cell.findtext(f"{_MAIN}v") or ""
    return strings[int(said)] if cell.get("t") == "s" else str(said)


def _column(reference: str) -> int:
    """«AB12» → 27."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if not letters:
        raise ValueError(reference)
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1
