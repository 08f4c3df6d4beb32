"""A private PostgreSQL: its own folder, port and socket, never the machine's default server."""

import hashlib
import os
import secrets
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from tools import shell
from tools.owner import owner_of
from tools.ports import free_port
from tools.say import Stop, doing

PROGRAMS: Final = Path("/usr/lib/postgresql/15/bin")
# In the template too, so that every new database (those of the tests) has them without a superuser.
_EXTENSIONS: Final = ("postgis", "pg_trgm", "btree_gist", "unaccent", "pg_stat_statements")
_UNSAFE: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # nothing to lose
_SOCKET_MAX: Final = 90  # characters of the folder; the system's limit is 107 with the file's name
_START_SECONDS: Final = 90  # after a crash of the machine PostgreSQL first replays its journal
_ACCESS: Final = """\
local all postgres peer map=keeper
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
"""
_ROLE: Final = """\
SELECT 'CREATE ROLE otklik' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'otklik') \\gexec
ALTER ROLE otklik LOGIN CREATEDB NOSUPERUSER PASSWORD '{password}';
GRANT pg_read_all_stats TO otklik;
\\connect template1
{extensions}
SELECT 'CREATE DATABASE otklik OWNER otklik'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'otklik') \\gexec
"""


class Cluster:
    """PostgreSQL under `data`/pg, run by us and ended with us. safe=False: quick, for what may be lost.

    tuning: settings of PostgreSQL in place of the usual ones, "name=value".
    """

    def __init__(self, data: Path, *, safe: bool = True, tuning: tuple[str, ...] = ()) -> None:
        self.data, self.home, self.log, self.safe = data, data / "pg", data / "log/postgres.log", safe
        self.tuning = tuning
        self.process: shell.Process | None = None
        self.port = 0

    def start(self) -> str:
        """Make it where it is not there, start it; the URL for the application's own role. Raises Stop."""
        if not (PROGRAMS / "postgres").exists():
            raise Stop("Нет PostgreSQL 15. Установите: apt-get install postgresql-15 postgresql-15-postgis-3")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.owner = owner_of(self.data)
        if not (self.home / "PG_VERSION").exists():
            with doing("создаю базу PostgreSQL"):
                self._create()
        self.end_orphan()
        self._start_server()
        password = self._password()
        self._prepare(password)
        return f"postgres://otklik:{password}@127.0.0.1:{self.port}/otklik"

    def stop(self) -> None:
        """Fast shutdown: open sessions are cut, what was committed is kept."""
        if self.process:
            shell.end(self.process, signal.SIGINT, seconds=60)

    def end_orphan(self) -> None:
        """End a server that an earlier run left behind; forget the notes of one that is no more.

        PostgreSQL believes its notes while a process of that number exists, be it another program or, in a container
        without init, a dead one that nobody buried. A process of this cluster is known by its working folder.
        """
        note = self.home / "postmaster.pid"
        if not note.exists():
            return
        pid = int(note.read_text().split("\n", 1)[0])
        if pid in self._inhabitants():
            os.kill(pid, signal.SIGINT)
        end = time.monotonic() + 30
        while self._inhabitants():
            if time.monotonic() > end:
                raise Stop(
                    f"Прежний PostgreSQL (процесс {pid}) не останавливается. Остановите его: kill {pid}"
                )
            time.sleep(0.05)
        for stale in (note, *self._socket_folder().glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)

    def _inhabitants(self) -> set[int]:
        """Numbers of the processes that work in the cluster's folder."""
        home, found = str(self.home.resolve()), set()
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                # It may end meanwhile, or be somebody else's and hide its folder.
                with suppress(OSError):
                    if os.readlink(process / "cwd") == home:
                        found.add(int(process.name))
        return found

    def _create(self) -> None:
        """In a folder beside, then renamed: a creation cut short is not taken for a cluster."""
        fresh = self.data / "pg.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self.owner.take(fresh)
        words = ["-D", str(fresh), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
        shell.output(
            [*self.owner.prefix, str(PROGRAMS / "initdb"), *words, *([] if self.safe else ["--no-sync"])]
        )
        (fresh / "pg_hba.conf").write_text(_ACCESS)
        (fresh / "pg_ident.conf").write_text(f"keeper {self.owner.name} postgres\n")
        fresh.rename(self.home)

    def _start_server(self) -> None:
        kept = self.data / "secrets/port"
        self.port = free_port(prefer=int(kept.read_text()) if kept.exists() else None)
        keep_secret(kept, str(self.port))
        options = (
            f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self._sockets()}",
            "max_connections=200", "shared_buffers=128MB", "jit=off", "logging_collector=off",
            "log_timezone=UTC", "shared_preload_libraries=pg_stat_statements",
            *(() if self.safe else _UNSAFE), *self.tuning,
        )  # fmt: skip
        flags = [word for option in options for word in ("-c", option)]
        with self.log.open("ab") as log:
            argv = [*self.owner.prefix, str(PROGRAMS / "postgres"), "-D", str(self.home), *flags]
            self.process = shell.start(argv, log, env=None, cwd=Path("/"), last="INT")
        self._wait(self.process)

    def _wait(self, process: shell.Process) -> None:
        note, end = self.home / "postmaster.pid", time.monotonic() + _START_SECONDS
        while time.monotonic() < end and process.poll() is None:
            lines = note.read_text().split("\n") if note.exists() else []
            if len(lines) > 7 and lines[7].strip() == "ready":
                return
            time.sleep(0.02)
        self.stop()
        raise Stop(f"PostgreSQL не запустился. Журнал: {self.log}\n{shell.last_lines(self.log)}")

    def _prepare(self, password: str) -> None:
        """The application's role, which is no superuser, its database and the extensions; safe to repeat."""
        done, stamp = self.data / "secrets/prepared", hashlib.sha256(password.encode()).hexdigest()
        if done.exists() and done.read_text() == stamp:
            return
        extensions = "\n".join(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in _EXTENSIONS)
        where = ["-h", str(self._sockets()), "-p", str(self.port), "-U", "postgres", "-d", "postgres"]
        # By standard input: the arguments of a process can be read by everybody on the machine.
        shell.output(
            [*self.owner.prefix, str(PROGRAMS / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *where],
            stdin=_ROLE.format(password=password, extensions=extensions),
        )
        keep_secret(done, stamp)

    def _sockets(self) -> Path:
        folder = self._socket_folder()
        self.owner.take(folder)
        return folder

    def _socket_folder(self) -> Path:
        folder = self.data / "sockets"
        if len(str(folder)) <= _SOCKET_MAX:
            return folder
        return Path("/tmp") / f"otklik-{hashlib.sha256(str(self.data).encode()).hexdigest()[:12]}"  # noqa: S108

    def _password(self) -> str:
        file = self.data / "secrets/database"
        if not file.exists():
            keep_secret(file, secrets.token_urlsafe(24))
        return file.read_text()


def keep_secret(file: Path, text: str) -> None:
    """Write a file that only its owner reads."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(text)
