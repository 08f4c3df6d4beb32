"""Places on the outlines of municipalities: the larger the circle, the more often it was named."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from otklik.web.parts.render import part

BIGGEST: Final = 0.035  # radius of the place named most, of the width of what is shown
MARGIN: Final = 0.15  # around the places
LEAST: Final = 60  # units that are shown at least: a circle alone needs land around it


@dataclass(frozen=True, slots=True)
class Spot:
    """x, y: in the units of the outlines."""

    x: float
    y: float
    n: int


def chart_spots(title: str, text: str, paths: Sequence[str], spots: Sequence[Spot]) -> Markup:
    """paths: outlines, as of an SVG. title, text: what a screen reader says; the table has every figure."""
    left, top, width, height = view(spots)
    most = max((spot.n for spot in spots), default=1)
    circles = [
        (round(spot.x, 1), round(spot.y, 1), round(width * BIGGEST * math.sqrt(spot.n / most), 2))
        for spot in sorted(spots, key=lambda one: -one.n)
    ]
    return part(
        "chart_spots", title=title, text=text, paths=paths, circles=circles, box=(left, top, width, height)
    )


def view(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """Left, top, width and height of what is shown: all places with land around them, never taller than wide."""
    if not spots:
        return 0, 0, LEAST, LEAST
    xs, ys = [spot.x for spot in spots], [spot.y for spot in spots]
    wide = max(max(xs) - min(xs), (max(ys) - min(ys)) * 1.5, LEAST) * (1 + 2 * MARGIN)
    tall = wide / 1.5
    return (
        round((min(xs) + max(xs) - wide) / 2, 1),
        round((min(ys) + max(ys) - tall) / 2, 1),
        round(wide, 1),
        round(tall, 1),
    )
