"""Reads of the ledger."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from otklik.exchange.models import Packet

TROUBLE = ~Q(alarm="") | Q(state__in=["rejected", "quarantined"])


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
    can_repeat: bool
    can_link: bool  # a document that a person may match with an appeal
    can_dismiss: bool  # came in and asks for attention


_TONES = {
    "queued": "waiting",
    "spooled": "active",
    "delivered": "good",
    "rejected": "bad",
    "quarantined": "bad",
}


def ledger(*, only_trouble: bool, limit: int = 100) -> list[Line]:
    """The newest `limit` packets; `only_trouble`: those that somebody must look at."""
    rows = Packet.objects.filter(TROUBLE) if only_trouble else Packet.objects.all()
    return [_line(packet) for packet in rows.order_by("-id")[:limit]]


def _line(packet: Packet) -> Line:
    came = packet.direction == Packet.Direction.IN
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
        can_repeat=packet.direction == Packet.Direction.OUT
        and packet.state not in (Packet.State.QUEUED, Packet.State.REPLACED),
        can_link=came and packet.kind == Packet.Kind.DOCUMENT and packet.alarm == Packet.Alarm.UNMATCHED,
        can_dismiss=came and bool(packet.alarm or packet.state == Packet.State.QUARANTINED),
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
