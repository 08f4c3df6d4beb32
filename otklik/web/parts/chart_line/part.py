"""Lines over time as an SVG that is as wide as its place: text keeps its size, positions are percents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup

from otklik.web.parts.chart.scale import labelled, ticks
from otklik.web.parts.render import part

TOP: Final = 24  # pixels above the plot, for its uppermost mark
HEIGHT: Final = 168
X = Callable[[int], float]  # number of a point → percent


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    values: Sequence[float | None]  # None: nothing is known, the line breaks off


def chart_line(title: str, text: str, labels: Sequence[str], lines: Sequence[Line]) -> Markup:
    """title, text: what a screen reader says. labels: of the points. Two lines at most: the second one is dashed."""
    marks = ticks(max((v for line in lines for v in line.values if v is not None), default=0))
    top, last = marks[-1], max(len(labels) - 1, 1)

    def x(n: int) -> float:
        return round(100 * n / last, 2) if len(labels) > 1 else 50

    return part(
        "chart_line",
        title=title,
        text=text,
        top=TOP,
        height=HEIGHT,
        grid=[(mark, round(TOP + HEIGHT * (1 - mark / top), 1)) for mark in marks],
        labels=[(x(n), labels[n], narrow) for n, narrow in labelled(len(labels))],
        lines=[(line.name, _path(line.values, top, x), _dots(line.values, top, x)) for line in lines],
    )


def _path(values: Sequence[float | None], top: float, x: X) -> str:
    """In a square of 100 by 100."""
    runs = groupby(enumerate(values), key=lambda one: one[1] is not None)
    parts = (
        "L".join(f"{x(n):g} {100 - 100 * (value or 0) / top:.2f}" for n, value in run)
        for known, run in runs
        if known
    )
    return "".join(f"M{points}" for points in parts)


def _dots(values: Sequence[float | None], top: float, x: X) -> list[tuple[float, float]]:
    """Few points are shown each; of many the last one only."""
    known = [
        (x(n), round(TOP + HEIGHT * (1 - value / top), 1))
        for n, value in enumerate(values)
        if value is not None
    ]
    return known if len(known) <= 14 else known[-1:]
