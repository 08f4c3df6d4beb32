"""Small tables that every page reads, kept in the memory of the process for some seconds.

Nothing in it must agree between processes; what a person just changed is seen by others so much later.
"""

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any, Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

MOST: Final = 2_000  # answers of one function
_ALL: list[dict[Any, tuple[float, Any]]] = []


def kept(seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The answer for the same arguments (hashable, by position) is good for so long. None is an answer too."""

    def wrap(ask: Callable[P, R]) -> Callable[P, R]:
        answers: dict[Any, tuple[float, R]] = {}
        _ALL.append(answers)

        @wraps(ask)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            found = answers.get(args)
            if found and monotonic() < found[0]:
                return found[1]
            answer = ask(*args, **kwargs)
            if len(answers) >= MOST:
                answers.clear()
            answers[args] = (monotonic() + seconds, answer)
            return answer

        return asked

    return wrap


def forget() -> None:
    """For tests: rows made in one are not those of the next."""
    for answers in _ALL:
        answers.clear()
