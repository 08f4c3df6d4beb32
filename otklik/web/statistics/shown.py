"""Charts of a report, as the part `chart` wants them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from otklik.appeals.queries import names
from otklik.stats.queries.borders import Outlines
from otklik.stats.queries.report import Report
from otklik.web.parts.chart.part import Chart, Table
from otklik.web.parts.chart_bars.part import chart_bars
from otklik.web.parts.chart_columns.part import chart_columns
from otklik.web.parts.chart_line.part import Line, chart_line
from otklik.web.statistics import grids, headlines, words
from otklik.web.statistics.asked import Asked
from otklik.web.statistics.cards import overdue_path
from otklik.web.statistics.grids import Grid, Row
from otklik.web.statistics.painted import painted

BARS: Final = 8
ROWS: Final = 12  # of a table on the page; the file has all
COLUMNS: Final = 30  # days of a histogram; the last one takes the rest
_LINKED: Final = frozenset({"category", "topic", "area", "authority"})


def charts(found: Report, asked: Asked, *, today: date) -> list[Chart]:
    made = []
    for code in grids.CODES:
        table = grids.grid(code, found, step=asked.period.step)
        if table is not None:
            headline, caption, drawing = _drawn(code, table, found, asked, today)
            made.append(_chart(code, (headline, caption, drawing), table, asked))
        if code == "area" and table is not None and found.outlines and found.outlines.areas:
            # Medians of two filters at once are not kept: the mean stands in, and is called so.
            unkept = asked.values["map"] == grids.MEDIAN and found.area_days is None
            measure = "mean_days" if unkept else asked.values["map"]
            made.append(_map(measure, table, found.outlines, asked))
    return made


def _chart(
    code: str, told: tuple[str, str, Markup], table: Grid, asked: Asked, *, wide: bool = False
) -> Chart:
    headline, caption, drawing = told
    rows = table.rows if code in grids.DIVISIONS else list(reversed(table.rows))
    first, link = rows[:ROWS], _linked(code, asked)
    cells: list[list[str | Markup]] = [
        [link(row), *said] for row, said in zip(first, grids.said(table, first), strict=True)
    ]
    if code == "authority":
        late = _late(asked)
        for row, line in zip(first, cells, strict=True):
            line[-1] = late(row, line[-1])
    shown = Table(
        [table.name, *(heading for heading, _kind in table.columns)], cells, max(len(rows) - ROWS, 0)
    )
    address = f"{reverse('statistics-file', args=[code])}?{asked.query()}".rstrip("?")
    return Chart(code, headline, caption, drawing, shown, address, wide=wide)


def _linked(code: str, asked: Asked) -> Callable[[Row], str | Markup]:
    """A name leads to the page about it."""
    if code not in _LINKED:
        return lambda row: row.name
    address, named = addresses(code, asked), names.known()[code].by_key

    def link(row: Row) -> str | Markup:
        name = named.get(row.key)
        if name is None:
            return row.name
        return Markup(f'<a href="{escape(address(name.code))}">{escape(row.name)}</a>')  # noqa: S704

    return link


def _late(asked: Asked) -> Callable[[Row, str | Markup], str | Markup]:
    """How many answers an authority owes too late leads to the list of them. All addresses are alike but for it."""
    before, after = overdue_path(asked, authority="@").split(quote("@"))
    bodies = names.authorities().by_key

    def link(row: Row, said: str | Markup) -> str | Markup:
        body = bodies.get(row.key)
        if body is None or not row.cells[-1]:
            return said
        return Markup('<a href="{}">{}</a>').format(f"{before}{quote(body.code)}{after}", said)

    return link


def addresses(dim: str, asked: Asked) -> Callable[[str], str]:
    """Of the pages about each of `dim`, by its code: a page has a hundred, all alike but for it."""
    rest = asked.query(**{dim: ""})
    if dim == "authority":
        before, after = reverse("statistics-authority", args=["@"]).split("@")
        return lambda code: f"{before}{quote(code)}{after}{'?' if rest else ''}{rest}"
    start = f"{reverse('statistics')}?{rest}{'&' if rest else ''}{dim}="
    return lambda code: f"{start}{quote(code)}"


def _drawn(code: str, table: Grid, found: Report, asked: Asked, today: date) -> tuple[str, str, Markup]:
    """(headline, caption, drawing)"""
    if code in grids.DIVISIONS:
        return _bars(code, table)
    if code == "course":
        return _course(found, asked, today)
    return {"terms": _terms, "spread": _spread, "stars": _stars}[code](table, found, asked)


def _course(found: Report, asked: Asked, today: date) -> tuple[str, str, Markup]:
    days = (asked.period.days(today), asked.other.days(today) if asked.other else 1)
    headline, caption = (
        headlines.course(found, asked, days),
        _("Сколько обращений поступило и сколько дано ответов"),
    )
    lines = [
        Line(_("Поступило"), [sums.received for _start, sums in found.course.points]),
        Line(_("Ответов"), [sums.answered for _start, sums in found.course.points]),
    ]
    labels = [_short(start, asked.period.step) for start, _sums in found.course.points]
    return headline, caption, chart_line(caption, headline, labels, lines)


def _terms(table: Grid, found: Report, asked: Asked) -> tuple[str, str, Markup]:
    headline, caption = headlines.terms(found, asked), _("За сколько дней отвечают")
    labels = [
        _short(start, "quarter" if asked.period.step == "quarter" else "month")
        for start, *_rest in found.terms.steps
    ]
    lines = [
        Line(heading, [float(row.cells[n] or 0) for row in table.rows])
        for n, (heading, _kind) in enumerate(table.columns)
    ]
    return headline, caption, chart_line(caption, headline, labels, lines)


def _spread(table: Grid, found: Report, asked: Asked) -> tuple[str, str, Markup]:
    answers = found.terms.answers
    headline, caption = headlines.spread(found), _("Сколько ответов пришло за столько дней")
    top = min(max(answers), COLUMNS)
    columns = [(str(day), answers.get(day, 0)) for day in range(top + 1)]
    if max(answers) > COLUMNS:
        columns[-1] = (f"{COLUMNS}+", sum(n for day, n in answers.items() if day >= COLUMNS))
    return headline, caption, chart_columns(caption, headline, columns)


def _stars(table: Grid, found: Report, asked: Asked) -> tuple[str, str, Markup]:
    headline, caption = headlines.stars(found), _("Как авторы оценили ответы")
    rows = [
        (_("Оценка %(n)s") % {"n": row.name}, float(row.cells[0] or 0), words.count(int(row.cells[0] or 0)))
        for row in table.rows
    ]
    return headline, caption, chart_bars(caption, headline, rows)


def _bars(code: str, table: Grid) -> tuple[str, str, Markup]:
    headline = headlines.division(code, table)
    caption = _("Поступило обращений: %(by)s") % {"by": str(grids.DIVISIONS[code]).lower()}
    rows = [
        (row.name, float(row.cells[0] or 0), words.count(int(row.cells[0] or 0))) for row in table.rows[:BARS]
    ]
    return headline, caption, chart_bars(caption, headline, rows)


def _map(measure: str, table: Grid, outlines: Outlines, asked: Asked) -> Chart:
    # The sums have municipalities by the code that addresses have.
    rows = {row.key: row for row in table.rows}
    said = painted(measure, outlines, rows, addresses("area", asked))
    return replace(_chart("area", said, table, asked, wide=True), code="map")


def _short(start: date, step: str) -> str:
    """Under a chart: «5.03», «03.2026», «1/2026»."""
    if step == "day":
        return f"{start.day}.{start:%m}"
    if step == "quarter":
        return f"{(start.month - 1) // 3 + 1}/{start:%Y}"
    return f"{start:%m.%Y}"
