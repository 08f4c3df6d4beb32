"""What one body asks another, on both desks. The asked one sees of the appeal what everybody may, less the author."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Opinion
from otklik.appeals.queries.errands import public_photos

_OPEN: Final = (State.SENDING.value, State.REGISTERED.value)
OPEN_SHOWN: Final = 100
DONE_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as both bodies may see it."""

    id: int
    asker: str
    asked: str
    question: str
    due_on: date
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    ended: bool
    topic: str
    address: str

    @property
    def waits(self) -> bool:
        return self.answered_at is None and not self.ended


@dataclass(frozen=True, slots=True)
class Question:
    """With the appeal as the asked body sees it: not its number, not its author."""

    asked: Asked
    text: str
    fields: list[list[str]]
    photos: list[UUID]
    map_of: str  # number of the appeal, for the address of its map


def of_appeal(appeal_id: int, authority_id: int) -> list[Asked]:
    """Those that this body asked, newest first."""
    return _rows(Opinion.objects.filter(appeal=appeal_id, asker=authority_id).order_by("-id")[:OPEN_SHOWN])


def waiting(bodies: list[int]) -> list[Asked]:
    """What these bodies are asked and have not answered, the nearest term first."""
    rows = Opinion.objects.filter(
        asked__in=bodies,
        answered_at=None,
        ended_at=None,
        appeal__state__in=_OPEN,
        appeal__authority=F("asker"),  # it may have gone to another body through МСЭД
    )
    return _rows(rows.order_by("due_on", "id")[:OPEN_SHOWN])


def given(bodies: list[int]) -> list[Asked]:
    """The last ones that they gave."""
    rows = Opinion.objects.filter(asked__in=bodies, answered_at__isnull=False)
    return _rows(rows.order_by("-answered_at", "-id")[:DONE_SHOWN])


def asked_body(opinion_id: int) -> int | None:
    """Id of the body that is asked; None: no such question."""
    return Opinion.objects.filter(pk=opinion_id).values_list("asked_id", flat=True).first()


def question(opinion_id: int) -> Question:
    """Two statements. Raises Opinion.DoesNotExist."""
    row = _known(Opinion.objects.all()).get(pk=opinion_id)
    return Question(
        asked=_row(row),
        text=row.appeal.text,
        fields=row.appeal.fields,
        # Who is only asked may not see the files of what nobody sees.
        photos=[] if row.appeal.withheld else public_photos(row.appeal_id),
        map_of=row.appeal.number if row.appeal.point and not row.appeal.withheld else "",
    )


def _known(rows: QuerySet[Opinion]) -> QuerySet[Opinion]:
    return rows.select_related("appeal__topic", "asker", "asked", "answered_by")


def _rows(rows: QuerySet[Opinion]) -> list[Asked]:
    return [_row(row) for row in _known(rows)]


def _row(row: Opinion) -> Asked:
    return Asked(
        id=row.pk,
        asker=row.asker.name,
        asked=row.asked.name,
        question=row.question,
        due_on=row.due_on,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
        ended=row.ended_at is not None or row.appeal.state not in _OPEN,
        topic=row.appeal.topic.title,
        address=row.appeal.address,
    )
