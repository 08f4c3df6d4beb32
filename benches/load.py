"""Many requests over kept connections. The client's own CPU is counted nowhere."""

import http.client
import statistics
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from tools.say import Stop

TIMEOUT: Final = 60  # seconds


@dataclass(frozen=True, slots=True)
class Ask:
    path: str
    body: bytes | None = None  # a form; None is GET
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200  # expected


@dataclass(frozen=True, slots=True)
class Heard:
    bytes: int  # of the body
    seconds: float


@dataclass(frozen=True, slots=True)
class Round:
    heard: list[Heard]
    seconds: float  # for all of them, by the clock on the wall

    @property
    def bytes(self) -> int:
        return round(statistics.mean(one.bytes for one in self.heard))

    @property
    def p50_ms(self) -> float:
        return statistics.median(one.seconds for one in self.heard) * 1000

    @property
    def per_second(self) -> float:
        return len(self.heard) / self.seconds


def fire(port: int, asks: Sequence[Ask], *, at_once: int) -> Round:
    """Send all, `at_once` of them at a time. Raises Stop at an answer that is not the expected one."""
    heard: list[Heard] = []
    wrong: list[str] = []
    turn = count()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        while not wrong and (place := next(turn)) < len(asks):
            try:
                heard.append(_one(connection, asks[place]))
            except (OSError, http.client.HTTPException, _Wrong) as e:
                wrong.append(f"{asks[place].path}: {e}")
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(at_once)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise Stop(f"Портал ответил не то: {wrong[0]}")
    return Round(heard, time.monotonic() - began)


class _Wrong(Exception):
    """Another status than expected."""


def _one(connection: http.client.HTTPConnection, ask: Ask) -> Heard:
    began = time.perf_counter()
    connection.request("POST" if ask.body is not None else "GET", ask.path, ask.body, dict(ask.headers))
    answer = connection.getresponse()
    body = answer.read()
    took = time.perf_counter() - began
    if answer.status != ask.status:
        raise _Wrong(
            f"{answer.status} {answer.getheader('Location', '')} {body[:300].decode(errors='replace')}"
        )
    return Heard(len(body), took)
