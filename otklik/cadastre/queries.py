"""What the pages of the section ask. Sums are read, nothing is counted."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.public import SHOWN
from otklik.cadastre.models import Complaint, Figure, Outcome, QuarterSum
from otklik.kit import paging

TOP: Final = 30  # quarters of a page
MARKS: Final = 300  # quarters on the map
SOLVED: Final = 5
PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Sum:
    """Complaints of a quarter or of a municipality."""

    area: str  # OKTMO; "" unknown, or the whole region
    quarter: str
    n: int
    answered: int
    solved: int
    lon: float | None  # the middle of their points
    lat: float | None


def whole() -> Sum:
    """Of the region."""
    row = QuarterSum.objects.filter(quarter="", area="").first()
    return _sum(row) if row else Sum("", "", 0, 0, 0, None, None)


def by_area() -> list[Sum]:
    """Of each municipality with complaints, most first."""
    rows = QuarterSum.objects.filter(quarter="", n__gt=0).exclude(area="")
    return [_sum(row) for row in rows.order_by("-n", "area")]


def top_quarters(*, area: str = "", limit: int = TOP) -> list[Sum]:
    """Quarters with most complaints."""
    rows = QuarterSum.objects.exclude(quarter="").filter(n__gt=0)
    return [_sum(row) for row in (rows.filter(area=area) if area else rows).order_by("-n", "-id")[:limit]]


def of_quarter(quarter: str) -> list[Sum]:
    """Of each municipality that appeals of the quarter lie in, most first: usually one."""
    rows = QuarterSum.objects.filter(quarter=quarter, n__gt=0).order_by("-n", "-id")[:5]
    return [_sum(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Solved:
    """A public appeal whose author said that it was solved."""

    number: str
    topic: str
    area: str
    quarter: str
    answered_on: date | None


def solved(limit: int = SOLVED) -> list[Solved]:
    """Newest first. Two statements."""
    rows = Complaint.objects.filter(solved=True).order_by("-appeal_id")
    found = dict(rows.values_list("appeal_id", "quarter")[:limit])
    appeals = Appeal.objects.filter(SHOWN, pk__in=found, state__in=[State.ANSWERED, State.CLOSED])
    return [
        Solved(
            one.number,
            one.topic.title,
            one.area,
            found[one.pk],
            timezone.localdate(one.answered_at) if one.answered_at else None,
        )
        for one in appeals.select_related("topic")
        .only("number", "topic__title", "area", "answered_at", "state")
        .order_by("-pk")
    ]


def outcomes(*, cursor: str = "", hidden: bool = False) -> paging.Cut[Outcome]:
    """Newest first. hidden: with those that are not shown. Raises paging.BadCursor."""
    rows = Outcome.objects.all() if hidden else Outcome.objects.filter(shown=True)
    return paging.cut(rows, column="at", cursor=cursor, size=PAGE)


def outcome(outcome_id: int) -> Outcome:
    """Raises Outcome.DoesNotExist."""
    return Outcome.objects.get(pk=outcome_id)


def history(*, kind: str, before: int | None = None) -> list[Figure]:
    """Figures as they were written down, the last first; one more than PAGE: there is another page."""
    rows = Figure.objects.filter(kind=kind).select_related("by").order_by("-id")
    return list((rows.filter(pk__lt=before) if before is not None else rows)[: PAGE + 1])


def _sum(row: QuarterSum) -> Sum:
    has = row.points > 0
    return Sum(
        row.area, row.quarter, row.n, row.answered, row.solved,
        row.sum_lon / row.points if has else None, row.sum_lat / row.points if has else None,
    )  # fmt: skip
