"""Reads of public pages may go to a replica. Off until settings.REPLICA_URL is set.

A person who has just written reads from the primary for settings.REPLICA_PAUSE seconds: `web.replica` decides that
for each request and says so here. Outside a public request (worker, commands, desks) everything is the primary.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections

_reads: ContextVar[str] = ContextVar("otklik_reads", default="default")


@contextmanager
def reading_from(database: str) -> Iterator[None]:
    """Within the block the ORM reads from `database`, one of settings.DATABASES."""
    token = _reads.set(database)
    try:
        yield
    finally:
        _reads.reset(token)


def rows(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement of our own words, run where the ORM would read now."""
    with connections[_reads.get()].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


class Router:
    """Django's database router: reads as `reading_from` says, writes always to the primary."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        return _reads.get()

    def db_for_write(self, model: type, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"
