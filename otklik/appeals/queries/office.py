"""One appeal at the desk of its authority: what the body may know and has done, beside the card of all desks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from otklik.appeals import public
from otklik.appeals.lifecycle import ANSWERED, Decision, Kind, Move, State
from otklik.appeals.models import (
    Appeal,
    DeskRules,
    ErrandItem,
    JournalRow,
    OfficeNote,
    Reply,
    ReplyFile,
)
from otklik.appeals.queries.card import Card
from otklik.authorities import staff
from otklik.kit.replica import named

NEAR: Final = 0.0008  # degrees of latitude, about 90 m: the same house, yard or crossing
PAST: Final = 5
SHOWN: Final = 100  # notes, files and the like of one appeal


@dataclass(frozen=True, slots=True)
class Item:
    """What the officials see beside the card. Of the author only what the body may have (msed_personal_data)."""

    appeal_id: int
    number: str
    kind: Kind
    state: State
    topic: str
    authority_id: int
    authority: str
    personal: bool  # it may have what names the author
    has_desk: bool
    author_name: str
    author_email: str
    author_phone: str
    executor_id: int | None
    executor: str
    executor_here: bool  # still works for the body
    officials: list[tuple[str, str]]  # (id, name) of whom it may be handed to
    forwards: int
    controlled_at: datetime | None
    answer_by: date | None
    extended: bool
    signs: bool  # the body's head signs answers

    @property
    def is_open(self) -> bool:
        return self.state in (State.SENDING, State.REGISTERED)

    @property
    def answers_here(self) -> bool:
        """Not where the answer comes from МСЭД only; thanks are owed none."""
        return self.is_open and self.has_desk and self.kind is not Kind.THANKS


@dataclass(frozen=True, slots=True)
class Note:
    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Enclosure:
    id: UUID
    title: str
    is_photo: bool


@dataclass(frozen=True, slots=True)
class Written:
    """The answer while it is written."""

    version: int
    text: str
    decision: Decision | None
    planned_on: date | None
    signing: bool
    remarks: str
    writer: str
    at: datetime
    sent_at: datetime | None
    files: list[Enclosure]


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier answer about this place, which everybody may read."""

    number: str
    topic: str
    address: str
    answered_at: datetime
    decision: Decision
    excerpt: str


def where(number: str) -> tuple[int, int] | None:
    """Ids of the appeal and of the authority that has it; None: no such appeal, or nobody has it. One statement."""
    columns = ("pk", "authority_id")
    found = Appeal.objects.filter(number=number, authority__isnull=False).values_list(*columns).first()
    return (found[0], found[1]) if found else None


def is_at(appeal_id: int, authority_ids: list[int], *, personal: bool = False) -> bool:
    """Whether one of these bodies has it; personal: and may have what names its author."""
    rows = Appeal.objects.filter(pk=appeal_id, authority__in=authority_ids)
    return (rows.filter(authority__msed_personal_data=True) if personal else rows).exists()


def item(appeal_id: int) -> Item:
    """Four statements. Raises Appeal.DoesNotExist."""
    appeal = Appeal.objects.select_related("authority", "executor", "topic").get(
        pk=appeal_id, authority__isnull=False
    )
    body = appeal.authority
    assert body is not None  # noqa: S101  # filtered above
    known = body.msed_personal_data
    officials = staff.members(body.pk)
    rules = DeskRules.objects.filter(authority=body).first()
    moves = [Move.ASSIGN, Move.RESEND, Move.EXTEND]
    last = (
        JournalRow.objects.filter(appeal=appeal, move__in=moves)
        .order_by("-id")
        .values_list("move", flat=True)
    )
    return Item(
        appeal_id=appeal.pk,
        number=appeal.number,
        kind=Kind(appeal.kind),
        state=State(appeal.state),
        topic=appeal.topic.title,
        authority_id=body.pk,
        authority=body.name,
        personal=known,
        has_desk=body.has_desk,
        author_name=appeal.author_name if known else "",
        author_email=appeal.author_email if known else "",
        author_phone=appeal.author_phone if known else "",
        executor_id=appeal.executor_id,
        executor=appeal.executor.name if appeal.executor else "",
        executor_here=appeal.executor_id in [one.pk for one in officials],
        officials=[(str(one.pk), one.name) for one in officials],
        forwards=appeal.forwards,
        controlled_at=appeal.controlled_at,
        answer_by=appeal.answer_by,
        extended=last.first() == Move.EXTEND,
        signs=bool(rules and rules.signs),
    )


