"""When people may be told what can wait: nobody is woken by a poll. Pure."""

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

HOURS: Final = range(9, 21)  # where the portal is


def is_on(now: datetime) -> bool:
    return timezone.localtime(now).hour in HOURS


def begins(now: datetime) -> datetime:
    """The first moment from `now` on at which it is on."""
    if is_on(now):
        return now
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=1 if local.hour >= HOURS.stop else 0)
    return timezone.make_aware(datetime.combine(day, time(HOURS.start)))
