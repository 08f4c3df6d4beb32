"""Letters of accounts as their readers get them."""

import re

from otklik.kit import clock
from otklik.outbox import drain, wording
from otklik.outbox.models import Message
from otklik.people import accounts, letters


def read(message: Message) -> tuple[str, str]:
    """Subject and body with the links made now."""
    return wording.text_of(message, letters.finish(message))


def link() -> str:
    """Where the newest letter leads, without the host."""
    found = re.search(r"https?://[^/]+(/\S+)", read(Message.objects.latest("id"))[1])
    assert found
    return found[1]


def send() -> int:
    """One batch of letters, as the worker sends it."""
    return drain.batch(finish=letters.finish, undeliverable=accounts.email_is_dead, clock=clock.now)
