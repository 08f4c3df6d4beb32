"""Seconds and SQL statements of each stage, of this process alone: the stand has a process of its own."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(slots=True)
class Stage:
    name: str
    seconds: float = 0.0
    statements: int = 0
    times: int = 0  # how many things it was done to

    @property
    def each(self) -> float:
        return self.statements / self.times if self.times else 0.0


class Meter:
    """Stages in the order in which they first came; one that comes again is added up."""

    def __init__(self) -> None:
        self.stages: dict[str, Stage] = {}
        self._statements = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """The body sets or adds to `times`. BEGIN and COMMIT are not counted, savepoints are."""
        stage = self.stages.setdefault(name, Stage(name))
        began, before = time.monotonic(), self._statements
        with connection.execute_wrapper(self._counted):
            yield stage
        stage.seconds += time.monotonic() - began
        stage.statements += self._statements - before

    def _counted(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        self._statements += 1
        return execute(sql, params, many, context)
