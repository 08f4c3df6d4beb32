"""`./bench [part] [--sizes …] [--json FILE] [--data FOLDER]`: speed as ratios to a limit measured in the same run."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benches import options
from tools import environment, folder, packages, shell
from tools.cluster import Cluster
from tools.environment import BIN, ROOT

# As the database of a portal with ten million appeals is set up; commits stay durable. The minimal journal spares the
# filling a second writing of everything, and costs or saves a single transaction nothing.
_TUNING: Final = (
    "shared_buffers=1GB", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=8GB", "checkpoint_timeout=30min",
    "autovacuum=off", "random_page_cost=1.1", "effective_cache_size=8GB",
)  # fmt: skip
_BYTES: Final = (
    5_000  # on the disk for an appeal, everything that is kept of it and the room to build indexes
)


def main(words: list[str]) -> int:
    """In a database of its own, deleted unless --data keeps it: with durable commits, as on a real portal."""
    trial = words[:1] in (["trial"], ["monday"])
    # a wrong word is told before anything is installed
    asked = None if trial else options.read(words, place=Path.cwd())
    packages.need(packages.RUN)
    environment.python(dev=True)
    environment.front_end()
    if asked is None:  # on real input, in a database of its own: benches/trial_real.py
        argv = [str(BIN / "python"), "-m", "benches.trial_real", *words]
        return shell.follow(argv, env={**environment.variables(), "OTKLIK_BENCH_FROM": os.getcwd()}, cwd=ROOT)
    with _folder(asked.data) as data:
        folder.check_room(data, 10**9 + _BYTES * max(asked.sizes) * (not (data / "pg").exists()))
        (data / "static").mkdir(exist_ok=True)
        cluster = Cluster(data, tuning=_TUNING)
        try:
            variables = {
                **environment.variables(),
                "DATABASE_URL": cluster.start(),
                "OTKLIK_DATA": str(data),
                "OTKLIK_DEMO": "1",
                # Whose CPU time counts as the database's: this process and its children.
                "OTKLIK_BENCH_PG_PID": str(cluster.process.pid if cluster.process else 0),
                # The place of the person, for a relative --json FILE.
                "OTKLIK_BENCH_FROM": os.getcwd(),
            }
            return shell.follow([str(BIN / "python"), "-m", "benches", *words], env=variables, cwd=ROOT)
        finally:
            cluster.stop()


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        with folder.owned(kept, fresh=False):
            yield kept
        return
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as temporary:
        Path(temporary).chmod(0o711)  # the database runs as another user
        yield Path(temporary)
