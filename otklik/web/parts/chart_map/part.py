"""Municipalities painted by a figure: five classes with as many municipalities each, a legend in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from markupsafe import Markup

from otklik.web.parts.render import part

CLASSES: Final = 5


@dataclass(frozen=True, slots=True)
class Area:
    path: str
    title: str
    url: str
    value: float | None  # None: nothing to paint
    said: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle upon the municipalities."""

    x: float
    y: float
    radius: float
    title: str


def chart_map(
    title: str,
    areas: Sequence[Area],
    *,
    width: int,
    height: int,
    said: Callable[[float], str],
    spots: Sequence[Spot] = (),
) -> Markup:
    """A group of links: the Tab key walks through them; each says its name and its figure. said: a limit in words.

    spots: say their title to the mouse; who cannot use it reads the table below.
    """
    values = [area.value for area in areas if area.value is not None]
    limits, step = classes(values), 1 if all(float(value).is_integer() for value in values) else 0
    painted = [
        (area, 0 if area.value is None else next(n for n, top in enumerate(limits, 1) if area.value <= top))
        for area in areas
    ]
    legend = [(n, _class(limits, n, said, step)) for n in range(1, len(limits) + 1)]
    return part(
        "chart_map", title=title, areas=painted, legend=legend, width=width, height=height, spots=spots
    )


def _class(limits: Sequence[float], n: int, said: Callable[[float], str], step: int) -> str:
    """The nth class in words. Of whole numbers (step 1) each stands in one class only: «до 2», «3», «4 – 10»."""
    top = limits[n - 1]
    if n == 1:
        return _("до %(n)s") % {"n": said(top)}
    low = limits[n - 2] + step
    return said(top) if low == top else f"{said(low)} – {said(top)}"


def classes(values: Sequence[float]) -> list[float]:
    """Upper limits of at most CLASSES quantiles, ascending; equal ones are one class."""
    ordered = sorted(values)
    places = (round(len(ordered) * n / CLASSES) for n in range(1, CLASSES + 1))
    return sorted({ordered[place - 1] for place in places if place}) if ordered else []
