"""Call-backs as their pages show them."""

from dataclasses import dataclass
from datetime import datetime

from otklik.hotline.models import Callback

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    appeal_id: int
    number: str
    topic: str
    name: str
    phone: str
    is_author: bool
    is_due: bool
    attempts: int
    next_at: datetime | None
    holder_id: int | None
    holder: str
    held_until: datetime | None


def due(*, now: datetime) -> list[Row]:
    """What is to be called, the longest waiting first; those put off stand at the end. One statement."""
    rows = Callback.objects.filter(state=Callback.State.DUE).select_related("appeal__topic", "holder")
    return [_row(one) for one in rows.order_by("next_at", "id")[:SHOWN]]


def one(callback_id: int) -> Row | None:
    found = Callback.objects.filter(pk=callback_id).select_related("appeal__topic", "holder").first()
    return _row(found) if found else None


def _row(row: Callback) -> Row:
    return Row(
        row.pk,
        row.appeal_id,
        row.appeal.number,
        row.appeal.topic.title,
        row.name,
        row.phone,
        row.is_author,
        row.state == Callback.State.DUE,
        row.attempts,
        row.next_at,
        row.holder_id,
        row.holder.name if row.holder else "",
        row.held_until,
    )
