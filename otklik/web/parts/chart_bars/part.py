"""Named bars, one under another, as an SVG that is as wide as its place."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from otklik.web.parts.render import part

ROW: Final = 44  # pixels
LETTERS: Final = 40  # of a name find room beside its number on a phone; the table below has all


def chart_bars(title: str, text: str, rows: Sequence[tuple[str, float, str]]) -> Markup:
    """rows: (name, value, the value in words). title, text: what a screen reader says."""
    top = max((value for _, value, _ in rows), default=0) or 1
    drawn = [
        (
            name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…",
            round(100 * value / top, 2),
            said,
        )
        for name, value, said in rows
    ]
    return part("chart_bars", title=title, text=text, rows=drawn, row=ROW)
