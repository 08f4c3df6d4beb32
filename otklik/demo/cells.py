"""Borders of the demo region: Voronoi cells in a plane of kilometres, bent so that they look like borders."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import shapely
from shapely.geometry import LinearRing, LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union, voronoi_diagram

Km = tuple[float, float]  # east and north of the middle of the region
Bend = Callable[[Km], Km]

# Where the middle lies. The region is invented; the place only gives it a latitude for its days and winters.
MIDDLE: Final = (39.62, 54.55)  # degrees, WGS 84
_KM_IN_DEGREE: Final = 111.32
_SIZE: Final = (104.0, 82.0)  # half axes, km
# (how far the bend shifts a point, length of its wave), km; the sum of 2π·shift/wave must stay below 1,
# else the plane would fold and borders cross
_WAVES: Final = ((2.2, 55.0), (0.8, 17.0), (0.15, 5.0))
_STEP: Final = 0.7  # km between the points of a border


def degrees(at: Km) -> tuple[float, float]:
    """Longitude and latitude, rounded to 6 digits (about 10 cm)."""
    east = at[0] / (_KM_IN_DEGREE * math.cos(math.radians(MIDDLE[1])))
    return round(MIDDLE[0] + east, 6), round(MIDDLE[1] + at[1] / _KM_IN_DEGREE, 6)


@dataclass(frozen=True, slots=True)
class Cells:
    """Territories in kilometres: towns of their own first, then the okrugs around them."""

    towns: tuple[Polygon, ...]
    okrugs: tuple[Polygon, ...]


def make_cells(rng: random.Random, *, town_radii: tuple[float, ...], okrugs: int) -> Cells:
    """Divide the region: together the cells cover it without gaps and share their borders point for point.

    town_radii: km, the first town lies in the middle.
    """
    bend = _bend(rng)
    outline = _outline(rng)
    seeds = _seeds(rng, outline, okrugs)
    rings = [
        _blob(rng, middle, radius)
        for middle, radius in zip(_town_places(seeds, outline), town_radii, strict=False)
    ]
    lines = [cell.exterior for cell in _voronoi(seeds, outline)] + [ring.exterior for ring in rings]
    parts: list[list[Polygon]] = [[] for _ in range(len(rings) + okrugs)]
    for face in polygonize(unary_union(lines)):
        parts[_owner(face.representative_point(), rings, seeds)].append(face)
    bent = [_bent(_one_piece(unary_union(faces)), bend) for faces in _without_crumbs(parts)]
    return Cells(tuple(bent[: len(rings)]), tuple(bent[len(rings) :]))


def _one_piece(shape: BaseGeometry) -> Polygon:
    """Raises ValueError: the shape fell apart, so this seed makes no sound region."""
    if not isinstance(shape, Polygon):
        raise ValueError(f"a territory in several pieces: {shape.geom_type}")
    return shape


def _owner(inside: Point, rings: list[Polygon], seeds: list[Km]) -> int:
    for number, ring in enumerate(rings):
        if ring.contains(inside):
            return number
    return len(rings) + min(range(len(seeds)), key=lambda i: math.dist(seeds[i], (inside.x, inside.y)))


def _without_crumbs(parts: list[list[Polygon]]) -> list[list[Polygon]]:
    """Give pieces that a town cut off from their cell to the neighbour with the longest common border."""
    whole = [unary_union(faces) for faces in parts]
    kept = [[max(getattr(shape, "geoms", [shape]), key=lambda piece: piece.area)] for shape in whole]
    for number, shape in enumerate(whole):
        for piece in getattr(shape, "geoms", [shape]):
            if piece is kept[number][0] or piece.equals(kept[number][0]):
                continue
            others = [i for i in range(len(kept)) if i != number]
            kept[max(others, key=lambda i: kept[i][0].intersection(piece).length)].append(piece)
    return kept


def _bend(rng: random.Random) -> Bend:
    waves = [
        (
            shift,
            2 * math.pi / length,
            rng.uniform(0, math.tau),
            rng.uniform(0, math.tau),
            rng.uniform(0, math.tau),
        )
        for shift, length in _WAVES
    ]

    def bend(at: Km) -> Km:
        x, y = at
        dx = sum(
            shift * math.sin(k * (y * math.cos(turn) + x * math.sin(turn)) + p)
            for shift, k, p, _, turn in waves
        )
        dy = sum(
            shift * math.sin(k * (x * math.cos(turn) - y * math.sin(turn)) + q)
            for shift, k, _, q, turn in waves
        )
        return x + dx * 0.7, y + dy * 0.7

    return bend


def _bent(shape: Polygon, bend: Bend) -> Polygon:
    """Bend every ring; equal stretches of border get equal points whichever way they are walked."""

    def ring(points: LinearRing) -> list[Km]:
        found: list[Km] = []
        corners = list(points.coords)
        for start, end in pairwise(corners):
            stretch = _divided(start, end) if start <= end else _divided(end, start)[::-1]
            found += [bend(at) for at in stretch[:-1]]
        return found

    return Polygon(ring(shape.exterior), [ring(hole) for hole in shape.interiors])


def _divided(start: tuple[float, ...], end: tuple[float, ...]) -> list[Km]:
    line = shapely.segmentize(LineString([start, end]), _STEP)
    return [(x, y) for x, y in line.coords]


def _round_shape(rng: random.Random, *, wobble: float, points: int) -> list[tuple[float, float]]:
    """(angle, radius around 1) of a smooth closed curve."""
    waves = [(n, wobble / n, rng.uniform(0, math.tau)) for n in (2, 3, 5)]
    angles = [math.tau * i / points for i in range(points)]
    return [(a, 1 + sum(high * math.sin(n * a + phase) for n, high, phase in waves)) for a in angles]


def _outline(rng: random.Random) -> Polygon:
    shape = _round_shape(rng, wobble=0.22, points=240)
    return Polygon([(_SIZE[0] * r * math.cos(a), _SIZE[1] * r * math.sin(a)) for a, r in shape])


def _blob(rng: random.Random, middle: Km, radius: float) -> Polygon:
    shape = _round_shape(rng, wobble=0.3, points=48)
    return Polygon(
        [(middle[0] + radius * r * math.cos(a), middle[1] + radius * r * math.sin(a)) for a, r in shape]
    )


def _seeds(rng: random.Random, outline: Polygon, count: int) -> list[Km]:
    """Middles of the okrugs, evenly spread (Lloyd's relaxation), the most central first."""
    left, low, right, high = outline.bounds
    seeds: list[Km] = []
    while len(seeds) < count:
        at = (rng.uniform(left, right), rng.uniform(low, high))
        if outline.contains(Point(at)):
            seeds.append(at)
    for _ in range(6):
        seeds = [(cell.centroid.x, cell.centroid.y) for cell in _voronoi(seeds, outline)]
    return sorted(seeds, key=lambda at: math.hypot(*at))


def _voronoi(seeds: list[Km], outline: Polygon) -> list[Polygon]:
    cells = voronoi_diagram(MultiPoint(seeds), envelope=outline.buffer(50)).geoms
    return [_one_piece(cell.intersection(outline)) for cell in cells]


def _town_places(seeds: list[Km], outline: Polygon) -> list[Km]:
    """The capital near the middle, the other towns on borders between two okrugs, far from each other."""
    places: list[Km] = [(0.0, 0.0)]
    midpoints = [
        ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        for i, a in enumerate(seeds)
        for b in seeds[i + 1 :]
        if math.dist(a, b) < 55
    ]
    roomy = [at for at in midpoints if outline.exterior.distance(Point(at)) > 14]
    while len(places) < 4:
        places.append(max(roomy, key=lambda at: min(math.dist(at, other) for other in places)))
    return places
