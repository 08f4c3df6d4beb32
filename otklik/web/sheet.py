"""CSV files that spreadsheets open: UTF-8 with its mark, and no cell that they take for a formula."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from django.http import HttpResponse

_FORMULA: Final = re.compile(r"[=+\-@\t\r]")  # how one begins


def harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def sheet(name: str, lines: Iterable[Iterable[str]]) -> HttpResponse:
    """A download of that name, made as a whole: for some hundreds of lines."""
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in line] for line in lines)
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
