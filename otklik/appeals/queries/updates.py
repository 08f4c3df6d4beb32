"""What happened to appeals that everybody may read, as programs of other cities ask for it: newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Prefetch

from otklik.appeals.lifecycle import TOLD, Move, State
from otklik.appeals.models import Answer, AnswerFile, JournalRow
from otklik.appeals.queries import card
from otklik.appeals.queries.card import Event
from otklik.kit import paging

_FIELDS: Final = (
    "move", "at", "reason", "detail", "to_state",
    "appeal__number", "appeal__state", "appeal__withheld", "appeal__published_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    number: str
    state: State  # of the appeal since then
    event: Event
    answer: str  # words of the answer that came with it; "" for none
    photo: UUID | None  # its first one


@dataclass(frozen=True, slots=True)
class Page:
    updates: list[Update]
    newer: str | None
    older: str | None


def page(*, first: datetime, last: datetime | None, numbers: list[str], cursor: str = "", size: int) -> Page:
    """From `first` on, before `last`; numbers: of appeals, none for all. A page with one of an appeal that is off the
    portal is a row shorter. Two statements, three with photos.

    Raises paging.BadCursor.
    """
    rows = JournalRow.objects.filter(move__in=sorted(TOLD), at__gte=first)
    if last:
        rows = rows.filter(at__lt=last)
    if numbers:
        rows = rows.filter(appeal__number__in=numbers)
    found = paging.cut(rows.select_related("appeal").only(*_FIELDS), column="at", cursor=cursor, size=size)
    seen = [row for row in found.rows if card.may_be_seen(vars(row.appeal))]
    answers = _answers(seen)
    return Page(
        [_update(row, answers.get((row.appeal_id, row.at))) for row in seen], found.newer, found.older
    )


def _answers(rows: list[JournalRow]) -> dict[tuple[int, datetime], Answer]:
    """By appeal and moment: an answer is written with its move. Of what has ended the words are nobody's any more."""
    answered = [
        row.appeal_id for row in rows if row.move == Move.ANSWER and State(row.appeal.state) not in card.ENDED
    ]
    if not answered:
        return {}
    photos = Prefetch("files", AnswerFile.objects.filter(is_photo=True).order_by("place"), to_attr="photos")
    found = Answer.objects.filter(appeal__in=answered).prefetch_related(photos)
    return {
        (answer.appeal_id, answer.received_at): answer
        for answer in found.only("appeal_id", "text", "received_at")
    }


def _update(row: JournalRow, answer: Answer | None) -> Update:
    line = {"move": row.move, "at": row.at.isoformat(), "reason": row.reason, "detail": row.detail}
    photos: list[AnswerFile] = getattr(answer, "photos", []) if answer else []
    return Update(
        id=row.pk,
        number=row.appeal.number,
        state=State(row.to_state),
        event=card.event(line, mine=False),
        answer=answer.text if answer and row.move == Move.ANSWER else "",
        photo=photos[0].id if photos and row.move == Move.ANSWER else None,
    )
