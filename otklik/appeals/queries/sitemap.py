"""Every public appeal, for the maps of the site that search engines read."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from otklik.appeals import public
from otklik.appeals.models import Appeal

MOST: Final = 50_000  # addresses in one map, by the protocol of sitemaps


def published(first: date, *, days: int) -> list[tuple[str, date]]:
    """Number and day of the last move of what was published in these days, oldest first. One statement."""
    since, until = _midnight(first), _midnight(first + timedelta(days=days))
    shown = Appeal.objects.filter(public.SHOWN, published_at__gte=since, published_at__lt=until)
    rows = shown.order_by("published_at", "id").values_list("number", "state_since")[:MOST]
    return [(number, timezone.localdate(moved)) for number, moved in rows]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
