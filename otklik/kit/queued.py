"""Jobs that the clock queues again and again: at most one of a name waits."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task


def once(task: Task[..., Any, ...], name: str, *, lock: str | None = None, **said: Any) -> int:
    """Queue the task with what is said unless one of this name waits; return how many were queued, 1 or 0.

    One name, one work: where a worker died, its job gives way to the one that waits (jobs/stalled.py). lock: of those
    that have it one runs at a time.
    """
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.configure(queueing_lock=name, lock=lock).defer(**said)
        return 1
    return 0
