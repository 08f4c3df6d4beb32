"""Places that voters showed, on the outlines of the municipalities."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils import timezone
from markupsafe import Markup

from otklik.kit import clock
from otklik.kit.kept import kept
from otklik.places import queries as places
from otklik.polls.recount import CELL
from otklik.polls.results import Line
from otklik.stats.queries.borders import WIDTH, outlines
from otklik.stats.queries.span import span
from otklik.web.parts.chart_spots.part import Spot, chart_spots

MOST: Final = 1_000  # places that are drawn; the file has all


def drawn(title: str, text: str, lines: Sequence[Line]) -> Markup:
    """lines: their codes are cells of the map, see polls.recount.cell; those named most first."""
    today = timezone.localdate(clock.now())
    box = _box(today)
    if box is None:
        return Markup("")
    areas = outlines(span(today).borders, today=today).areas
    spots = [Spot(*at(middle(line.code), box), line.n) for line in lines[:MOST]]
    return chart_spots(title, text, [area.path for area in areas], spots)


def named(cell: str) -> str:
    """«55.75,37.61» → «55.755, 37.615»: the middle of the square, as maps on the net take it."""
    lon, lat = middle(cell)
    return f"{lat:.3f}, {lon:.3f}"


def middle(cell: str) -> tuple[float, float]:
    """lon, lat"""
    south, west = (float(side) for side in cell.split(","))
    return west + 0.5 / CELL, south + 0.5 / CELL


def at(point: tuple[float, float], box: tuple[float, float, float, float]) -> tuple[float, float]:
    """In the units of stats.queries.borders, which draws in Web Mercator. box: west, south, east, north of the land."""
    west, _south, east, north = box
    scale = WIDTH / max(math.radians(east - west), 1e-9)
    return math.radians(point[0] - west) * scale, (_mercator(north) - _mercator(point[1])) * scale


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


@kept(60)
def _box(today: date) -> tuple[float, float, float, float] | None:
    return places.region(on=today).box
