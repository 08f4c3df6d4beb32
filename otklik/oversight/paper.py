"""A weekly report as PDF/A, set by typst. Called in workers only."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.integrations.msed.pdf import printable, typeset
from otklik.oversight import wording
from otklik.oversight.queries.lists import Row
from otklik.oversight.queries.week import Figures

TEMPLATE: Final = Path(__file__).with_name("report.typ")
LATE: Final = 300  # rows on paper; the XLSX has more


def pdf(name: str, week: date, found: Figures, late: Sequence[Row], *, now: datetime) -> bytes:
    """name: of the authority. The list of what is late without texts: number, topic, term."""
    rows = wording.late(late[:LATE], today=timezone.localdate(now))
    left = len(late) - len(rows)
    data = {
        "title": printable(wording.title(week)),
        "name": printable(name),
        "note": printable(wording.as_of(now)),
        "headings": wording.headings(),
        "figures": [[printable(_said(cell)) for cell in row] for row in wording.figures(found)],
        "late_title": _("Просрочено"),
        "late_headings": [_("Номер"), _("Исполнитель"), _("Тема"), _("Ответить до"), _("Дней")],
        "late": [[printable(_said(row[n])) for n in (0, 1, 3, 4, 5)] for row in rows],
        "none": _("Просроченных нет."),
        "more": ngettext("Ещё %(n)d строка в XLSX.", "Ещё %(n)d строк в XLSX.", left) % {"n": left}
        if left
        else "",
    }
    content, _pages = typeset(TEMPLATE, data)
    return content


def _said(cell: wording.Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:g}".replace(".", ",")
