"""Counting days. Pure: dates and a calendar in, dates and numbers out.

calendar: says of a day whether it is a working one. A calendar without any working day would be counted for ever:
`working_days_after` gives up after ten years.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, TypeAlias

IsWorking: TypeAlias = Callable[[date], bool]

DAY: Final = timedelta(days=1)
_FARTHEST: Final = 3660


def working_days_after(start: date, days: int, *, is_working: IsWorking) -> date:
    """Date that lies `days` working days after `start`; `start` itself is not counted.

    days >= 0; with 0 returns `start` unchanged.
    """
    return _walk(start, days, DAY, is_working)


def working_days_before(end: date, days: int, *, is_working: IsWorking) -> date:
    """The same backwards: of a working day, what `working_days_after` leads back from."""
    return _walk(end, days, -DAY, is_working)


def working_days_between(start: date, end: date, *, is_working: IsWorking) -> int:
    """Working days after `start` up to and with `end`; below zero when `end` is the earlier one.

    The inverse of `working_days_after`: between(start, after(start, n)) == n.
    """
    if end < start:
        return -working_days_between(end, start, is_working=is_working)
    return sum(is_working(start + n * DAY) for n in range(1, (end - start).days + 1))


def calendar_days_after(start: date, days: int, *, is_working: IsWorking) -> date:
    """Last day of a term in calendar days; one that ends on a day off ends on the working day before it.

    Source: domain-rules B1, the order of the Prosecutor's Office for 59-ФЗ: an answer after the weekend is late.
    Never before `start`.
    """
    if days < 0:
        raise ValueError("days must be >= 0")
    end = start + days * DAY
    while end > start and not is_working(end):
        end -= DAY
    return end


def _walk(day: date, days: int, step: timedelta, is_working: IsWorking) -> date:
    if days < 0:
        raise ValueError("days must be >= 0")
    for _n in range(_FARTHEST):
        if not days:
            return day
        day += step
        days -= is_working(day)
    raise ValueError("a calendar without working days")
