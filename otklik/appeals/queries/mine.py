"""The signed-in author's own appeals: what needs an action, all of them page by page; the letters about one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.models import Appeal, Draft, JournalRow
from otklik.appeals.queries.card import Card
from otklik.kit import paging
from otklik.outbox.models import Message
from otklik.people.models import User

NEEDS_ME: Final = frozenset({State.UNCONFIRMED, State.QUESTION, State.ANSWERED})
PAGE: Final = 20
# What one person may have waiting for an action is shown up to here; the list below has the rest.
ACTIONS: Final = 20
DRAFTS: Final = 50


@dataclass(frozen=True, slots=True)
class Mine:
    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    authority: str  # "" until assigned
    received_at: datetime
    state_since: datetime
    moderate_by: datetime
    question_by: datetime | None
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Mine]
    newer: str | None  # cursors, see kit.paging
    older: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be known before the author does something by a program."""

    id: int
    number: str
    state: State
    is_done: bool  # under this key already


@dataclass(frozen=True, slots=True)
class Letter:
    """What the author was told about an appeal, and how that went."""

    kind: str
    channel: str
    state: str
    to: str
    created_at: datetime
    sent_at: datetime | None


def needing_me(user_id: int) -> list[Mine]:
    """Appeals that wait for their author, the newest first; one statement."""
    waiting = _of(user_id).filter(state__in=sorted(NEEDS_ME)).order_by("-received_at", "-id")
    return [_mine(appeal) for appeal in waiting[:ACTIONS]]


def waiting(user_id: int) -> int:
    """How many appeals wait for their author, ACTIONS at most; one statement."""
    return len(_of(user_id).filter(state__in=sorted(NEEDS_ME)).values_list("pk")[:ACTIONS])


def page(user_id: int, *, cursor: str = "", size: int = PAGE) -> Page:
    """All of the author's appeals, the newest first; one statement, the same time however many there are."""
    cut = paging.cut(_of(user_id), column="received_at", cursor=cursor, size=size)
    return Page([_mine(appeal) for appeal in cut.rows], cut.newer, cut.older)


def act_by(row: Mine | Card) -> datetime | None:
    """Until when its author must act; None: it does not wait for them."""
    if row.state is State.QUESTION:
        return row.question_by
    if row.state is State.ANSWERED:
        return row.state_since + timedelta(days=settings.CLOSE_AFTER_DAYS)
    if row.state is State.UNCONFIRMED:
        return row.received_at + timedelta(days=settings.CONFIRM_DAYS)
    return None


def standing(number: str, *, author_id: int, key: UUID | None = None) -> Standing | None:
    """None: no such appeal, or somebody else's. key: of what a program does; whether it has. One statement."""
    done = JournalRow.objects.filter(appeal=OuterRef("pk"), detail__key=str(key))
    found = Appeal.objects.filter(number=number, author=author_id)
    row = found.values_list("pk", "number", "state", Exists(done)).first()
    return Standing(row[0], row[1], State(row[2]), is_done=row[3]) if row else None


def proves(user: User | None, email: str) -> bool:
    """Whether who is signed in owns the mailbox: no link of a letter is wanted then."""
    return bool(email and user and user.email == email)


def drafts(user_id: int) -> list[Draft]:
    """Begun and not sent, the last touched first."""
    return list(Draft.objects.filter(owner=user_id, appeal=None).order_by("-updated_at")[:DRAFTS])


def letters(appeal_id: int, number: str) -> list[Letter]:
    """What was told to the author about this appeal, the newest first; nothing that went to anybody else."""
    author = Appeal.objects.annotate(email=Lower("author_email")).filter(
        Q(author=OuterRef("user")) | Q(email=Lower(OuterRef("to"))), pk=appeal_id
    )
    found = Message.objects.filter(Exists(author), about=number).order_by("-id")
    columns = ("kind", "channel", "state", "to", "created_at", "sent_at")
    return [Letter(*row) for row in found.values_list(*columns)[:50]]


def email_to_confirm(appeal_id: int) -> str:
    """The e-mail that the appeal waits for, "" when it waits for none."""
    waiting = Appeal.objects.filter(pk=appeal_id, state=State.UNCONFIRMED)
    return waiting.values_list("author_email", flat=True).first() or ""


def _of(user_id: int) -> QuerySet[Appeal]:
    return Appeal.objects.filter(author=user_id).select_related("topic", "authority").only(*_COLUMNS)


_COLUMNS: Final = (
    "number", "kind", "state", "state_since", "address", "received_at", "moderate_by", "question_by", "answer_by",
    "topic__title", "authority__name",
)  # fmt: skip


def _mine(appeal: Appeal) -> Mine:
    return Mine(
        number=appeal.number,
        kind=Kind(appeal.kind),
        state=State(appeal.state),
        topic=appeal.topic.title,
        address=appeal.address,
        authority=appeal.authority.name if appeal.authority else "",
        received_at=appeal.received_at,
        state_since=appeal.state_since,
        moderate_by=appeal.moderate_by,
        question_by=appeal.question_by,
        answer_by=appeal.answer_by,
    )
