"""Settlements of the demo region, their streets and houses. Everything is laid out in kilometres."""

import math
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shapely.geometry import Point, Polygon
from shapely.prepared import prep

from otklik.demo.cells import Km, degrees
from otklik.demo.names import STREETS_ADJECTIVE, STREETS_GENITIVE, TOWNS, URBAN_SETTLEMENTS, villages
from otklik.demo.rows import House, Settlement, Street

_NAMESPACE: Final = uuid.UUID("6f0e3a52-0f2b-4d5e-9a51-7d3c1c6a9900")
_BLOCK: Final = 0.15  # km between parallel streets
_CORNER: Final = 0.03  # km around a crossing without houses
_SETBACK: Final = 0.018  # km from the middle of the street to a house
_VILLAGES: Final = 18  # in an okrug
_APART: Final = 2.6  # km between villages, at least
_FROM_TOWN: Final = 4.2  # km from the middle of the town, at least


@dataclass(frozen=True, slots=True)
class Site:
    """A settlement before it has streets."""

    name: str
    kind: str
    territory_code: str
    at: Km
    population: int
    quarters: tuple[tuple[Km, int], ...]  # middle of each quarter (from `at`) and its number of streets
    step: float  # km between houses on one side

    @property
    def code(self) -> str:
        return str(uuid.uuid5(_NAMESPACE, f"{self.territory_code}/{self.kind}/{self.name}"))


@dataclass(frozen=True, slots=True)
class _Line:
    """A straight street inside its quarter."""

    along: bool  # parallel to the quarter's first axis
    offset: float  # km from the axis
    start: float
    end: float
    crossings: int  # streets that cross it, a block apart, evenly around its middle

    def near_corner(self, along: float) -> bool:
        nearest = min((self.crossings - 1) / 2, max((1 - self.crossings) / 2, self._to_half(along / _BLOCK)))
        return bool(self.crossings) and abs(along - nearest * _BLOCK) < _CORNER

    def _to_half(self, blocks: float) -> float:
        half = 0.0 if self.crossings % 2 else 0.5
        return round(blocks - half) + half


def make_sites(rng: random.Random, towns: dict[str, Polygon], okrugs: dict[str, Polygon]) -> list[Site]:
    """Choose where settlements lie: code of territory → its polygon in km, in the order of names.TOWNS."""
    names = villages(rng)
    urban = list(URBAN_SETTLEMENTS)
    sites: list[Site] = []
    for number, (code, cell) in enumerate((towns | okrugs).items()):
        centre = _town(rng, number, code, _inner_point(cell))
        places = _scattered(rng, cell, count=3 if code in towns else _VILLAGES, around=[centre.at])
        sites.append(centre)
        if code in okrugs and number % 3 != 2 and urban:
            sites.append(_urban_settlement(rng, urban.pop(), code, places.pop()))
        sites += [_village(rng, *names.pop(), code, at) for at in places]
    return sites


def _inner_point(cell: Polygon) -> Km:
    at = cell.centroid if cell.contains(cell.centroid) else cell.representative_point()
    return at.x, at.y


def _scattered(rng: random.Random, cell: Polygon, *, count: int, around: list[Km]) -> list[Km]:
    """Points inside the cell, away from its border, from each other and from the town."""
    inside = prep(cell.buffer(-1.1))
    left, low, right, high = cell.bounds
    found: list[Km] = []
    for _ in range(4000):
        at = (rng.uniform(left, right), rng.uniform(low, high))
        far = all(math.dist(at, town) > _FROM_TOWN for town in around)
        if far and all(math.dist(at, other) > _APART for other in found) and inside.contains(Point(at)):
            found.append(at)
        if len(found) == count:
            break
    return found


def _town(rng: random.Random, number: int, code: str, at: Km) -> Site:
    name = TOWNS[number][0]
    if number == 0:
        quarters = (
            ((0.0, 0.0), 44),
            ((3.6, 1.1), 20),
            ((-3.5, 1.5), 20),
            ((0.7, -3.7), 20),
            ((-1.3, 3.8), 16),
        )
        return Site(name, "г", code, at, 312_400, quarters, 0.054)
    if number < 4:
        side = rng.uniform(0, math.tau)
        second = (2.3 * math.cos(side), 2.3 * math.sin(side))
        return Site(
            name, "г", code, at, rng.randrange(410, 980) * 100, (((0.0, 0.0), 26), (second, 12)), 0.054
        )
    return Site(
        name, "г", code, at, rng.randrange(82, 390) * 100, (((0.0, 0.0), rng.randrange(18, 25)),), 0.055
    )


def _urban_settlement(rng: random.Random, name: str, code: str, at: Km) -> Site:
    return Site(
        name, "пгт", code, at, rng.randrange(28, 84) * 100, (((0.0, 0.0), rng.randrange(9, 13)),), 0.055
    )


def _village(rng: random.Random, kind: str, name: str, code: str, at: Km) -> Site:
    population = round(math.exp(rng.gauss(5.1 if kind == "д" else 6.3, 0.8))) + 6
    streets = max(1, min(7, round(population / 110)))
    return Site(name, kind, code, at, min(population, 2600), (((0.0, 0.0), streets),), 0.056)


