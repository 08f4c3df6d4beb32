"""A small map as SVG: streets, houses, borders and a pin. Pure: the shapes come from `queries.around`.

Only presentation attributes, no styles: the portal's content security policy forbids those. Web Mercator.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from otklik.kit.tile import down, latitude
from otklik.places.queries.sql import LonLat
from otklik.places.queries.surroundings import Surroundings

Pixel = tuple[float, float]  # from the upper left corner

_TILE: Final = 256  # pixels of the world at zoom 0
_LAND, _TOWN, _CASING, _ROAD, _AVENUE = "#e3ecda", "#f1f1ea", "#d0d3c8", "#ffffff", "#fdf0c4"
_HOUSE, _HOUSE_EDGE, _BORDER = "#dcd5c8", "#c6bcab", "#8b6f9c"
_INK, _FAINT, _PIN = "#3c4a3e", "#7d867c", "#c8321e"
_AVENUES: Final = ("пр-кт ", "ш. ", "б-р ", "наб. ", "тракт ")
_EDGE: Final = 8  # pixels at the sides where nothing is written
_CORNERS: Final = 30  # of an area that are marked
_LETTER: Final = 0.56  # width of an average letter, in font sizes


@dataclass(frozen=True, slots=True)
class View:
    """What the picture shows. lon, lat: of its middle, degrees."""

    lon: float
    lat: float
    zoom: float = 16  # 16: 1.4 m a pixel at our latitudes; each step halves it
    width: int = 600
    height: int = 360


def pixel(view: View, at: LonLat) -> Pixel:
    x, y = _world(view.zoom, at)
    left, top = _corner(view)
    return x - left, y - top


def pixel_to_lonlat(view: View, x: float, y: float) -> LonLat:
    """Where a click was: browsers send x and y of `<input type="image">` from its corner."""
    left, top = _corner(view)
    size = _TILE * 2**view.zoom
    lon = (left + x) / size * 360 - 180
    return lon, latitude((top + y) / size)


def metres_per_pixel(view: View) -> float:
    return 40_075_016.686 * math.cos(math.radians(view.lat)) / (_TILE * 2**view.zoom)


def reach(view: View) -> float:
    """Metres from the middle to the farther side: what to ask `queries.around` for."""
    return metres_per_pixel(view) * max(view.width, view.height) / 2


def draw(
    view: View,
    shapes: Surroundings,
    *,
    pin: LonLat | None = None,
    title: str = "",
    rings: Sequence[Sequence[LonLat]] = (),
) -> str:
    """The picture as an <svg>. title: read aloud by screen readers; "" hides it from them. rings: of an area."""
    w, h = view.width, view.height
    spoken = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    lines = [(label, [pixel(view, at) for at in line]) for label, line in shapes.streets]
    taken = [_pin_box(pixel(view, pin))] if pin else []
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
            f'{spoken} font-family="sans-serif">',
            f"<title>{escape(title)}</title>" if title else "",
            f'<rect width="{w}" height="{h}" fill="{_LAND}"/>',
            *_built_up(view, lines),
            *_borders(view, shapes),
            *_streets(view, lines),
            *_houses(view, shapes),
            *_area(view, rings),
            *_place_names(view, shapes, taken),
            *_street_names(view, lines, taken),
            *_pin(pixel(view, pin) if pin else None),
            *_scale(view),
            "</svg>",
        ]
    )


def _world(zoom: float, at: LonLat) -> Pixel:
    size = _TILE * 2**zoom
    return (at[0] + 180) / 360 * size, down(at[1]) * size


def _corner(view: View) -> Pixel:
    x, y = _world(view.zoom, (view.lon, view.lat))
    return x - view.width / 2, y - view.height / 2


def _path(points: Sequence[Pixel]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _built_up(view: View, lines: Sequence[tuple[str, Sequence[Pixel]]]) -> Iterator[str]:
    """Paler land along streets, 60 m to each side."""
    d = "".join(_path(points) for _, points in lines)
    if d:
        yield (
            f'<path d="{d}" fill="none" stroke="{_TOWN}" stroke-width="{120 / metres_per_pixel(view):.0f}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )


def _borders(view: View, shapes: Surroundings) -> Iterator[str]:
    for line in shapes.borders:
        d = _path([pixel(view, at) for at in line])
        yield f'<path d="{d}" fill="none" stroke="{_BORDER}" stroke-width="7" stroke-opacity=".16"/>'
        yield f'<path d="{d}" fill="none" stroke="{_BORDER}" stroke-width="1.6" stroke-dasharray="9 4 2 4"/>'


def _streets(view: View, lines: Sequence[tuple[str, Sequence[Pixel]]]) -> Iterator[str]:
    """Casings first, so that crossings are open."""
    wide = max(2.0, 9 * 2 ** (view.zoom - 16))

    def stroke(points: Sequence[Pixel], colour: str, width: float) -> str:
        return (
            f'<path d="{_path(points)}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )

    roads = [(points, 1.5 if label.startswith(_AVENUES) else 1.0) for label, points in lines]
    yield from (stroke(points, _CASING, wide * times + 2.4) for points, times in roads)
    for points, times in sorted(roads, key=lambda road: road[1]):
        yield stroke(points, _AVENUE if times > 1 else _ROAD, wide * times)


def _houses(view: View, shapes: Surroundings) -> Iterator[str]:
    if view.zoom < 14.5:
        return
    side = max(3.0, 11 * 2 ** (view.zoom - 16))
    yield f'<g fill="{_HOUSE}" stroke="{_HOUSE_EDGE}" stroke-width=".8">'
    places = [(number, pixel(view, at)) for number, at in shapes.houses]
    for _, (x, y) in places:
        corner = f'x="{x - side / 2:.1f}" y="{y - side / 2:.1f}"'
        yield f'<rect {corner} width="{side:.1f}" height="{side:.1f}" rx="1.5"/>'
    yield "</g>"
    if view.zoom >= 16.5:
        yield f'<g fill="{_FAINT}" font-size="10" text-anchor="middle">'
        for number, (x, y) in places:
            yield f'<text x="{x:.1f}" y="{y + 3.5:.1f}">{escape(number)}</text>'
        yield "</g>"


_Box = tuple[float, float, float, float]  # left, top, right, bottom


def _free(box: _Box, taken: list[_Box]) -> bool:
    """True when nothing is written there yet; then it is taken."""
    for other in taken:
        if box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]:
            return False
    taken.append(box)
    return True


def _text(words: str, x: float, y: float, *, size: int, weight: int, turn: float = 0) -> str:
    turned = f' transform="rotate({turn:.1f} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" dy=".34em" text-anchor="middle" font-size="{size}" '
        f'font-weight="{weight}" fill="{_INK}" stroke="#fff" stroke-width="3" stroke-linejoin="round" '
        f'paint-order="stroke"{turned}>{escape(words)}</text>'
    )


def _area(view: View, rings: Sequence[Sequence[LonLat]]) -> Iterator[str]:
    """Its corners too while it has but a few: whoever draws sees where each is."""
    for ring in rings:
        points = [pixel(view, at) for at in ring]
        yield f'<path d="{_path(points)}Z" fill="{_PIN}" fill-opacity=".18" stroke="{_PIN}" stroke-width="2"/>'
        for x, y in points if len(points) <= _CORNERS else ():
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#fff" stroke="{_PIN}" stroke-width="2"/>'


def _place_names(view: View, shapes: Surroundings, taken: list[_Box]) -> Iterator[str]:
    """Settlements, then streets of which only the houses are known."""
    named = [(label, at, 15, 700) for label, at in shapes.settlements]
    named += [(label, at, 12, 400) for label, at in shapes.names]
    for label, at, size, weight in named:
        x, middle = pixel(view, at)
        half = len(label) * size * _LETTER / 2
        for y in (middle, middle + size + 8, middle - 3 * size):
            inside = half < x < view.width - half and size < y < view.height - size
            if inside and _free((x - half, y - size, x + half, y + size), taken):
                yield _text(label, x, y, size=size, weight=weight)
                break


def _street_names(
    view: View, lines: Sequence[tuple[str, Sequence[Pixel]]], taken: list[_Box]
) -> Iterator[str]:
    """Along each street, long ones first; names that would overlap or bend too much are left out."""
    if view.zoom < 14.5:
        return
    runs = [(label, run) for label, points in lines if (run := _longest_run(view, points))]
    size = 12
    for label, run in sorted(runs, key=lambda one: -_long(one[1])):
        text = len(label) * size * _LETTER
        for part in (0.5, 0.3, 0.7, 0.2, 0.8):
            middle = _long(run) * part
            (x1, y1), (x2, y2) = _along(run, middle - text / 2 - 4), _along(run, middle + text / 2 + 4)
            if math.dist((x1, y1), (x2, y2)) < text + 6:
                continue  # too short here, or bent
            angle = math.atan2(y2 - y1, x2 - x1)
            half_x = (text * abs(math.cos(angle)) + size * abs(math.sin(angle))) / 2
            half_y = (text * abs(math.sin(angle)) + size * abs(math.cos(angle))) / 2
            (x, y) = _along(run, middle)
            if _free((x - half_x, y - half_y, x + half_x, y + half_y), taken):
                turn = (math.degrees(angle) + 90) % 180 - 90  # never upside down
                yield _text(label, x, y, size=size, weight=400, turn=turn)
                break


def _long(run: Sequence[Pixel]) -> float:
    return sum(math.dist(one, other) for one, other in pairwise(run))


def _along(run: Sequence[Pixel], way: float) -> Pixel:
    """The point after `way` pixels of the run; its ends where there is no such point."""
    if way <= 0:
        return run[0]
    for one, other in pairwise(run):
        step = math.dist(one, other)
        if way < step:
            part = way / step
            return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part
        way -= step
    return run[-1]


def _longest_run(view: View, points: Sequence[Pixel]) -> list[Pixel]:
    """The longest unbroken part of the line within the picture less a margin; empty when none is seen."""
    runs: list[list[Pixel]] = []
    for start, end in _stretches(view, points):
        if runs and math.dist(runs[-1][-1], start) < 0.01:
            runs[-1].append(end)
        else:
            runs.append([start, end])
    return max(runs, key=_long, default=[])


def _stretches(view: View, points: Sequence[Pixel]) -> Iterator[tuple[Pixel, Pixel]]:
    """Straight pieces of the line, each cut to the picture less a margin."""
    for (x1, y1), (x2, y2) in pairwise(points):
        start, end = 0.0, 1.0
        for place, step, high in ((x1, x2 - x1, view.width - _EDGE), (y1, y2 - y1, view.height - _EDGE)):
            if abs(step) < 1e-9:
                end = end if _EDGE <= place <= high else -1.0
                continue
            enter, leave = sorted(((_EDGE - place) / step, (high - place) / step))
            start, end = max(start, enter), min(end, leave)
        if start < end:
            dx, dy = x2 - x1, y2 - y1
            yield (x1 + dx * start, y1 + dy * start), (x1 + dx * end, y1 + dy * end)


def _pin_box(at: Pixel) -> _Box:
    return at[0] - 14, at[1] - 38, at[0] + 14, at[1] + 6


def _pin(at: Pixel | None) -> Iterator[str]:
    """A drop whose tip is the place."""
    if at is None:
        return
    x, y = at
    yield f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="8" ry="3" fill="#000" fill-opacity=".25"/>'
    yield (
        f'<path d="M{x:.1f} {y:.1f}c-3.5-9-13-14-13-24a13 13 0 0 1 26 0c0 10-9.5 15-13 24z" '
        f'fill="{_PIN}" stroke="#fff" stroke-width="2"/>'
    )
    yield f'<circle cx="{x:.1f}" cy="{y - 24:.1f}" r="5" fill="#fff"/>'


def _scale(view: View) -> Iterator[str]:
    """The longest round distance that fits into 110 pixels."""
    each = metres_per_pixel(view)
    metres = max(
        m * 10**power for power in range(7) for m in (1, 2, 5) if m * 10**power <= max(110 * each, 1)
    )
    long, words = metres / each, f"{metres // 1000} км" if metres >= 1000 else f"{metres} м"
    y = view.height - 12
    yield f'<path d="M12 {y - 5}v5h{long:.1f}v-5" fill="none" stroke="#fff" stroke-width="4"/>'
    yield f'<path d="M12 {y - 5}v5h{long:.1f}v-5" fill="none" stroke="{_INK}" stroke-width="1.5"/>'
    yield _text(words, 12 + long / 2, y - 10, size=11, weight=400)
