"""One appeal as everybody, or its author, may see it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from otklik.appeals.lifecycle import (
    CLARIFIABLE,
    PUBLIC,
    STAGE_OF_MOVE,
    STAGE_OF_STATE,
    STAGES_OF_KIND,
    Decision,
    Kind,
    Move,
    Stage,
    State,
)
from otklik.appeals.models import Answer, Appeal, Dispatch, JournalRow
from otklik.people import queries as people

# Moves whose reason is between the desk and the author.
_PRIVATE = frozenset({Move.ASK, Move.REPLY, Move.CLARIFY, Move.CORRECT})
# Ended without an answer, yet once shown to everyone: the page stays and says so.
_ENDED = frozenset({State.WITHDRAWN, State.DUPLICATE})


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline."""

    move: Move
    at: datetime
    reason: str  # "" where it is not for this reader
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class AnswerShown:
    text: str
    decision: Decision
    planned_on: date | None
    signatory: str
    number: str
    on: date | None
    received_at: datetime
    photos: list[UUID]
    files: list[File]


@dataclass(frozen=True, slots=True)
class Card:
    """Of the author no e-mail, and the name only as they chose to show it."""

    id: int
    number: str
    kind: Kind
    state: State
    category: str
    category_code: str
    topic: str
    text: str
    fields: list[list[str]]
    address: str
    lon: float | None  # degrees, WGS 84
    lat: float | None
    territory: str
    author_shown: str  # "" where hidden, without an account, deleted
    organisation: str  # the author filed for it; "" for themselves
    received_at: datetime
    published_at: datetime | None
    answer_by: date | None
    authority: str
    authority_phone: str
    msed_number: str  # theirs; "" until registered
    photos: list[UUID]
    added: list[UUID]  # photos that the author added after filing; empty for others than the author
    timeline: list[Event]
    reached: dict[Stage, datetime]  # first moment of each stage reached
    stages: tuple[Stage, ...]  # those that this kind passes
    stage: Stage
    answers: list[AnswerShown]  # newest first
    supporters: int
    followers: int
    rating: int | None
    solved: bool | None
    verdict: str
    original: str  # number of the appeal that carries on; "" unless a duplicate
    is_mine: bool
    can_rate: bool
    can_withdraw: bool
    can_clarify: bool
    question: str  # the moderator's, while it waits; "" for others than the author


def public(number: str) -> Card | None:
    """The page of an appeal as everybody sees it; None: there is none, or it is not public."""
    appeal = _found(number=number)
    if appeal is None or not _may_be_seen(appeal):
        return None
    return _card(appeal, mine=False)


def mine(appeal_id: int) -> Card | None:
    """The same page for its author, in any state."""
    appeal = _found(pk=appeal_id)
    return _card(appeal, mine=True) if appeal else None


def own(number: str, *, author_id: int) -> Card | None:
    """The page for the signed-in author; None: no such appeal, or somebody else's."""
    appeal = _found(number=number, author=author_id)
    return _card(appeal, mine=True) if appeal else None


def is_public(number: str) -> bool:
    """May everybody see this appeal and its photos?"""
    appeal = Appeal.objects.filter(number=number).only("state", "published_at").first()
    return appeal is not None and _may_be_seen(appeal)


def _may_be_seen(appeal: Appeal) -> bool:
    state = State(appeal.state)
    return state in PUBLIC or (state in _ENDED and appeal.published_at is not None)


def _found(**which: Any) -> Appeal | None:
    related = ("topic", "category", "authority", "territory", "original", "author", "organisation")
    last = Dispatch.objects.filter(appeal=OuterRef("pk")).order_by("-round").values("registered_number")[:1]
    found = Appeal.objects.filter(**which).select_related(*related).annotate(msed_number=Subquery(last))
    # A border may be megabytes.
    return found.defer("territory__geom").first()


