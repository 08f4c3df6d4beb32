"""The board: how well authorities answer, side by side. /board/method says the same in words and formulas.

Figures are compared within a kind of authority only. A place is given by one figure at a time, which the reader
chooses, and to nobody of whom too little is known; there is no figure that mixes others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from typing import Final

from django.conf import settings

from otklik.stats import intervals
from otklik.stats.intervals import Estimate
from otklik.stats.periods import Period
from otklik.stats.queries import board as counted
from otklik.stats.queries.board import Body, Counted
from otklik.stats.queries.owed import overdue
from otklik.stats.queries.sql import Scope
from otklik.stats.queries.terms import Spread

LEVELS: Final = ("regional", "municipal", "federal", "organisation")
ALONE: Final = 0.5  # of the answers; above, nothing is left to compare with


@dataclass(frozen=True, slots=True)
class Line:
    """One authority. ratio_*: what was, divided by what the mix of topics would make of it in the whole region; None
    where most of its answers are on topics on which nobody else answers.
    """

    body: Body
    received: int
    answered: int
    in_time: Estimate | None
    ratio_in_time: Estimate | None
    median: Estimate | None  # days
    longest: Estimate | None  # days in which nine of ten answers came
    ratio_days: Estimate | None
    rating: Estimate | None  # drawn to the mean of its kind
    solved: Estimate | None
    ratio_solved: Estimate | None
    returned: Estimate | None
    formal: Estimate | None  # share of the answers that their authors returned as formal ones
    overdue: int
    set_aside: int
    alone: float  # share of the answers on topics on which nobody else answered
    trend: Sequence[float | None]  # share in time, month by month
    place: int | None = None  # within its kind, by the column that was asked for


# Column → whether more is better. What is not here is a volume: no place is given by it.
BETTER: Final[Mapping[str, bool]] = {
    "in_time": True,
    "ratio_in_time": True,
    "median": False,
    "longest": False,
    "ratio_days": False,
    "rating": True,
    "solved": True,
    "ratio_solved": True,
    "returned": False,
    "formal": False,
}
VOLUMES: Final = ("received", "answered", "overdue")
ORDERS: Final = (*BETTER, *VOLUMES)


@dataclass(frozen=True, slots=True)
class Board:
    kinds: list[tuple[str, list[Line]]]  # level, in the order asked for; those without a place come last
    set_aside: int
    waiting: int  # changes that are not counted yet


def board(period: Period, *, today: date, order: str, level: str = "") -> Board:
    """order: one of ORDERS. level: of authorities, "" each kind. Six statements at most, however many appeals."""
    sums, (days, stars) = counted.sums(period), counted.spreads(period)
    known, trends = counted.bodies(), counted.trend(period)
    late = overdue(Scope(), today=today)
    kinds = []
    for kind in LEVELS if not level else (level,):
        mine = {key: sums[key] for key in sums if key in known and known[key].level == kind}
        peers = _together(stars.get(key, {}) for key in mine)
        lines = [
            _line(known[key], one, days.get(key, {}), (stars.get(key, {}), peers), trends.get(key, ()))
            for key, one in mine.items()
        ]
        by_code = {known[key].code: late.by_authority.get(key, 0) for key in mine}
        lines = [replace(line, overdue=by_code[line.body.code]) for line in lines]
        if lines:
            kinds.append((kind, _placed(lines, order)))
    return Board(kinds, sum(line.set_aside for _kind, lines in kinds for line in lines), late.waiting)


def comparable(line: Line, column: str) -> bool:
    """Whether enough is known for a place."""
    value = getattr(line, column)
    return isinstance(value, Estimate) and value.n >= settings.BOARD_LEAST


def _line(
    body: Body,
    one: Counted,
    days: Spread,
    marks: tuple[Spread, Spread],  # its own and those of its kind
    trend: Sequence[float | None],
) -> Line:
    in_time, told = intervals.share(one.in_time, one.answered), one.solved + one.unsolved
    alone = one.alone / one.answered if one.answered else 0.0
    known = alone <= ALONE  # else it would be compared with itself
    solved, stars = intervals.share(one.solved, told), marks[0]
    return Line(
        body=body,
        received=one.received,
        answered=one.answered,
        in_time=in_time,
        ratio_in_time=_ratio(in_time, one.expected_in_time) if known else None,
        median=intervals.quantile(days, 0.5),
        longest=intervals.quantile(days, 0.9),
        ratio_days=_ratio(_mean(days), one.expected_days) if known else None,
        rating=intervals.rating(stars, marks[1], weight=settings.BOARD_PEER_MARKS) if stars else None,
        solved=solved,
        ratio_solved=_ratio(solved, one.expected_solved) if known else None,
        returned=intervals.share(one.returned, one.answered),
        formal=intervals.share(one.formal, one.answered),
        overdue=0,
        set_aside=one.set_aside,
        alone=alone,
        trend=trend,
    )


def _ratio(found: Estimate | None, expected: float) -> Estimate | None:
    """expected: how many of its `n` there would be; taken for exact, since it is of the whole region."""
    if found is None or expected <= 0:
        return None
    return found.times(found.n / expected)


def _mean(spread: Spread) -> Estimate | None:
    n = sum(spread.values())
    if n < 2:
        return None
    mean = sum(value * count for value, count in spread.items()) / n
    squares = sum(count * (value - mean) ** 2 for value, count in spread.items())
    half = intervals.Z * sqrt(squares / (n - 1) / n)
    return Estimate(mean, max(mean - half, 0.0), mean + half, n)


def _together(spreads: Iterable[Spread]) -> dict[int, int]:
    found: dict[int, int] = {}
    for spread in spreads:
        for value, n in spread.items():
            found[value] = found.get(value, 0) + n
    return found


def _placed(lines: list[Line], order: str) -> list[Line]:
    if order in VOLUMES:
        return sorted(lines, key=lambda line: (-getattr(line, order), line.body.title))
    sign = -1 if BETTER[order] else 1
    fit = [line for line in lines if comparable(line, order)]
    fit.sort(key=lambda line: (sign * getattr(line, order).value, line.body.title))
    placed: list[Line] = []
    for n, line in enumerate(fit, start=1):
        same = placed and getattr(placed[-1], order).value == getattr(line, order).value
        placed.append(replace(line, place=placed[-1].place if same else n))
    rest = [line for line in lines if not comparable(line, order)]
    return placed + sorted(rest, key=lambda line: (-line.answered, line.body.title))
