"""What every channel is to the drain: something opened for a batch that takes one message after the other."""

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self

from otklik.outbox.models import Message
from otklik.outbox.wording import Words


class Gone(Exception):
    """Nobody listens at all, or nobody is served: the rest of the batch need not be tried now.

    after: seconds for which the other side asks us to wait, 0 where it names none.
    """

    def __init__(self, said: str = "", *, after: int = 0) -> None:
        super().__init__(said)
        self.after = after


class Stopped(Gone):
    """The other side refuses our keys: only an administrator helps, and is told."""


class Later(Exception):
    """This one is not taken now, the others may be. after: as of Gone."""

    def __init__(self, said: str, *, after: int = 0) -> None:
        super().__init__(said)
        self.after = after


class NotYet(Exception):
    """Its hour has not come. Nobody was asked: it is no try, and nothing is wrong with the channel."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class Undeliverable(Exception):
    """This message will never be taken: the address does not exist any more."""


class Pointless(Exception):
    """The message has lost its reason before it was sent."""


class Post(Protocol):
    """Opened on entry (raises Gone), closed on exit."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, message: Message, words: Words, more: Mapping[str, Any]) -> None:
        """Hand it over. more: what `finish` of the drain made for it.

        Raises Gone, Stopped, Later, Undeliverable, Pointless; anything else means that this one is tried again later.
        """
        ...
