"""`./bench [part] [--sizes …] [--json FILE]`: speed as ratios to a limit measured in the same run."""

import os
import tempfile
from pathlib import Path

from benches import options
from tools import environment, folder, packages, shell
from tools.cluster import Cluster
from tools.environment import BIN, ROOT


def main(words: list[str]) -> int:
    """In a database of its own, deleted afterwards: with durable commits, as on a real portal."""
    trial = words[:1] == ["trial"]
    if not trial:
        options.read(words, place=Path.cwd())  # a wrong word is told before anything is installed
    packages.need(packages.RUN)
    environment.python(dev=True)
    environment.front_end()
    if trial:  # on real input, in a database of its own: benches/trial_real.py
        argv = [str(BIN / "python"), "-m", "benches.trial_real", *words[1:]]
        return shell.follow(argv, env={**environment.variables(), "OTKLIK_BENCH_FROM": os.getcwd()}, cwd=ROOT)
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as temporary:
        data = Path(temporary)
        data.chmod(0o711)  # the database runs as another user
        folder.check_room(data)
        (data / "static").mkdir()
        cluster = Cluster(data)
        try:
            variables = {
                **environment.variables(),
                "DATABASE_URL": cluster.start(),
                "OTKLIK_DATA": temporary,
                "OTKLIK_DEMO": "1",
                # Whose CPU time counts as the database's: this process and its children.
                "OTKLIK_BENCH_PG_PID": str(cluster.process.pid if cluster.process else 0),
                # The place of the person, for a relative --json FILE.
                "OTKLIK_BENCH_FROM": os.getcwd(),
            }
            return shell.follow([str(BIN / "python"), "-m", "benches", *words], env=variables, cwd=ROOT)
        finally:
            cluster.stop()
