"""Weekly reports as their page lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F, QuerySet

from otklik.oversight.models import Report

ROWS: Final = 500  # of a week: there are fewer authorities
WEEKS: Final = 60  # to choose from


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    authority: str  # "" for the region
    made_at: datetime | None  # None: being made
    received: int
    answered: int
    in_time: int
    overdue: int


def of_week(week: date, authorities: Sequence[int] | None) -> list[Row]:
    """The region first, then by name. authorities: ids of those that the reader may see; None: all and the region."""
    rows = _seen(authorities).filter(week=week).select_related("authority")
    ordered = rows.order_by(F("authority__name").asc(nulls_first=True), "id")[:ROWS]
    return [_row(row) for row in ordered]


def weeks(authorities: Sequence[int] | None) -> list[date]:
    """Mondays of the weeks with reports, the newest first."""
    found = _seen(authorities).order_by("-week").values_list("week", flat=True).distinct()
    return list(found[:WEEKS])


def one(report_id: int, authorities: Sequence[int] | None) -> Report | None:
    """None: no such report, another's, or not made yet."""
    return _seen(authorities).filter(pk=report_id, made_at__isnull=False).first()


def _row(report: Report) -> Row:
    counted = {
        name: int(report.figures.get(name, 0)) for name in ("received", "answered", "in_time", "overdue")
    }
    return Row(report.pk, report.authority.name if report.authority else "", report.made_at, **counted)


def _seen(authorities: Sequence[int] | None) -> QuerySet[Report]:
    return Report.objects.all() if authorities is None else Report.objects.filter(authority__in=authorities)
