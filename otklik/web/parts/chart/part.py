"""What stands around every chart: the finding as a headline, its numbers as a table and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from otklik.web.parts.render import part, safe


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers of a chart as people read them. The first column names the row."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str | Markup]]
    more: int = 0  # rows that only the file has


@dataclass(frozen=True, slots=True)
class Chart:
    code: str
    headline: str  # what the figures say
    caption: str  # what is drawn
    drawing: Markup
    table: Table
    csv_url: str  # "" where there is no file
    note: str = ""
    wide: bool = field(default=False)  # takes the whole row


def chart(shown: Chart) -> Markup:
    return part("chart", chart=shown, rows=_rows(shown.table))


def _rows(table: Table) -> Markup:
    """A page has a thousand cells, and a template is slow at them."""
    lines = [
        f'\n          <tr><th scope="row">{safe(name)}</th>'
        + "".join([f'<td class="number">{safe(cell)}</td>' for cell in cells])
        + "</tr>"
        for name, *cells in table.rows
    ]
    return Markup("".join(lines))  # noqa: S704  # each word of it is escaped
