"""Tables filled by the million: indexes and references away and made anew, rows by a pipe of two psql.

The reading session makes the rows, the writing one stores them: two processes, as many as a small machine has cores.
What is copied into a table emptied in the same transaction comes frozen, so no vacuum has to write it all again, and
with wal_level=minimal it passes the journal by.
"""

# ruff: noqa: S608  # SQL of our own constants

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from tools.cluster import PROGRAMS
from tools.say import Stop

AT_ONCE: Final = 2  # sessions
_MEMORY: Final = (
    "SET work_mem = '256MB'; SET maintenance_work_mem = '1GB'; SET max_parallel_workers_per_gather = 0"
)
# The rows stay in the order in which the largest table lies: a sorted one would be stored sorted by topics.
_AS_IT_LIES: Final = "SET enable_mergejoin = off"
_INDEXES: Final = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname, c.contype,
       pg_get_constraintdef(c.oid)
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
WHERE i.indrelid = ANY(%s::regclass[]) ORDER BY i.indrelid, i.indexrelid
"""
_REFERENCES: Final = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND (conrelid = ANY(%(tables)s::regclass[]) OR confrelid = ANY(%(tables)s::regclass[]))
"""
_TYPES: Final = """
SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""


@dataclass(frozen=True, slots=True)
class _Index:
    table: str
    name: str
    definition: str
    constraint: str | None
    kind: str | None  # p, u or x
    whole: str | None  # the constraint's definition

    def drop(self) -> str:
        if self.constraint:
            return f"ALTER TABLE {self.table} DROP CONSTRAINT {_quoted(self.constraint)}"
        return f"DROP INDEX {self.name}"

    def make(self) -> str:
        if self.kind == "x" and self.constraint:
            return f"ALTER TABLE {self.table} ADD CONSTRAINT {_quoted(self.constraint)} {self.whole}"
        return self.definition

    def attach(self) -> str | None:
        """The index made is the constraint again."""
        if self.kind not in ("p", "u") or not self.constraint:
            return None
        kind = "PRIMARY KEY" if self.kind == "p" else "UNIQUE"
        name = _quoted(self.constraint)
        return f"ALTER TABLE {self.table} ADD CONSTRAINT {name} {kind} USING INDEX {name}"


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """Without indexes and references while the block runs. All references are checked in the end."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [list(tables)])
        indexes = [_Index(*row) for row in cursor.fetchall()]
        cursor.execute(_REFERENCES, {"tables": list(tables)})
        references = cursor.fetchall()
        for table, name, _ in references:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {_quoted(name)}")
        for index in indexes:
            cursor.execute(index.drop())
        yield
        together([lambda one=one: run(one.make()) for one in indexes])  # type: ignore[misc]
        for index in indexes:
            if words := index.attach():
                cursor.execute(words)
    made = [
        f"ALTER TABLE {table} ADD CONSTRAINT {_quoted(name)} {whole}" for table, name, whole in references
    ]
    for words in made:
        run(words)


def together(works: Sequence[Callable[[], object]]) -> None:
    """Each in a thread, so many at once as there are sessions; the first error is raised."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for done in [threads.submit(work) for work in works]:
            done.result()


def run(statement: str) -> None:
    """In a session of its own, with the memory of a large work."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as session:
        session.execute(_MEMORY)
        session.execute(statement)


def pour(table: str, columns: Sequence[str], select: str) -> None:
    """Empty the table and fill it with what `select` gives, cast to the types of the columns. Raises Stop."""
    with connection.cursor() as cursor:
        cursor.execute(_TYPES, [table])
        types = dict(cursor.fetchall())
    names = ", ".join(map(_quoted, columns))
    cast = ", ".join(f"{_quoted(name)}::{types[name]}" for name in columns)
    out = f"COPY (SELECT {cast} FROM ({select}) AS v ({names})) TO STDOUT (FORMAT binary)"
    into = f"COPY {table} ({names}) FROM STDIN (FORMAT binary, FREEZE)"
    reader = _psql(_MEMORY, _AS_IT_LIES, out, stdout=subprocess.PIPE)
    writer = _psql("BEGIN", f"TRUNCATE {table} CASCADE", into, "COMMIT", stdin=reader.stdout)
    if reader.stdout:
        reader.stdout.close()  # the writer's now
    said = {process: process.communicate()[1] for process in (writer, reader)}
    for process in (reader, writer):  # the writer complains of what the reader could not read
        if process.returncode:
            raise Stop(f"psql, {table}: {said[process].decode(errors='replace')[-800:]}")


def _psql(*statements: str, **pipes: object) -> "subprocess.Popen[bytes]":
    base = settings.DATABASES["default"]
    where = [
        "-h",
        str(base["HOST"]),
        "-p",
        str(base["PORT"]),
        "-U",
        str(base["USER"]),
        "-d",
        str(base["NAME"]),
    ]
    said = [word for statement in statements for word in ("-c", statement)]
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # noqa: S603
        [str(PROGRAMS / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *where, *said],
        env={
            **os.environ,
            "PGPASSWORD": str(base["PASSWORD"]),
            "PGOPTIONS": "-c client_min_messages=warning",
        },
        stderr=subprocess.PIPE,
        **pipes,
    )


def _quoted(name: str) -> str:
    return sql.Identifier(name).as_string()
