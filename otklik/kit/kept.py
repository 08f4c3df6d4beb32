"""Small tables that every page reads, kept in the memory of the process for some seconds.

Nothing in it must agree between processes; what a person just changed is seen by others so much later.
"""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Final, Generic, TypeVar

R = TypeVar("R")

MOST: Final = 2_000  # answers of one function


class Kept(Generic[R]):
    """A function whose answer to the same arguments is good for so long. None is an answer too."""

    all: Final[list["Kept[object]"]] = []

    def __init__(self, ask: Callable[..., R], seconds: float, most: int = MOST) -> None:
        self.ask = ask
        self.seconds = seconds
        self.most = most
        self.answers: dict[tuple[Hashable, ...], tuple[float, R]] = {}
        Kept.all.append(self)  # type: ignore[arg-type]

    def __call__(self, *args: Hashable) -> R:
        found = self.answers.get(args)
        return found[1] if found and monotonic() < found[0] else self.again(*args)

    def again(self, *args: Hashable) -> R:
        """Asked anew, and kept."""
        answer = self.ask(*args)
        if len(self.answers) >= self.most:
            self.answers.clear()
        self.answers[args] = (monotonic() + self.seconds, answer)
        return answer


def kept(seconds: float, most: int = MOST) -> Callable[[Callable[..., R]], Kept[R]]:
    """most: answers that are kept at once; few where an answer is large and anybody chooses what is asked."""
    return lambda ask: Kept(ask, seconds, most)


def forget() -> None:
    """What was read in a transaction that is taken back must not be kept: a trial's, a test's."""
    for one in Kept.all:
        one.answers.clear()
