"""Reads of public pages may go to a replica. Off until settings.REPLICA_URL is set.

A person who has just written reads from the primary for settings.REPLICA_PAUSE seconds: `web.replica` decides that
for each request and says so here. Outside a public request (worker, commands, desks) everything is the primary.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections
from psycopg import Cursor

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
    with _asked(statement, values) as cursor:
        return list(cursor.fetchall())


def named(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[dict[str, Any]]:
    """As `rows`, each by the names of its columns."""
    with _asked(statement, values) as cursor:
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def _asked(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> Iterator[Any]:
    """Values go apart from the statement. PostgreSQL plans it once for a connection (settings: prepare_threshold) and
    for all values where that is as good: with forty indexes on the appeals planning costs more than running.
    """
    connection = connections[_reads.get()]
    connection.ensure_connection()
    # As connection.cursor() does, which would put the values into the words.
    with connection._prepare_cursor(_Planned(connection.connection)) as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement, values)
        yield cursor


class _Planned(Cursor[Any]):
    """psycopg's cursor as it comes, but that Django finds the words in it which it logs."""

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)
        return self._query


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