def _card(appeal: Appeal, *, mine: bool) -> Card:
    state, kind = State(appeal.state), Kind(appeal.kind)
    rows = list(appeal.journal.order_by("id").only("appeal", "move", "at", "reason", "detail"))
    photos = list(appeal.photos.order_by("place").only("id", "appeal", "clarifies"))
    asked = next((row.reason for row in reversed(rows) if row.move == Move.ASK), "")
    return Card(
        id=appeal.pk,
        number=appeal.number,
        kind=kind,
        state=state,
        category=appeal.category.title,
        category_code=appeal.category.code,
        topic=appeal.topic.title,
        text=appeal.text,
        fields=appeal.fields,
        address=appeal.address,
        lon=appeal.point.x if appeal.point else None,
        lat=appeal.point.y if appeal.point else None,
        territory=appeal.territory.name if appeal.territory else "",
        author_shown="" if appeal.organisation else people.shown(appeal.author),
        organisation=appeal.organisation.name if appeal.organisation else "",
        received_at=appeal.received_at,
        published_at=appeal.published_at,
        answer_by=appeal.answer_by,
        authority=appeal.authority.name if appeal.authority else "",
        authority_phone=appeal.authority.phone if appeal.authority else "",
        msed_number=getattr(appeal, "msed_number", None) or "",
        photos=[photo.pk for photo in photos if not photo.clarifies],
        added=[photo.pk for photo in photos if mine and photo.clarifies],
        timeline=[_event(row, mine=mine) for row in rows if mine or row.move not in _PRIVATE],
        reached=_reached(rows),
        stages=STAGES_OF_KIND[kind],
        stage=STAGE_OF_STATE[state],
        answers=_answers(appeal),
        supporters=appeal.supporters,
        followers=appeal.followers,
        rating=appeal.rating,
        solved=appeal.solved,
        verdict=appeal.verdict,
        original=appeal.original.number if appeal.original else "",
        is_mine=mine,
        can_rate=mine and state is State.ANSWERED,
        can_withdraw=mine and state in _WITHDRAWABLE,
        can_clarify=mine and state in CLARIFIABLE,
        question=asked if mine and state is State.QUESTION else "",
    )


_WITHDRAWABLE = frozenset(
    {State.UNCONFIRMED, State.MODERATION, State.QUESTION, State.PUBLISHED, State.SENDING, State.REGISTERED}
)


def _event(row: JournalRow, *, mine: bool) -> Event:
    detail = {key: value for key, value in row.detail.items() if key != "why"}
    # Why the author took it back: nobody told them that everyone would read it.
    reason = row.reason if mine or row.move != Move.WITHDRAW else ""
    return Event(move=Move(row.move), at=row.at, reason=reason, detail=detail)


def _reached(rows: list[JournalRow]) -> dict[Stage, datetime]:
    """When each stage was first reached. Received and on moderation are one moment for a confirmed author."""
    reached: dict[Stage, datetime] = {}
    for row in rows:
        stage = STAGE_OF_MOVE.get(Move(row.move))
        if stage:
            reached.setdefault(stage, row.at)
    if Stage.RECEIVED in reached and len(reached) > 1:
        reached.setdefault(Stage.MODERATION, reached[Stage.RECEIVED])
    return reached


def _answers(appeal: Appeal) -> list[AnswerShown]:
    found = Answer.objects.filter(appeal=appeal).order_by("-id").prefetch_related("files")
    return [_answer(answer) for answer in found] if appeal.answered_at else []


def _answer(answer: Answer) -> AnswerShown:
    files = sorted(answer.files.all(), key=lambda file: file.place)
    return AnswerShown(
        text=answer.text,
        decision=Decision(answer.decision),
        planned_on=answer.planned_on,
        signatory=answer.signatory,
        number=answer.number,
        on=answer.on,
        received_at=answer.received_at,
        photos=[file.id for file in files if file.is_photo],
        files=[File(file.id, file.title) for file in files if not file.is_photo],
    )


def by_number(number: str) -> Card | None:
    """The author's view of the appeal with this number, for commands."""
    appeal = _found(number=number)
    return _card(appeal, mine=True) if appeal else None


def clarified(appeal: Appeal) -> str:
    """The text as the authority reads it: with what the author added since."""
    added = appeal.journal.filter(move=Move.CLARIFY).exclude(reason="").order_by("id")
    parts = [f"Дополнение автора {row.at:%d.%m.%Y}: {row.reason}" for row in added]
    return "\n\n".join([appeal.text, *parts])


def document_uids(appeal_id: int) -> list[UUID]:
    """Uids of our documents in МСЭД, the first one first."""
    found = Dispatch.objects.filter(appeal=appeal_id).order_by("round")
    return list(found.values_list("document_uid", flat=True))
