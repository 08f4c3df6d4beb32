"""When things are due. Pure functions: numbers and dates in, dates out."""

from collections.abc import Callable
from datetime import date, datetime, timedelta


def moderation_due(received_at: datetime, *, hours: int) -> datetime:
    """Moment by which a moderator must decide.

    received_at: timezone-aware. hours: calendar hours, nights and weekends count.
    Source: product brief, "moderation within 48 h"; value in settings.MODERATION_HOURS.
    """
    if received_at.tzinfo is None:
        raise ValueError("received_at must be timezone-aware")
    return received_at + timedelta(hours=hours)


def resumed(due: datetime, *, asked_at: datetime, replied_at: datetime) -> datetime:
    """The due moment after the clock stood still from the question to the reply."""
    return due + max(replied_at - asked_at, timedelta(0))


def working_days_after(start: date, days: int, *, is_working: Callable[[date], bool]) -> date:
    """Date that lies `days` working days after `start`; `start` itself is not counted.

    days >= 0; with 0 returns `start` unchanged.
    """
    if days < 0:
        raise ValueError("days must be >= 0")
    day = start
    while days:
        day += timedelta(days=1)
        if is_working(day):
            days -= 1
    return day


def working_days_between(start: date, end: date, *, is_working: Callable[[date], bool]) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before. A year at most is counted."""
    first, last = min(start, end), max(start, end)
    days = (first + timedelta(days=n) for n in range(1, min((last - first).days, 366) + 1))
    counted = sum(is_working(day) for day in days)
    return counted if end >= start else -counted
