"""What a service of the stores' apps may say to a message. `Gone` and `Refused` mean what they mean of browsers."""

from otklik.integrations.push import Gone, Refused

__all__ = ["Denied", "Gone", "Later", "Refused", "Unavailable"]


class Unavailable(Exception):
    """The service takes nothing from anybody now. after: seconds that it asks for, 0 where it names none."""

    def __init__(self, said: str, *, after: int = 0) -> None:
        super().__init__(said)
        self.after = after


class Later(Unavailable):
    """It takes nothing for this one phone now."""


class Denied(Exception):
    """It does not know us: keys that are wrong, revoked or not there. Only an administrator helps."""
