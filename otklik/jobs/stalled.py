"""Jobs of a worker that was killed: they stay «doing» in the table until somebody takes them up again."""

import logging
from typing import Final

from asgiref.sync import async_to_sync
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from otklik.kit import clock

log = logging.getLogger(__name__)

# A live worker shows itself every HEARTBEAT seconds; the jobs of one unseen for SECONDS are taken up by another.
HEARTBEAT: Final = 2.0
SECONDS: Final = 10.0


def retry() -> int:
    """Queue stalled jobs again; return how many. Every task is safe to run twice."""
    stalled = list(async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=SECONDS))
    return sum(_again(job) for job in stalled)


def _again(job: Job) -> bool:
    """Each by itself: one that cannot be queued must not keep the others."""
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(_key(job), retry_at=clock.now())
    except UniqueViolation:
        _leave_to_twin(job)
    except ConnectorException as e:
        log.warning("job %s is not taken up: %s", job.id, e)
        return False
    return True


def _leave_to_twin(job: Job) -> None:
    """The clock queued the same work meanwhile (one queueing lock, one work), and where both have a lock the twin can
    not begin before the dead worker's job is gone: left alone, they would wait for each other for ever.
    """
    log.warning("job %s of a dead worker is left to the one that was queued after it", job.id)
    async_to_sync(app.job_manager.finish_job)(job, status=Status.ABORTED, delete_job=True)


def _key(job: Job) -> int:
    if job.id is None:
        raise ValueError("a job out of the table has its key")
    return job.id
