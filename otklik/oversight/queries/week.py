"""What a weekly report says: of the region and of each authority, the week and the one before, out of kept sums."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from otklik.kit.replica import rows
from otklik.stats.queries.figures import SUMMED, Sums

REGION: Final = 0  # stands for all authorities together
DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Figures:
    """sums, median: of the week; *_before: of the week before. median: days to the answer, None of no answers."""

    sums: Sums = field(default_factory=Sums)
    before: Sums = field(default_factory=Sums)
    median: int | None = None
    median_before: int | None = None
    overdue: int = 0  # at the moment of asking

    @property
    def anything(self) -> bool:
        return bool(self.overdue or any(self.kept().values()) or self.before.received or self.before.answered)

    def kept(self) -> dict[str, int]:
        """For the list of reports."""
        return {
            "received": self.sums.received,
            "answered": self.sums.answered,
            "in_time": self.sums.in_time,
            "overdue": self.overdue,
        }


def monday(on: date) -> date:
    """Of the week that the day lies in."""
    return on - timedelta(days=on.weekday())


def figures(week: date, *, today: date) -> dict[int, Figures]:
    """By id of the authority; REGION: all of them. Only those with anything. Three statements.

    week: its Monday. Medians are of the answers that stand now.
    """
    sums: dict[tuple[int, bool], Sums] = {}
    values = _values(week, today)
    for dim, key, now, *counted in rows(_SUMS, values):
        sums[REGION if dim == "all" else int(key), now] = Sums(*counted)
    medians = {(key, now): days for key, now, days in rows(_MEDIANS, values)}
    overdue = dict(rows(_OVERDUE, values))
    overdue[REGION] = sum(overdue.values())
    keys = {key for key, _now in sums} | overdue.keys()
    made = {
        key: Figures(
            sums.get((key, True), Sums()),
            sums.get((key, False), Sums()),
            medians.get((key, True)),
            medians.get((key, False)),
            int(overdue.get(key, 0)),
        )
        for key in keys
    }
    return {key: one for key, one in made.items() if key == REGION or one.anything}


def _values(week: date, today: date) -> Mapping[str, Any]:
    return {
        "before": week - timedelta(days=DAYS),
        "week": week,
        "until": week + timedelta(days=DAYS),
        "from": _midnight(week - timedelta(days=DAYS)),
        "to": _midnight(week + timedelta(days=DAYS)),
        "zone": settings.TIME_ZONE,
        "today": today,
    }


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime(on.year, on.month, on.day), timezone.get_default_timezone())  # noqa: DTZ001


_SUMS: Final = f"""
SELECT dim, value, day >= %(week)s, {SUMMED} FROM stats_daytotal
WHERE dim IN ('all', 'authority') AND value <> '0' AND day >= %(before)s AND day < %(until)s
GROUP BY 1, 2, 3
"""
_MEDIANS: Final = """
SELECT coalesce(authority_id, 0), now, percentile_disc(0.5) WITHIN GROUP (ORDER BY days) FROM (
  SELECT authority_id, answered_at >= (%(week)s::date)::timestamp AT TIME ZONE %(zone)s AS now,
    greatest((answered_at AT TIME ZONE %(zone)s)::date
      - (coalesce(published_at, received_at) AT TIME ZONE %(zone)s)::date, 0) AS days
  FROM appeals_appeal
  WHERE kind IN ('problem', 'proposal') AND state IN ('answered', 'closed')
    AND answered_at >= %(from)s AND answered_at < %(to)s
) answers GROUP BY GROUPING SETS ((authority_id, now), (now))
"""
_OVERDUE: Final = """
SELECT authority_id, sum(n)::bigint FROM stats_duecount
WHERE n > 0 AND authority_id <> 0 AND due < %(today)s GROUP BY 1
"""
