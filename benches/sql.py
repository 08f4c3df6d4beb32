"""Statements that others send, and the same statements sent by pgbench."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection

from benches.portal import DATA
from tools.cluster import PROGRAMS
from tools.say import Stop

_BRACKETS: Final = "^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|START TRANSACTION)"
_SENT: Final = f"""
SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
WHERE d.datname = current_database() AND toplevel AND query !~* '{_BRACKETS}'
  AND query !~ 'pg_stat_statements' AND query !~ '^SELECT .{{1,3}} FROM ONLY .* FOR KEY SHARE OF x$'
"""  # noqa: S608  # our own constant


def sent() -> int:
    """Statements that this database has done so far, from whomever; BEGIN, COMMIT and savepoints are not counted."""
    with connection.cursor() as cursor:
        cursor.execute(_SENT)
        return int(cursor.fetchone()[0])


@contextmanager
def captured() -> Iterator[list[str]]:
    """What this process sends within the block, with its parameters in place, BEGIN and COMMIT included."""
    found: list[str] = []
    within = False

    def listen(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        nonlocal within
        if within != (inside := context["connection"].in_atomic_block):
            found.append("BEGIN" if inside else "COMMIT")
            within = inside
        found.append(_whole(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found
    if within:
        found.append("COMMIT")


def _whole(sql: str, params: Any) -> str:
    if not params:
        return sql
    with connection.cursor() as cursor:
        return psycopg.ClientCursor(cursor.connection).mogrify(sql, params)


def as_script(statements: list[str], *, key: UUID, number: str, ids: dict[str, int]) -> str:
    """A pgbench script that does the same again and again with fresh keys.

    key, number: what stands in the statements and must differ each time. ids: table → the key that its INSERT gave;
    later statements get the one that theirs gives. Run it with -D n=0, and with rows prepared under `pooled` keys.
    """
    lines = [
        "\\set n :n + 1",
        f"\\set key {_FIRST} + :client_id * {_APART} + :n",
        # nine digits of which the first is 0: no number of the portal is so
        "\\set number 1000000000 + :client_id * 10000000 + :n",
    ]
    for statement in statements:
        text = " ".join(statement.split()).rstrip(";")
        text = re.sub(f"'({key}|{key.hex})'(::uuid)?", "lpad(to_hex(:key), 32, '0')::uuid", text)
        text = text.replace(f"'{number}'", "right(:number::text, 9)")
        for table, value in ids.items():
            if f'INTO "{table}"' not in text:
                text = re.sub(rf"\b{value}\b", f":{table}_id", text)
        given = next((table for table in ids if f'INTO "{table}"' in text and "RETURNING" in text), "")
        lines.append(f"{text} \\gset {given}_" if given else f"{text};")
    return "\n".join(lines) + "\n"


_FIRST: Final = 1 << 52
_APART: Final = 1_000_000


def pooled(client: int, n: int) -> str:
    """The key that transaction `n` (from 1) of pgbench's client uses."""
    return f"{_FIRST + client * _APART + n:032x}"


def pgbench(script: str, *, clients: int, transactions: int, first: int) -> float:
    """Transactions a second. first: how many each client has done in earlier calls. Raises Stop."""
    file = Path(DATA) / "filing.sql"
    file.write_text(script, encoding="utf-8")
    base = settings.DATABASES["default"]
    where = ["-h", str(base["HOST"]), "-p", str(base["PORT"]), "-U", str(base["USER"]), str(base["NAME"])]
    count = ["-c", str(clients), "-j", "2", "-t", str(transactions), "-D", f"n={first}", "-n", "-M", "simple"]
    done = subprocess.run(  # noqa: S603
        [str(PROGRAMS / "pgbench"), *count, "-f", str(file), *where],
        env={**os.environ, "PGPASSWORD": str(base["PASSWORD"])},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if done.returncode or not found:
        raise Stop(f"pgbench: {json.dumps(done.stderr[-800:], ensure_ascii=False)}")
    return float(found[1])
