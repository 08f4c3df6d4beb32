"""Messages as tests want them: read, sent, counted."""

from datetime import datetime

from otklik.kit import clock
from otklik.outbox import drain, wording
from otklik.outbox.models import Message


def kinds() -> list[str]:
    """Of every message, in the order of writing."""
    return list(Message.objects.order_by("id").values_list("kind", flat=True))


def newest(kind: str = "") -> Message:
    found = Message.objects.filter(kind=kind) if kind else Message.objects
    return found.latest("id")


def read(message: Message) -> tuple[str, str]:
    """Subject and body as the person gets them; for a letter whose links need no account."""
    return wording.text_of(message)


def send_all(*, now: datetime | None = None, channel: Message.Channel = Message.Channel.EMAIL) -> int:
    """What the worker would do with messages that need nothing of the moment; returns how many it dealt with."""
    return drain.batch(
        finish=lambda message: {},
        undeliverable=lambda message: None,
        clock=lambda: now or clock.now(),
        channel=channel,
    )
