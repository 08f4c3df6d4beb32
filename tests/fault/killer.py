"""Kills web and worker with -9 at moments that a seed decides, and starts them again."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from threading import Event, Thread

from tests.fault.portal import Portal

COMMANDS = {"web": ("serve",), "worker": ("worker",)}


class Killer:
    """`kills`: how often each process was killed. One that dies by itself is a failure."""

    def __init__(self, portal: Portal, *, seed: int, pause: tuple[float, float]) -> None:
        self.portal, self.pause = portal, pause
        self.kills: Counter[str] = Counter()
        self._luck, self._stop = Random(seed), Event()  # noqa: S311  # repeatable
        self._failure: Exception | None = None
        self._thread = Thread(target=self._guarded, daemon=True)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Both run; then they are killed, until the end of the block, when both run again."""
        for name in COMMANDS:
            self._begin(name)
        self.portal.wait()
        self._thread.start()
        try:
            yield
        finally:
            self._stop.set()
            self._thread.join()
        if self._failure:
            raise self._failure

    def _guarded(self) -> None:
        try:
            self._run()
        except Exception as failure:  # noqa: BLE001  # of another thread: raised by `at_work`
            self._failure = failure

    def _run(self) -> None:
        quiet = 0.0  # a portal that was slow to begin is given as long to answer somebody: else nobody ever gets on
        while not self._stop.wait(max(quiet, self._luck.uniform(*self.pause))):
            # Now and then both: as when the machine loses its power.
            names = self._luck.choice((["web"], ["worker"], ["worker"], ["web", "worker"]))
            for name in names:
                self.portal.kill(name)
                self.kills[name] += 1
            self._stop.wait(self._luck.uniform(0, 0.5))
            for name in names:
                self._begin(name)
            if "web" in names:
                began = time.monotonic()
                self.portal.wait()
                quiet = time.monotonic() - began

    def _begin(self, name: str) -> None:
        words = ("--port", str(self.portal.port)) if name == "web" else ()
        self.portal.start(name, *COMMANDS[name], *words)