def notes(found: Item) -> list[Note]:
    """Newest first; those of this body only."""
    rows = OfficeNote.objects.filter(appeal=found.appeal_id, authority=found.authority_id)
    return [
        Note(row.author.name if row.author else "", row.text, row.at)
        for row in rows.select_related("author").order_by("-id")[:SHOWN]
    ]


def written(found: Item) -> Written | None:
    """None: nobody has begun. Two statements."""
    rows = Reply.objects.filter(appeal=found.appeal_id, authority=found.authority_id)
    row = rows.select_related("written_by").first()
    if row is None:
        return None
    files = row.files.order_by("added_at", "pk").values_list("pk", "title", "is_photo")
    return Written(
        version=row.version,
        text=row.text,
        decision=Decision(row.decision) if row.decision else None,
        planned_on=row.planned_on,
        signing=row.state == Reply.State.SIGNING,
        remarks=row.remarks,
        writer=row.written_by.name if row.written_by else "",
        at=row.written_at,
        sent_at=row.sent_at,
        files=[Enclosure(*file) for file in files],
    )


def is_kept(file_id: UUID, *, appeal_id: int, authority_id: int) -> Enclosure | None:
    """A file of the answer being written, or a contractor's photo; None: the body has no such file."""
    its = Q(reply__appeal=appeal_id, reply__authority=authority_id)
    file = ReplyFile.objects.filter(its, pk=file_id).first()
    if file:
        return Enclosure(file.pk, file.title, file.is_photo)
    brought = ErrandItem.objects.filter(
        pk=file_id, is_photo=True, errand__appeal=appeal_id, errand__authority=authority_id
    )
    return Enclosure(file_id, "", is_photo=True) if brought.exists() else None


# As text: the partial index is used only where its own rule stands in the statement.
_STATES: Final = ", ".join(f"'{state}'" for state in sorted(ANSWERED))
_PAST: Final = f"""
SELECT a.number, t.title AS topic, a.address, a.answered_at, w.decision, left(w.text, 300) AS excerpt
FROM (
  SELECT id, number, topic_id, address, answered_at FROM appeals_appeal past
  WHERE {public.shown("past")} AND state IN ({_STATES})
    AND answered_at IS NOT NULL AND id <> %(id)s
    AND point && ST_MakeEnvelope(%(lon)s - %(aside)s, %(lat)s - %(up)s, %(lon)s + %(aside)s, %(lat)s + %(up)s, 4326)
  ORDER BY answered_at DESC, id DESC LIMIT %(most)s
) a JOIN classifier_topic t ON t.id = a.topic_id,
LATERAL (SELECT decision, text FROM appeals_answer w WHERE w.appeal_id = a.id ORDER BY w.id DESC LIMIT 1) w
ORDER BY a.answered_at DESC, a.number
"""  # noqa: S608  # our own words


def past(card: Card) -> list[Past]:
    """What was answered before about this place, by whichever body; none without a point. One statement."""
    if card.lon is None or card.lat is None:
        return []
    values: dict[str, Any] = {"id": card.id, "lon": card.lon, "lat": card.lat, "up": NEAR, "aside": 2 * NEAR}
    return [
        Past(**{**row, "decision": Decision(row["decision"])})
        for row in named(_PAST, {**values, "most": PAST})
    ]
