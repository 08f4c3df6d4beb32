"""A weekly report as XLSX. Every text is a text: what begins like a formula in a citizen's words stays words."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # comes without types
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.oversight import wording
from otklik.oversight.queries.lists import Row
from otklik.oversight.queries.week import Figures

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Nothing is taken for a formula, a link or a number by what it looks like.
_AS_IT_IS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx(name: str, week: date, found: Figures, late: Sequence[Row], *, now: datetime) -> bytes:
    """Two sheets: the figures, and what is late. name: of the authority."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _AS_IT_IS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        first = book.add_worksheet(_("Показатели"))
        first.set_column(0, 0, 40)
        first.set_column(1, 3, 16)
        for n, line in enumerate((wording.title(week), name, wording.as_of(now))):
            first.write_string(n, 0, _clean(line), bold if n == 0 else None)
        _put(first, 4, wording.headings(), wording.figures(found), bold)
        second = book.add_worksheet(_("Просрочено"))
        for column, width in enumerate((14, 40, 14, 40, 14, 12, 80)):
            second.set_column(column, column, width)
        second.freeze_panes(1, 1)
        _put(second, 0, wording.late_headings(), wording.late(late, today=timezone.localdate(now)), bold)
    return out.getvalue()


def _put(sheet: Any, top: int, headings: list[str], rows: list[list[wording.Cell]], bold: Any) -> None:
    for column, heading in enumerate(headings):
        sheet.write_string(top, column, _clean(heading), bold)
    for n, row in enumerate(rows, top + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(n, column, _clean(cell))
            else:
                sheet.write_number(n, column, cell)


def _clean(words: str) -> str:
    return _UNPRINTABLE.sub(" ", words)[:32_000]
