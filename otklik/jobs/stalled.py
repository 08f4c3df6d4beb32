"""Jobs of a worker that was killed: they stay «doing» in the table until somebody takes them up again."""

from typing import Final

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

# A live worker shows itself every HEARTBEAT seconds; the jobs of one unseen for SECONDS are taken up by another.
HEARTBEAT: Final = 2.0
SECONDS: Final = 10.0


def retry() -> int:
    """Queue stalled jobs again; return how many. Every task is safe to run twice."""
    return async_to_sync(_retry)()


async def _retry() -> int:
    manager = app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS))
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)
