"""Sums of what happened: their course, and one period beside another."""

from dataclasses import dataclass, fields
from datetime import date
from operator import add, attrgetter
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.stats.periods import Period
from otklik.stats.queries.sql import Scope, has_days, of_scope


@dataclass(frozen=True, slots=True)
class Sums:
    """What happened; an appeal counts on the day of each event of its own. Shares are 0..1, None of nothing."""

    received: int = 0
    decided: int = 0
    decided_in_time: int = 0
    published: int = 0
    refused: int = 0
    answered: int = 0
    in_time: int = 0
    days: int = 0
    returned: int = 0
    rated: int = 0
    stars: int = 0
    solved: int = 0
    unsolved: int = 0
    formal: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*map(add, _values(self), _values(other)))

    @property
    def share_in_time(self) -> float | None:
        return _share(self.in_time, self.answered)

    @property
    def share_decided_in_time(self) -> float | None:
        return _share(self.decided_in_time, self.decided)

    @property
    def share_solved(self) -> float | None:
        return _share(self.solved, self.solved + self.unsolved)

    @property
    def share_returned(self) -> float | None:
        return _share(self.returned, self.answered)

    @property
    def mean_days(self) -> float | None:
        return _share(self.days, self.answered)

    @property
    def mean_stars(self) -> float | None:
        return _share(self.stars, self.rated)


def _share(some: int, of: int) -> float | None:
    return some / of if of else None


MEASURES: Final = tuple(field.name for field in fields(Sums))
_values: Final = attrgetter(*MEASURES)
SUMMED: Final = ", ".join(f"sum({name})::bigint" for name in MEASURES)


@dataclass(frozen=True, slots=True)
class Course:
    points: list[tuple[date, Sums]]  # first day of each step that has begun; none is left out
    kinds: dict[str, Sums]  # of the whole period
    total: Sums
    other: Sums | None  # of the period compared with


def course(scope: Scope, period: Period, other: Period | None, *, today: date) -> Course:
    """By days within one month (where days are kept), by months, by quarters. One statement."""
    by_days = period.step == "day" and has_days(scope)
    mine, months = of_scope(scope, by="day" if by_days else "month"), of_scope(scope)
    step = (
        "day" if by_days else f"date_trunc('{period.step if period.step != 'day' else 'month'}', month)::date"
    )
    column = "day" if by_days else "month"
    statement = (
        f"SELECT {step}, kind, {SUMMED} FROM {mine.table} WHERE {mine.where}"
        f" AND {column} >= %(first)s AND {column} < %(until)s GROUP BY 1, 2"
    )
    if other:
        statement += (
            f" UNION ALL SELECT NULL, kind, {SUMMED} FROM {months.table} WHERE {months.where}"
            " AND month >= %(other_first)s AND month < %(other_until)s GROUP BY 2"
        )
    return _course(
        rows(statement, mine.values | _months(period, other)), period, other, today, by_days=by_days
    )


def _months(period: Period, other: Period | None) -> dict[str, Any]:
    values = {"first": period.first, "until": period.until}
    return values | ({"other_first": other.first, "other_until": other.until} if other else {})


def _course(
    found: list[tuple[Any, ...]], period: Period, other: Period | None, today: date, *, by_days: bool
) -> Course:
    steps: dict[date, Sums] = {}
    kinds: dict[str, Sums] = {}
    compared = Sums()
    for step, kind, *sums in found:
        if step is None:
            compared += Sums(*sums)
        else:
            steps[step] = steps.get(step, Sums()) + Sums(*sums)
            kinds[kind] = kinds.get(kind, Sums()) + Sums(*sums)
    starts = period.starts(today) if by_days or period.step != "day" else [period.first]
    # What a wrong clock dated ahead is shown too.
    points = [(start, steps.get(start, Sums())) for start in sorted({*starts, *steps})]
    return Course(points, kinds, sum(steps.values(), Sums()), compared if other else None)
