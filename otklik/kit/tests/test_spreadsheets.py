"""Tables out of .xlsx."""

import io
import zipfile

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from otklik.kit import spreadsheets
from otklik.kit.spreadsheets import BadSheet, as_csv

pytestmark = pytest.mark.sections


def a_book(rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for n, row in enumerate(rows):
        for m, cell in enumerate(row):
            if cell is not None:
                sheet.write(n, m, cell)
    book.add_worksheet().write(0, 0, "другой лист")
    book.close()
    return out.getvalue()


def test_the_first_sheet_is_read_with_its_empty_cells():
    raw = a_book([["Округ", "ИЖС", "ЛПХ"], ["Богородский; городской", 4909.72, None], [None, None, 5]])
    assert as_csv(raw).splitlines() == ["Округ;ИЖС;ЛПХ", '"Богородский; городской";4909.72;', ";;5"]


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"text", a_book([])[:400]])
def test_what_is_no_table_is_refused_with_words(raw):
    with pytest.raises(BadSheet, match=r"не читается|нет листов"):
        as_csv(raw)


def test_an_archive_that_swells_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_BYTES", 1_000)
    with pytest.raises(BadSheet, match="слишком велика"):
        as_csv(a_book([["а"]]))


def test_entities_of_a_file_are_not_resolved():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr(
            "xl/worksheets/sheet1.xml",
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            '<row><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>',
        )
    assert "root" not in as_csv(out.getvalue())
