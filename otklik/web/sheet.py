"""CSV files that spreadsheets open: UTF-8 with its mark, and no cell that they take for a formula."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import ngettext

from otklik.web.parts.filters import number

_FORMULA: Final = re.compile(r"[=+\-@\t\r]")  # how one begins


def harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def at_most() -> str:
    """Where a download ends though there may be more rows, in words."""
    most = settings.DOWNLOAD_ROWS
    return ngettext("не больше %(n)s строки", "не больше %(n)s строк", most) % {"n": number(most)}


def sheet(name: str, lines: Iterable[Iterable[str]]) -> HttpResponse:
    """A download of that name, made as a whole: for some hundreds of lines."""
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in line] for line in lines)
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
