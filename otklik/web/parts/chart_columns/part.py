"""Upright columns, side by side: how often each value came."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from otklik.web.parts.chart.scale import labelled, ticks
from otklik.web.parts.render import part

TOP: Final = 24  # pixels above the plot, for its uppermost mark
HEIGHT: Final = 152


def chart_columns(
    title: str, text: str, columns: Sequence[tuple[str, float]], *, late_from: int | None = None
) -> Markup:
    """columns: (label, value). late_from: from this one on they are painted as a warning."""
    marks = ticks(max((value for _, value in columns), default=0))
    wide = 100 / max(len(columns), 1)
    labels = dict(labelled(len(columns)))
    drawn = [
        (
            round(n * wide, 2),
            round(HEIGHT * value / marks[-1], 1),
            label if n in labels else "",
            labels.get(n, False),
            late_from is not None and n >= late_from,
        )
        for n, (label, value) in enumerate(columns)
    ]
    grid = [(mark, round(TOP + HEIGHT * (1 - mark / marks[-1]), 1)) for mark in marks]
    return part(
        "chart_columns",
        title=title,
        text=text,
        columns=drawn,
        grid=grid,
        wide=round(wide, 2),
        top=TOP,
        height=HEIGHT,
    )
