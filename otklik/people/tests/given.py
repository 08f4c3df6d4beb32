"""Letters of accounts as their readers get them."""

import re

from otklik.outbox import wording
from otklik.outbox.models import Message
from otklik.people import letters


def read(message: Message) -> tuple[str, str]:
    """Subject and body with the links made now."""
    return wording.text_of(message, letters.finish(message))


def link() -> str:
    """Where the newest letter leads, without the host."""
    found = re.search(r"https?://[^/]+(/\S+)", read(Message.objects.latest("id"))[1])
    assert found
    return found[1]