def build(rng: random.Random, sites: list[Site]) -> tuple[list[Settlement], list[Street], list[House]]:
    """Lay out streets and houses of every settlement."""
    settlements: list[Settlement] = []
    streets: list[Street] = []
    houses: list[House] = []
    for site in sites:
        settlements.append(
            Settlement(
                site.code, site.name, site.kind, site.territory_code, degrees(site.at), site.population
            )
        )
        names = _street_names(rng, sum(count for _, count in site.quarters), big=site.kind == "г")
        for middle, count in site.quarters:
            quarter = _Quarter(
                (site.at[0] + middle[0], site.at[1] + middle[1]), rng.uniform(0, math.pi / 2), rng
            )
            for line in _lines(rng, count):
                kind, name = next(names)
                street = Street(len(streets), site.code, kind, name, tuple(quarter.points(line)))
                streets.append(street)
                houses += [House(street.number, label, at) for label, at in quarter.houses(line, site.step)]
    return settlements, streets, houses


class _Quarter:
    """A turned and slightly curved sheet of streets."""

    def __init__(self, middle: Km, turn: float, rng: random.Random) -> None:
        self._middle = middle
        self._cos, self._sin = math.cos(turn), math.sin(turn)
        self._phase = rng.uniform(0, math.tau), rng.uniform(0, math.tau)
        self._rng = rng

    def _place(self, u: float, v: float) -> tuple[float, float]:
        bent_u = u + 0.05 * math.sin(v * 3.4 + self._phase[0])
        bent_v = v + 0.05 * math.sin(u * 3.4 + self._phase[1])
        east = bent_u * self._cos - bent_v * self._sin
        north = bent_u * self._sin + bent_v * self._cos
        return degrees((self._middle[0] + east, self._middle[1] + north))

    def _on(self, line: _Line, along: float, aside: float) -> tuple[float, float]:
        across = line.offset + aside
        return self._place(along, across) if line.along else self._place(across, along)

    def points(self, line: _Line) -> Iterator[tuple[float, float]]:
        pieces = max(2, round((line.end - line.start) / 0.1))
        for i in range(pieces + 1):
            yield self._on(line, line.start + (line.end - line.start) * i / pieces, 0)

    def houses(self, line: _Line, step: float) -> Iterator[tuple[str, tuple[float, float]]]:
        """Odd numbers on one side, even on the other; corners stay free for the crossing street."""
        for side, first in ((_SETBACK, 1), (-_SETBACK, 2)):
            number, along = first, line.start + step / 2
            while along < line.end:
                if not line.near_corner(along) and self._rng.random() < 0.9:
                    shift = side * self._rng.uniform(0.9, 1.25)
                    yield _label(self._rng, number), self._on(line, along, shift)
                    number += 2
                along += step * self._rng.uniform(0.85, 1.2)


def _label(rng: random.Random, number: int) -> str:
    chance = rng.random()
    if chance < 0.05:
        return f"{number}а"
    return f"{number} к. 2" if chance < 0.07 else str(number)


def _lines(rng: random.Random, count: int) -> list[_Line]:
    """Streets of a quarter: two thirds one way, a third the other, shorter towards its edge."""
    along = math.ceil(count * 0.62)
    found = [_line(rng, True, i, along, count - along) for i in range(along)]
    return found + [_line(rng, False, i, count - along, along) for i in range(count - along)]


def _line(rng: random.Random, along: bool, number: int, parallel: int, crossing: int) -> _Line:
    offset = (number - (parallel - 1) / 2) * _BLOCK
    reach = max(crossing, parallel * 0.8, 3.6) * _BLOCK * 0.62
    share = 1 - (abs(offset) / (parallel * _BLOCK / 2 + 0.1)) ** 2 * 0.55
    ends = reach * share * rng.uniform(0.8, 1.1), reach * share * rng.uniform(0.8, 1.1)
    return _Line(along, offset, -ends[0], ends[1], crossing)


def _street_names(rng: random.Random, count: int, *, big: bool) -> Iterator[tuple[str, str]]:
    """(kind, name), each once in a settlement. Small places have the plainest names first."""
    if not big:
        plain = [("ул", feminine) for _, feminine in STREETS_ADJECTIVE[:40]]
        plain += [("ул", name) for name in STREETS_GENITIVE[:12]]
        chosen = rng.sample(plain[:14], min(count, 14)) + rng.sample(plain[14:], max(0, count - 14))
        return iter(chosen)
    first = (
        [("пр-кт", "Мира"), ("пр-кт", "Победы"), ("б-р", "Строителей"), ("наб", "Речная")]
        if count > 30
        else []
    )
    streets = [("ул", feminine) for _, feminine in STREETS_ADJECTIVE if ("наб", feminine) not in first]
    streets += [
        ("ул", name)
        for name in STREETS_GENITIVE
        if (("пр-кт", name) not in first and ("б-р", name) not in first)
    ]
    lanes = [("пер", masculine) for masculine, _ in STREETS_ADJECTIVE] + [
        ("проезд", masculine) for masculine, _ in STREETS_ADJECTIVE[30:]
    ]
    wanted = count - len(first)
    of_lanes = round(wanted * 0.2)
    rest = rng.sample(streets, min(len(streets), wanted - of_lanes)) + rng.sample(lanes, of_lanes + 20)
    return iter(first + rest[:wanted])
