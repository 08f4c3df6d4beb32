"""GET /api/v1/board: how well authorities answer, with the ends of each interval."""

from datetime import date, timedelta
from typing import Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from otklik.kit import clock
from otklik.stats.board import Line
from otklik.stats.intervals import Estimate
from otklik.web.api.endpoint import reads
from otklik.web.assessment import board as pages

Order = Literal[
    "in_time", "ratio_in_time", "median", "longest", "ratio_days", "rating", "solved", "ratio_solved", "returned",
    "formal", "received", "answered", "overdue",
]  # fmt: skip
Level = Literal["regional", "municipal", "federal", "organisation"]


class BoardAsked(Struct):
    """since, until: of an own period, whole months of which are taken."""

    period: Literal["12", "month", "quarter", "year", "own"] = "12"
    since: date | None = None
    until: date | None = None
    level: Level | None = None
    order: Order = "in_time"


class Figure(Struct):
    """low, high: the true value lies between them with 95 %. n: of how many it is."""

    value: float
    low: float
    high: float
    n: int


class Standing(Struct):
    level: Level
    place: int | None
    code: str
    title: str
    received: int
    answered: int
    in_time: Figure | None
    ratio_in_time: Figure | None
    median: Figure | None
    longest: Figure | None
    ratio_days: Figure | None
    rating: Figure | None
    solved: Figure | None
    ratio_solved: Figure | None
    returned: Figure | None
    formal: Figure | None
    overdue: int
    set_aside: int
    alone: float
    trend: list[float | None]


class Board(Struct):
    since: date
    until: date
    least: int
    method: str
    authorities: list[Standing]


@reads(_("Оценка власти"), asks=BoardAsked, gives=Board, keeps=300)
def board(asked: BoardAsked) -> Board:
    """Authorities kind by kind, in the order asked for; those without a place come last in their kind."""
    today = timezone.localdate(clock.now())
    told: dict[str, str] = {"period": asked.period, "order": asked.order, "level": asked.level or ""}
    told |= {name: day.isoformat() for name, day in (("from", asked.since), ("to", asked.until)) if day}
    question = pages.asked_of(told, today=today)
    found, period = pages.figures(question, today=today), question.about.period
    return Board(
        since=period.first,
        until=period.until - timedelta(days=1),
        least=settings.BOARD_LEAST,
        method=settings.BASE_URL + pages.method_path(),
        authorities=[_standing(line) for _kind, lines in found.kinds for line in lines],
    )


def _standing(line: Line) -> Standing:
    figures = (
        "in_time", "ratio_in_time", "median", "longest", "ratio_days", "rating", "solved", "ratio_solved", "returned",
        "formal",
    )  # fmt: skip
    return Standing(
        level=line.body.level,  # type: ignore[arg-type]  # the database knows no other
        place=line.place,
        code=line.body.code,
        title=line.body.title,
        received=line.received,
        answered=line.answered,
        overdue=line.overdue,
        set_aside=line.set_aside,
        alone=line.alone,
        trend=list(line.trend),
        **{name: figure(getattr(line, name)) for name in figures},
    )


def figure(found: Estimate | None) -> Figure | None:
    return Figure(found.value, found.low, found.high, found.n) if found else None
