"""What moves a due moment. Pure; how long for what is said by `terms.rules`."""

from datetime import datetime, timedelta


def resumed(due: datetime, *, asked_at: datetime, replied_at: datetime) -> datetime:
    """The due moment after the clock stood still from the question to the reply."""
    return due + max(replied_at - asked_at, timedelta(0))


def minutes_left(until: datetime, *, now: datetime) -> int:
    """Whole minutes, the last one counted until its end."""
    return -int((now - until).total_seconds() // 60)
