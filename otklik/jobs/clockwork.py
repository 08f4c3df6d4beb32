"""The clock: runs a table of `periodic` in one process; the others wait to take over when its lease runs out."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Q

from otklik.jobs.models import Lease
from otklik.jobs.periodic import TABLES, Job
from otklik.kit import clock

log = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=10)
TICK: Final = 0.25  # seconds


def run(stop: threading.Event, table: str) -> None:
    """One of periodic.TABLES, until `stop` is set. The database may go and come back."""
    me, due = uuid4(), dict[str, datetime]()
    while not stop.wait(TICK):
        _safely("lease", lambda: _round(table, me, due))
    _safely("lease", lambda: Lease.objects.filter(holder=me).update(until=None))
    connection.close()


def hold(table: str, me: UUID, *, now: datetime) -> bool:
    """Take or prolong the lease; False while another process holds it."""
    free = Q(until=None) | Q(until__lt=now) | Q(holder=me)
    if Lease.objects.filter(free, name=table).update(holder=me, until=now + LEASE):
        return True
    if not Lease.objects.filter(name=table).exists():
        Lease.objects.bulk_create([Lease(name=table)], ignore_conflicts=True)
    return False


def _round(table: str, me: UUID, due: dict[str, datetime]) -> None:
    now = clock.now()
    for job in [job for job in TABLES[table] if due.get(job.name, now) <= now]:
        if not hold(table, me, now=clock.now()):
            return
        due[job.name] = clock.now() + job.every
        _safely(job.name, lambda job=job: _run(job))  # type: ignore[misc]


def _run(job: Job) -> None:
    began = time.monotonic()
    done = job.run()
    if done:
        log.info("%s: %d in %.0f ms", job.name, done, (time.monotonic() - began) * 1000)


def _safely(what: str, run: Callable[[], object]) -> None:
    try:
        run()
    except Exception:  # one job's fault must not stop the others; it is logged and tried again
        log.exception("%s failed", what)
        connection.close()
