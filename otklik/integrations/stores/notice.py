"""What a phone is told, whichever service brings it. Google, Apple and VK read it: nothing personal goes in."""

from dataclasses import dataclass
from typing import Final, Protocol

KEPT: Final = 24 * 3600  # seconds that a service keeps it for a phone that is off; as for browsers


@dataclass(frozen=True, slots=True)
class Notice:
    id: str  # the same at a repeat, which takes the place of the first on the phone; 64 bytes at most
    title: str
    body: str
    url: str  # where a press on it leads


class Gateway(Protocol):
    def deliver(self, token: str, notice: Notice) -> None:
        """token: of a copy of the app. Raises Gone, Refused, Later, Unavailable, Denied."""
        ...

    def close(self) -> None: ...
