"""Files for phones without a network are made by a process of their own, as the open data are."""

import subprocess
import sys

from procrastinate.contrib.django import app

from otklik.kit import clock, queued
from otklik.places import offline


def wake() -> int:
    """Queue the making when a municipality has no files or those of another day; return how many were queued."""
    if not offline.due(now=clock.now()):
        return 0
    return queued.once(write_offline_files, "offline-files", lock="offline-files")


@app.task(queue="dumps")
def write_offline_files() -> None:
    """Raises CalledProcessError: the command failed and has said why in the log; the clock queues it again."""
    if offline.due(now=clock.now()):
        command = [sys.executable, "-c", "from otklik.config.cli import main; main()", "offline", "--nice"]
        subprocess.run(command, check=True)  # noqa: S603  # our own command
