"""Polls end by the clock, are counted and published by the worker."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.jobs import polls
from otklik.kit import clock
from otklik.polls import ending, voting
from otklik.polls.tests.given import a_poll, somebody

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_the_clock_ends_a_poll_and_queues_its_publication_once():
    poll, going = a_poll(), a_poll()
    for asked in (poll, going):
        voting.vote(poll_code=asked.code, voter=somebody(), given={"park": "yes"}, now=clock.now())
    ending.end_early(poll_id=poll.pk, why="Конец")
    assert polls.run() == 1
    assert polls.run() == 0
    job = ProcrastinateJob.objects.get(task_name="otklik.jobs.polls.publish")
    polls.publish.func(**job.args)
    poll.refresh_from_db()
    going.refresh_from_db()
    assert (poll.state, going.state) == ("counted", "open")
    assert polls.run() == 0
