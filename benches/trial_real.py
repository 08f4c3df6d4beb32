"""Trials on the real appeals of a region, in a database of their own: `python -m benches.trial_real trial …` lets 1,733
of them travel the whole route, `… monday …` lets ten moderators empty a queue of 2,000.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benches.trial.__main__ import parser
from benches.trial.source import missing
from tools import environment, folder, say, settings_file, shell
from tools.cluster import Cluster
from tools.environment import BIN, ROOT


def main(words: list[str]) -> int:
    """0: as it should be, nothing lost or doubled, or there are no real data here; 1: not so."""
    what, *words = words
    options = parser().parse_args(words)
    if absent := missing(options.data):
        say.line(f"Проба пропущена: в {options.data} нет настоящих данных ({', '.join(absent)}).")
        return 0
    # The trial runs in the project's folder: a relative file means the place of the person.
    place = Path(os.environ.get("OTKLIK_BENCH_FROM", os.getcwd()))
    words = ["--data", str(options.data.resolve())]
    if options.limit:
        words += ["--limit", str(options.limit)]
    if options.json:
        words += ["--json", str(place / options.json)]
    with tempfile.TemporaryDirectory(prefix="otklik-trial-") as temporary:
        data = Path(temporary)
        data.chmod(0o711)  # the database runs as another user
        folder.check_room(data)
        with _database(data) as (url, server):
            argv = [str(BIN / "python"), "-m", f"benches.{what}", *words]
            return shell.follow(
                argv, env={**environment.variables(), **_settings(data, url), **server}, cwd=ROOT
            )


def _settings(data: Path, url: str) -> dict[str, str]:
    """Whatever `.env` says: files, letters and packets of the trial stay in its own folder."""
    return {
        "DATABASE_URL": url,
        "OTKLIK_REPLICA_URL": "",
        "OTKLIK_DATA": str(data),
        "OTKLIK_MSED_SPOOL": str(data / "msed"),
        "OTKLIK_S3_BUCKET": "",
        "OTKLIK_MAIL": "file",
        "OTKLIK_DB_POOL": "0",
        "OTKLIK_LOG": "WARNING",
        "OTKLIK_REGION_NAME": "Чувашская Республика",
    }


@contextmanager
def _database(data: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """An empty one: in a cluster of its own, or, where DATABASE_URL names a server, a new one beside the others. With
    it the variable that names the server's process, whose time the morning counts.
    """
    given = settings_file.given().get("DATABASE_URL")
    cluster = None if given else Cluster(data)
    try:
        if cluster:
            url = cluster.start()
            yield url, {"OTKLIK_BENCH_PG_PID": str(cluster.process.pid if cluster.process else 0)}
        elif given:
            with _another(given) as url:
                yield url, {"OTKLIK_BENCH_PG_PID": "0"}
    finally:
        if cluster:
            cluster.stop()


@contextmanager
def _another(url: str) -> Iterator[str]:
    name = f"otklik_trial_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    sys.exit(say.ended(lambda: main(sys.argv[1:])))
