"""A real portal beside the tests: its own database, folder, port and processes, which can be killed one by one."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

PATIENCE: Final = 60  # seconds for a process to begin


@dataclass(slots=True)
class Portal:
    data: Path
    database: str  # URL
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    starting: Lock = field(default_factory=Lock)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def spool(self) -> Path:
        return self.data / "msed"

    def run(self, *words: str) -> None:
        """`otklik <words>` to its end. Raises CalledProcessError with its words in the log."""
        with (self.data / "command.log").open("ab") as log:
            subprocess.run(otklik(*words), env=self.variables(), stdout=log, stderr=log, check=True)

    def start(self, name: str, *words: str) -> None:
        """In a group of its own, so that a kill takes the children along; words go to <name>.log."""
        with (self.data / f"{name}.log").open("ab") as log, self.starting:
            self.processes[name] = subprocess.Popen(
                otklik(*words), env=self.variables(), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """The whole group at once, as the kernel does when memory is short; nobody gets to tidy up."""
        process = self.processes[name]
        os.killpg(process.pid, number)
        process.wait(timeout=30)

    def wait(self) -> None:
        """Until the portal answers."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"{self.base}/health", timeout=5):  # noqa: S310
                    return
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        with self.starting:
            left = [name for name, process in self.processes.items() if process.poll() is None]
        for name in left:
            self.kill(name)

    def variables(self) -> dict[str, str]:
        ours = {
            "DATABASE_URL": self.database,
            "OTKLIK_DATA": str(self.data),
            "OTKLIK_DEMO": "1",
            "OTKLIK_BASE_URL": self.base,
            "OTKLIK_LOG": "WARNING",
            "OTKLIK_UNDO_SECONDS": "0",
        }
        return {**os.environ, **ours, **self.settings}


@contextmanager
def a_portal(data: Path, *, database: str, **settings: str) -> Iterator[Portal]:
    """On that database; nothing runs yet. At the end nothing runs any more."""
    (data / "static").mkdir()
    portal = Portal(data, database, free_port(), settings)
    try:
        yield portal
    finally:
        portal.stop()


@contextmanager
def a_database() -> Iterator[str]:
    """An empty database on the server of the tests; its URL. Dropped at the end with whoever is still in it."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"otklik_fault_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(server._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def otklik(*words: str) -> list[str]:
    return [str(Path(sys.executable).with_name("otklik")), *words]


def free_port() -> int:
    """Of the system's choice."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
