"""Writing a message down. It is sent after the commit of the transaction that it belongs to, by `drain`."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from otklik.outbox.models import Message


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be told, whole: the template of `kind` gets `context` and the portal's own facts, nothing else."""

    kind: str
    context: dict[str, Any] = field(default_factory=dict)  # JSON; dates as they are to be read
    about: str = ""  # number of the appeal
    once: str = ""  # a second message with the same word is not written


@dataclass(frozen=True, slots=True)
class Address:
    """Where to: an e-mail, a phone or a push subscription of perhaps nobody's account."""

    to: str
    channel: Message.Channel = Message.Channel.EMAIL
    user_id: int | None = None
    language: str = "ru"
    held: bool = False  # for the daily letter


def put(note: Note, addresses: Iterable[Address]) -> None:
    """Write a message for each address: one statement, none without addresses."""
    rows = [row(note, address) for address in addresses]
    if rows:
        Message.objects.bulk_create(rows, ignore_conflicts=bool(note.once))


def row(note: Note, address: Address) -> Message:
    """Not stored yet: for who writes many notes at once."""
    return Message(
        kind=note.kind,
        channel=address.channel,
        user_id=address.user_id,
        to=address.to,
        about=note.about,
        language=address.language,
        context=note.context,
        state=Message.State.HELD if address.held else Message.State.WAITING,
        once=word(note.once, address) if note.once else "",
    )


def word(once: str, address: Address) -> str:
    """For this address alone, and as short as the column: two long addresses may begin alike."""
    return hashlib.blake2s(f"{once}:{address.channel}:{address.to}".encode()).hexdigest()
