"""The journal of calls: what was, the newest first, by number, operator and day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from otklik.hotline.models import Call, Joined
from otklik.hotline.queries import CallRow, row_of
from otklik.kit import paging
from otklik.people.models import User

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the journal is narrowed to; empty values narrow nothing."""

    phone: str = ""  # E.164
    number: str = ""  # of an appeal, filed or joined in the call
    operator_id: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[CallRow]
    newer: str | None
    older: str | None


def page(wanted: Wanted, *, cursor: str = "", size: int = PAGE) -> Page:
    """One statement, two with a number. Raises paging.BadCursor."""
    cut = paging.cut(_chosen(wanted), column="began_at", cursor=cursor, size=size)
    return Page([row_of(call) for call in cut.rows], cut.newer, cut.older)


def first(wanted: Wanted, *, most: int) -> list[CallRow]:
    """As `page` without its cuts, for a file."""
    return [row_of(call) for call in _chosen(wanted).order_by("-began_at", "-id")[:most]]


def operators() -> list[tuple[str, str]]:
    """(id, name) of those who take calls."""
    found = User.objects.filter(role=User.Role.OPERATOR).order_by("name", "id").values_list("id", "name")
    return [(str(id_), name) for id_, name in found]


def _chosen(wanted: Wanted) -> QuerySet[Call]:
    found = Call.objects.select_related("operator", "appeal")
    if wanted.phone:
        found = found.filter(phone=wanted.phone)
    if wanted.operator_id is not None:
        found = found.filter(operator=wanted.operator_id)
    if wanted.day:
        since = _midnight(wanted.day)
        found = found.filter(began_at__gte=since, began_at__lt=since + timedelta(days=1))
    if wanted.number:
        joined = list(
            Joined.objects.filter(appeal__number=wanted.number).values_list("call", flat=True)[:500]
        )
        filed = list(Call.objects.filter(appeal__number=wanted.number).values_list("id", flat=True))
        found = found.filter(pk__in=[*joined, *filed])
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())
