"""One appeal as everybody, or its author, may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from otklik.appeals.lifecycle import (
    CLARIFIABLE,
    STAGE_OF_MOVE,
    STAGE_OF_STATE,
    STAGES_OF_KIND,
    Decision,
    Kind,
    Move,
    Stage,
    State,
)
from otklik.appeals.models import Appeal
from otklik.appeals.public import is_shown
from otklik.appeals.queries import whole
from otklik.classifier import cadastral
from otklik.people import queries as people

# What desks do among themselves: not for the author either.
INSIDE: Final = frozenset({Move.HAND, Move.CONTROL, Move.RELEASE})
# Moves between the desk and the author.
_PRIVATE: Final = frozenset({Move.ASK, Move.REPLY, Move.CLARIFY, Move.CORRECT, Move.WITHHOLD, Move.RESTORE})
# Ended without an answer, yet once shown to everyone: the page stays and says so.
ENDED: Final = frozenset({State.WITHDRAWN, State.DUPLICATE})


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
class Said:
    """A comment that everybody may read."""

    author: str  # as the person chose; "" for hidden
    text: str
    at: datetime


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
    state_since: datetime
    withheld: bool  # off the portal: for its author and the desks only
    confidential: bool  # since its author wanted it so
    category: str
    category_code: str
    category_id: int
    topic: str
    topic_id: int
    text: str
    fields: list[list[str]]
    address: str
    lon: float | None  # degrees, WGS 84
    lat: float | None
    territory: str
    author_shown: str  # "" where hidden by themselves or a moderator, without an account, deleted
    organisation: str  # the author filed for it; "" for themselves; hidden likewise
    received_at: datetime
    published_at: datetime | None
    answer_by: date | None
    closed_at: datetime | None
    authority: str
    authority_phone: str
    msed_number: str  # theirs; "" until registered
    photos: list[UUID]
    hidden: list[UUID]  # photos that a moderator hid; empty for others than the author
    joined: list[tuple[str, UUID]]  # photos of appeals that were merged with it: number and id
    enclosed: list[tuple[UUID, str]]  # documents of the author and their titles: never for everybody
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
    original: str  # number of the appeal that carries on after all mergers; "" unless a duplicate
    original_shown: bool  # everybody may open that one
    said: list[Said]  # newest comments first
    more_said: bool
    is_mine: bool
    can_rate: bool
    can_withdraw: bool
    can_clarify: bool
    question: str  # the moderator's, while it waits; "" for others than the author
    question_by: datetime | None  # until when they must have answered it

    @property
    def public_fields(self) -> list[list[str]]:
        """As everybody reads them: a plot leads to its owner, a quarter does not."""
        return [[label, cadastral.quarter_only(answer)] for label, answer in self.fields]


def public(number: str) -> Card | None:
    """The page of an appeal as everybody sees it; None: there is none, or it is not public. One statement; two for
    one that was merged.
    """
    found = whole.row(number=number)
    return _card(found, mine=False) if found and may_be_seen(found) else None


def mine(appeal_id: int) -> Card | None:
    """The same page for its author, in any state."""
    found = whole.row(id=appeal_id)
    return _card(found, mine=True) if found else None


def own(number: str, *, author_id: int) -> Card | None:
    """The page for the signed-in author; None: no such appeal, or somebody else's."""
    found = whole.row(number=number, author_id=author_id)
    return _card(found, mine=True) if found else None


def inside(appeal_id: int) -> Card | None:
    """What desks see: the author's view with what the desks did among themselves."""
    found = whole.row(id=appeal_id)
    return _card(found, mine=True, unseen=frozenset()) if found else None


def by_number(number: str) -> Card | None:
    """The author's view of the appeal with this number, for commands."""
    found = whole.row(number=number)
    return _card(found, mine=True) if found else None


def is_public(number: str) -> bool:
    """May everybody see this appeal and its photos?"""
    found = Appeal.objects.filter(number=number).values("state", "withheld", "published_at").first()
    return found is not None and may_be_seen(found)


def is_withheld(number: str) -> bool:
    """A moderator took it off the portal: of what an author showed to nobody it is not even told that it is there."""
    return Appeal.objects.filter(number=number, withheld=True, confidential=False).exists()


def may_be_seen(row: Mapping[str, Any]) -> bool:
    """By its state, withheld and published_at: everybody may open the page."""
    ended = State(row["state"]) in ENDED and row["published_at"] is not None and not row["withheld"]
    return ended or is_shown(row["state"], withheld=row["withheld"])


