from collections import Counter

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job, Status

from otklik.jobs import offline, outgoing, stalled

pytestmark = [pytest.mark.route, pytest.mark.django_db]


def its_worker_was_killed(*tasks: str) -> None:
    """As after kill -9: the worker's row was pruned, its jobs are «doing» for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL WHERE task_name = ANY(%s)",
            [list(tasks)],
        )


def jobs() -> Counter[tuple[str, str]]:
    rows = ProcrastinateJob.objects.values_list("task_name", "status")
    return Counter((task.rsplit(".", 1)[1], status) for task, status in rows)


def queue_files() -> None:
    offline.write_offline_files.configure(queueing_lock="offline-files", lock="offline-files").defer()


def queue_letters() -> None:
    outgoing.send_waiting.configure(queueing_lock="outbox-email").defer(channel="email")


def test_the_jobs_of_a_killed_worker_are_queued_again():
    queue_files()
    queue_letters()
    its_worker_was_killed(*app.tasks)
    assert stalled.retry() == 2
    assert jobs() == {("write_offline_files", "todo"): 1, ("send_waiting", "todo"): 1}
    assert stalled.retry() == 0


def test_a_job_whose_twin_was_queued_meanwhile_keeps_nobody_waiting():
    """Found by the storm of kills: the twin waited for the lock of the dead, the dead for the place of the twin, and
    every job behind them stayed «doing» for ever.
    """
    queue_files()
    queue_letters()
    its_worker_was_killed(*app.tasks)
    queue_files()
    assert stalled.retry() == 2
    assert jobs() == {("write_offline_files", "todo"): 1, ("send_waiting", "todo"): 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_fetch_job_v2(ARRAY['dumps'], NULL)")
        assert cursor.fetchone() == ("otklik.jobs.offline.write_offline_files",)


def test_two_dead_twins_become_one():
    queue_letters()
    its_worker_was_killed(*app.tasks)
    queue_letters()
    its_worker_was_killed(*app.tasks)
    stalled.retry()
    assert jobs() == {("send_waiting", "todo"): 1}


def test_a_job_that_cannot_be_queued_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch):
    """As when its worker was only slow, and finished it between our question and our answer."""
    queue_files()
    queue_letters()
    its_worker_was_killed(*app.tasks)
    asked = app.job_manager.get_stalled_jobs

    async def and_one_is_finished(*, seconds_since_heartbeat: float) -> list[Job]:
        found = list(await asked(seconds_since_heartbeat=seconds_since_heartbeat))
        await app.job_manager.finish_job(found[0], status=Status.SUCCEEDED, delete_job=True)
        return found

    monkeypatch.setattr(app.job_manager, "get_stalled_jobs", and_one_is_finished)
    assert stalled.retry() == 1
    assert jobs() == {("send_waiting", "todo"): 1}
