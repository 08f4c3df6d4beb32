"""Reads of messages for the person whom they are for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.outbox import wording
from otklik.outbox.models import Message, PushSubscription

SHOWN: Final = 20  # of each kind, newest first


@dataclass(frozen=True, slots=True)
class Told:
    """A message that has not come: `state` is waiting, held or failed."""

    subject: str
    to: str  # "" for a browser and an app
    channel: str
    state: str
    at: datetime
    error: str  # the other server's words


@dataclass(frozen=True, slots=True)
class Browser:
    id: int
    label: str
    since: datetime
    dead: bool


def not_come(user_id: int) -> list[Told]:
    """What waits, is held or failed; three statements, each on a small index."""
    found = [
        *_open(user_id, Message.State.WAITING, Message.State.FAILED),
        *_open(user_id, Message.State.HELD),
    ]
    edited = wording.in_force() if found else {}
    return [
        Told(
            wording.subject_of(message, edited),
            message.to if message.channel in (Message.Channel.EMAIL, Message.Channel.SMS) else "",
            message.channel,
            message.state,
            message.created_at,
            message.error,
        )
        for message in found
    ]


def browsers(user_id: int) -> list[Browser]:
    rows = PushSubscription.objects.filter(user_id=user_id).order_by("-id")
    return [Browser(row.pk, row.label, row.created_at, row.dead_at is not None) for row in rows]


def _open(user_id: int, *states: Message.State) -> list[Message]:
    return list(Message.objects.filter(user_id=user_id, state__in=states).order_by("-id")[:SHOWN])
