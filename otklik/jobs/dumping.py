"""The open data are written by a process of its own: minutes of work and memory that the worker gets back."""

import subprocess
import sys

from procrastinate.contrib.django import app

from otklik.kit import clock, queued
from otklik.stats.opendata import dump


def wake() -> int:
    """Queue the dump of today when its hour has come; return how many were queued."""
    if not dump.due(now=clock.now()):
        return 0
    return queued.once(write_open_data, "open-data", lock="open-data")


@app.task(queue="dumps")
def write_open_data() -> None:
    """Raises CalledProcessError: the command failed and has said why in the log; the clock queues it again."""
    if dump.due(now=clock.now()):
        command = [sys.executable, "-c", "from otklik.config.cli import main; main()", "dump", "--nice"]
        subprocess.run(command, check=True)  # noqa: S603  # our own command
