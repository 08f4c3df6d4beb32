"""What the commands tell people: progress, how long it took, and what to do when it can't go on."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_ENDINGS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """Foreseen end of a command; the text says what happened and what to do."""


class Interrupted(BaseException):
    """Somebody asked the command to end (Ctrl-C, TERM, HUP). Passes every `except Exception` on its way."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def line(text: str = "") -> None:
    """Print at once, also into a pipe; a terminal that can't show a letter shows «?»."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Say what is being done, then how many seconds it took."""
    line(f"· {what}…")
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    if took >= 1:
        line(f"  готово за {took:.0f} с")


def ended(command: Callable[[], int]) -> int:
    """Run a command to its exit code: 1 after Stop, 128 + signal when it was interrupted or nobody reads any more.

    The first interruption starts the tidying up; further ones don't cut that short.
    """
    for number in _ENDINGS:
        signal.signal(number, _interrupt)
    try:
        return command()
    except Stop as stop:
        sys.stdout.flush()
        sys.stderr.write(f"\nОшибка: {stop}\n")
        return 1
    except Interrupted as interrupted:
        return 128 + interrupted.number
    except BrokenPipeError:
        # `./run | head`: all is tidied up by now. What Python still wants to write at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE


def _interrupt(number: int, frame: FrameType | None) -> None:
    for other in _ENDINGS:
        signal.signal(other, signal.SIG_IGN)
    raise Interrupted(number)
