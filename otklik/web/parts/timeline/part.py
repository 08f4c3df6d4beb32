"""The whole way of an appeal, newest first or oldest first as the caller orders it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from otklik.web.parts.render import part


class Entry(Protocol):
    """One step of the way; any row that has these will do."""

    @property
    def title(self) -> str: ...
    @property
    def detail(self) -> str:
        """What was said at this step; "" for nothing."""

    @property
    def at(self) -> datetime:
        """Aware moment."""

    @property
    def tone(self) -> str:
        """A `Tone` value."""

    @property
    def actor(self) -> str:
        """Who did it, as everybody may read it; "" for the portal itself."""


def timeline(entries: Sequence[Entry]) -> Markup:
    return part("timeline", entries=entries)
