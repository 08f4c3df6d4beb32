"""Reads of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from otklik.exchange.models import Packet
from otklik.kit import paging

PAGE: Final = 50
TROUBLE: Final = (~Q(alarm="") | Q(state__in=["rejected", "quarantined"])) & Q(handled_at=None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; empty: no limit of that sort."""

    trouble: bool = False  # those that somebody must look at
    uid: UUID | None = None  # of the message or of the document
    documents: Sequence[UUID] | None = None  # of one appeal; with its answers' messages
    messages: Sequence[UUID] = ()
    partner: UUID | None = None
    state: str = ""
    since: datetime | None = None
    until: datetime | None = None  # before this moment


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    direction: str
    kind: str
    state: str
    tone: str
    alarm: str
    partner: str
    version: str
    message_uid: str
    attempts: int
    error: str
    created_at: datetime
    handled_words: str  # how a person dealt with its trouble; "" where none did
    can_repeat: bool
    can_link: bool  # a document that a person may match with an appeal
    can_dismiss: bool  # asks for attention


@dataclass(frozen=True, slots=True)
class Ledger:
    rows: list[Line]
    newer: str | None
    older: str | None


_TONES = {
    "queued": "waiting",
    "spooled": "active",
    "delivered": "good",
    "rejected": "bad",
    "quarantined": "bad",
}


def find(asked: Asked, *, cursor: str = "") -> Ledger:
    """Newest first. One statement, along an index whatever is asked. Raises paging.BadCursor."""
    cut = paging.cut(_rows(asked), column="created_at", cursor=cursor, size=PAGE)
    return Ledger([line(packet) for packet in cut.rows], cut.newer, cut.older)


def _rows(asked: Asked) -> QuerySet[Packet]:
    rows = Packet.objects.filter(TROUBLE) if asked.trouble else Packet.objects.all()
    if asked.uid:
        rows = rows.filter(Q(message_uid=asked.uid) | Q(document_uid=asked.uid))
    if asked.documents is not None:
        rows = rows.filter(Q(document_uid__in=asked.documents) | Q(message_uid__in=asked.messages))
    exact = {
        "partner_uid": asked.partner,
        "state": asked.state,
        "created_at__gte": asked.since,
        "created_at__lt": asked.until,
    }
    return rows.filter(**{column: value for column, value in exact.items() if value})


def line(packet: Packet) -> Line:
    came = packet.direction == Packet.Direction.IN
    troubled = packet.alarm or packet.state in (Packet.State.REJECTED, Packet.State.QUARANTINED)
    return Line(
        id=packet.pk,
        direction=packet.get_direction_display(),
        kind=packet.get_kind_display(),
        state=packet.get_state_display(),
        tone=_TONES.get(packet.state, "neutral"),
        alarm=packet.get_alarm_display(),
        partner=packet.partner_name,
        version=packet.version,
        message_uid=str(packet.message_uid or ""),
        attempts=packet.attempts,
        error=packet.error,
        created_at=packet.created_at,
        handled_words=packet.handled_words,
        can_repeat=packet.direction == Packet.Direction.OUT
        and packet.state not in (Packet.State.QUEUED, Packet.State.REPLACED),
        can_link=came and packet.kind == Packet.Kind.DOCUMENT and packet.alarm == Packet.Alarm.UNMATCHED,
        can_dismiss=bool(troubled) and packet.handled_at is None,
    )


def times_of(document_uids: list[UUID]) -> dict[str, datetime | None]:
    """When the last of the documents was sent, receipted and registered; None: not yet."""
    sent = (
        Packet.objects.filter(direction="out", kind="document", document_uid__in=document_uids)
        .order_by("id")
        .last()
    )
    return {
        "sent": sent.spooled_at if sent else None,
        "receipt": sent.receipt_at if sent else None,
        "registered": sent.noticed_at if sent else None,
    }