def _card(row: dict[str, Any], *, mine: bool, unseen: frozenset[Move] = INSIDE) -> Card:
    unseen = unseen if mine else _PRIVATE | INSIDE
    state, kind = State(row["state"]), Kind(row["kind"])
    journal, photos, said = row["journal"] or [], row["photos"] or [], row["said"] or []
    authority = row["authority"] or {"name": "", "phone": ""}
    seen = is_shown(state, withheld=row["withheld"])
    original, its_shown = whole.successor(row["original_id"]) if row["original_id"] else ("", False)
    asked = next((line["reason"] for line in reversed(journal) if line["move"] == Move.ASK), "")
    return Card(
        id=row["id"],
        number=row["number"],
        kind=kind,
        state=state,
        state_since=row["state_since"],
        withheld=row["withheld"],
        confidential=row["confidential"],
        category=row["category"]["title"],
        category_code=row["category"]["code"],
        category_id=row["category_id"],
        topic=row["topic"],
        topic_id=row["topic_id"],
        text=row["text"],
        fields=row["fields"],
        address=row["address"],
        lon=row["lon"],
        lat=row["lat"],
        territory=row["territory"] or "",
        author_shown="" if row["organisation"] or not row["author"] else people.shown_name(row["author"]),
        organisation=row["organisation"] or "",
        received_at=row["received_at"],
        published_at=row["published_at"],
        answer_by=row["answer_by"],
        closed_at=row["closed_at"],
        authority=authority["name"],
        authority_phone=authority["phone"],
        msed_number=row["msed_number"] or "",
        photos=[UUID(photo["id"]) for photo in photos if not photo["clarifies"] and not photo["hidden"]],
        hidden=[UUID(photo["id"]) for photo in photos if mine and photo["hidden"]],
        joined=[(p["number"], UUID(p["id"])) for p in row["joined"] or [] if seen or not unseen],
        enclosed=[(UUID(one["id"]), one["title"]) for one in row["enclosed"] or []],
        added=[UUID(photo["id"]) for photo in photos if mine and photo["clarifies"]],
        timeline=[event(line, mine=mine) for line in journal if line["move"] not in unseen],
        reached=_reached(journal),
        stages=STAGES_OF_KIND[kind],
        stage=STAGE_OF_STATE[state],
        answers=[_answer(answer) for answer in row["answers"] or []],
        supporters=row["supporters"],
        followers=row["followers"],
        rating=row["rating"],
        solved=row["solved"],
        verdict=row["verdict"],
        original=original,
        original_shown=its_shown,
        said=[_said(comment) for comment in said[: whole.SAID]],
        more_said=len(said) > whole.SAID,
        is_mine=mine,
        can_rate=mine and state is State.ANSWERED,
        can_withdraw=mine and state in _WITHDRAWABLE,
        can_clarify=mine and state in CLARIFIABLE,
        question=asked if mine and state is State.QUESTION else "",
        question_by=row["question_by"] if mine else None,
    )


_WITHDRAWABLE = frozenset(
    {State.UNCONFIRMED, State.MODERATION, State.QUESTION, State.PUBLISHED, State.SENDING, State.REGISTERED}
)


def event(line: dict[str, Any], *, mine: bool) -> Event:
    """line: of the journal. mine: for its author."""
    detail = {key: value for key, value in line["detail"].items() if key != "why"}
    # Why the author took it back: nobody told them that everyone would read it.
    reason = line["reason"] if mine or line["move"] != Move.WITHDRAW else ""
    return Event(move=Move(line["move"]), at=datetime.fromisoformat(line["at"]), reason=reason, detail=detail)


def _reached(journal: list[dict[str, Any]]) -> dict[Stage, datetime]:
    """When each stage was first reached. Received and on moderation are one moment for a confirmed author."""
    reached: dict[Stage, datetime] = {}
    for line in journal:
        stage = STAGE_OF_MOVE.get(Move(line["move"]))
        if stage and stage not in reached:
            reached[stage] = datetime.fromisoformat(line["at"])
    if Stage.RECEIVED in reached and len(reached) > 1:
        reached.setdefault(Stage.MODERATION, reached[Stage.RECEIVED])
    return reached


def _answer(answer: dict[str, Any]) -> AnswerShown:
    files = answer["files"] or []
    return AnswerShown(
        text=answer["text"],
        decision=Decision(answer["decision"]),
        planned_on=_day(answer["planned_on"]),
        signatory=answer["signatory"],
        number=answer["number"],
        on=_day(answer["on"]),
        received_at=datetime.fromisoformat(answer["received_at"]),
        photos=[UUID(file["id"]) for file in files if file["is_photo"]],
        files=[File(UUID(file["id"]), file["title"]) for file in files if not file["is_photo"]],
    )


def _said(comment: dict[str, Any]) -> Said:
    at = datetime.fromisoformat(comment["at"])
    return Said(people.shown_name(comment["author"]), comment["text"], at)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
