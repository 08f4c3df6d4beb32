"""The real portal, as ./run starts it: web, worker, МСЭД stand, each in its own process on a free port."""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

from benches import cpu
from tools import shell
from tools.environment import BIN, ROOT
from tools.ports import free_port
from tools.processes import Processes
from tools.say import Stop

DATA: Final = Path(os.environ["OTKLIK_DATA"])
DATABASE: Final = int(os.environ["OTKLIK_BENCH_PG_PID"])  # the postmaster
_GRANIAN: Final = (
    "--interface",
    "wsgi",
    "--http",
    "1",
    "--no-ws",
    "--log-level",
    "warning",
    "--blocking-threads",
    "4",
)


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds up to a moment, or between two."""

    web: float
    worker: float
    database: float

    @property
    def all(self) -> float:
        return self.web + self.worker + self.database

    def over(self, count: int) -> "Spent":
        """Milliseconds for one of so many."""
        return Spent(*(part / count * 1000 for part in (self.web, self.worker, self.database)))

    def since(self, before: "Spent") -> "Spent":
        return Spent(self.web - before.web, self.worker - before.worker, self.database - before.database)


class Portal:
    """Started on entry, stopped on exit. settings: variables on top of the environment."""

    def __init__(self, *, worker: bool = False, stand: bool = False, **settings: str) -> None:
        self.port = free()
        base = {"OTKLIK_BASE_URL": f"http://127.0.0.1:{self.port}"}
        self.processes = Processes(DATA, {**os.environ, **base, **settings})
        self._asked = (worker, stand)
        self._spent_before = 0.0  # by web processes that have ended

    def __enter__(self) -> "Portal":
        worker, stand = self._asked
        try:
            self.processes.start("web", "serve", "--port", str(self.port))
            if worker:
                self.start_worker()
            if stand:
                self.processes.start("stand", "msed-stand", "--spool", str(DATA / "msed"), "--delay", "0")
            self.processes.wait_for(f"http://127.0.0.1:{self.port}/health")
        except BaseException:
            self.processes.stop()
            raise
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.processes.stop()

    def start_worker(self) -> None:
        self.processes.start("worker", "worker")

    def restart_web(self) -> None:
        """As a new release does it: asked to end, begun again on the same port."""
        self._spent_before += self._of("web")
        shell.end(self.processes.running.pop("web"), signal.SIGTERM, seconds=25)
        self.processes.start("web", "serve", "--port", str(self.port))

    def end_worker(self) -> None:
        shell.end(self.processes.running.pop("worker"), signal.SIGTERM, seconds=25)

    def spent(self) -> Spent:
        return Spent(self._spent_before + self._of("web"), self._of("worker"), cpu.seconds([DATABASE]))

    def web_worker(self) -> int:
        """Process of granian that runs the application: the largest below its master."""
        return max(cpu.tree(self.processes.running["web"].pid), key=cpu.resident)

    def wait(self, ready: Callable[[], bool], what: str, *, seconds: float = 180) -> None:
        """Raises Stop when it is not `ready` in that time."""
        end = time.monotonic() + seconds
        while not ready():
            self.processes.check()
            if time.monotonic() > end:
                raise Stop(f"За {seconds:.0f} с не дождались: {what}. Журналы были в {self.processes.logs}")
            time.sleep(0.02)

    def _of(self, name: str) -> float:
        process = self.processes.running.get(name)
        return cpu.seconds([process.pid]) if process else 0.0


class Bare:
    """The same server with a page of Django that only hands out bytes: the limit of a page."""

    def __init__(self) -> None:
        self.port = free()
        self.process: shell.Process | None = None

    def __enter__(self) -> "Bare":
        argv = [str(BIN / "granian"), *_GRANIAN, "--port", str(self.port), "benches.bare_django:application"]
        with (DATA / "log/bare.log").open("ab") as log:
            self.process = shell.start(argv, log, env=os.environ, cwd=ROOT)
        watched = Processes(DATA, {})
        watched.running["bare"] = self.process
        watched.wait_for(f"http://127.0.0.1:{self.port}/0")
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.process:
            shell.end(self.process, signal.SIGTERM)

    def spent(self) -> float:
        return cpu.seconds([self.process.pid]) if self.process else 0.0


def free() -> int:
    """Not the first free one: another command of this machine may be about to take it too."""
    return free_port(random.randrange(20_000, 28_000))  # noqa: S311  # no secret


def letters() -> int:
    """Letters written to the folder so far."""
    folder = DATA / "mail"
    return sum(1 for entry in os.scandir(folder) if entry.name.endswith(".eml")) if folder.is_dir() else 0
