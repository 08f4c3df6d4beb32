"""PgBouncer in transaction mode before the database of the tests."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

from tests.fault.portal import free_port

PROGRAM: Final = "/usr/sbin/pgbouncer"
SERVERS: Final = 3  # connections to the real server; more processes than that want one
_SETTINGS: Final = """\
[databases]
* = host={host} port={port} user={user} password={password}{more}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = any
admin_users = admin
pool_mode = transaction
default_pool_size = {servers}
ignore_startup_parameters = extra_float_digits
"""


@dataclass(frozen=True, slots=True)
class Bouncer:
    port: int

    def url(self, database: str) -> str:
        return f"postgres://anyone:x@127.0.0.1:{self.port}/{database}"

    def most_servers(self, database: str) -> int:
        """Connections that it now holds to the real server for this database."""
        return len([row for row in self._ask("SHOW SERVERS") if row["database"] == database])

    def transactions(self, database: str) -> int:
        return sum(row["total_xact_count"] for row in self._ask("SHOW STATS") if row["database"] == database)

    def _ask(self, question: str) -> list[dict[str, Any]]:
        url = f"postgres://admin:x@127.0.0.1:{self.port}/pgbouncer"
        # Its console speaks the simple protocol only.
        with psycopg.connect(
            url, autocommit=True, row_factory=dict_row, cursor_factory=psycopg.ClientCursor
        ) as console:
            return list(console.execute(question.encode()))


@contextmanager
def a_bouncer(server: dict[str, Any], *, read_only: bool = False) -> Iterator[Bouncer]:
    """server: the settings of a Django database. read_only: whoever writes through it is refused."""
    bouncer = Bouncer(free_port())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pgbouncer.ini"
        words = {name.lower(): server[name] for name in ("HOST", "PORT", "USER", "PASSWORD")}
        more = " connect_query='SET default_transaction_read_only = on'" if read_only else ""
        file.write_text(_SETTINGS.format(**words, more=more, own_port=bouncer.port, servers=SERVERS))
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                [*_as_nobody(Path(folder)), PROGRAM, str(file)], stdout=log, stderr=log
            )
            try:
                _wait(bouncer, process, Path(folder) / "log")
                yield bouncer
            finally:
                process.terminate()
                process.wait(timeout=10)


def _as_nobody(folder: Path) -> list[str]:
    """It refuses to be root."""
    if os.geteuid() != 0:
        return []
    for path in (folder, folder / "pgbouncer.ini"):
        shutil.chown(path, "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]


def _wait(bouncer: Bouncer, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 10
    while True:
        try:
            bouncer.transactions("")
            return
        except psycopg.OperationalError:
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.05)
