"""Polls end by the clock, are counted and published by the worker."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.assessment import telling as survey_telling
from otklik.assessment.tests import given as survey_given
from otklik.jobs import outgoing, polls
from otklik.kit import clock
from otklik.outbox import samples
from otklik.outbox.models import Message
from otklik.outbox.put import Note
from otklik.people import reach
from otklik.people.tests.listeners import a_listener
from otklik.places.models import Settlement
from otklik.polls import ending, telling, voting
from otklik.polls.models import Notice
from otklik.polls.tests.given import DAY, a_poll, somebody

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


def test_the_clock_queues_the_telling_once_and_the_job_tells_all(monkeypatch):
    noon = datetime(2026, 11, 26, 9, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    year = survey_given.a_survey(2026, "Дороги")
    home = Settlement.objects.create(code="lipovka", name="Липовка", territory_code="61604101").code
    user = a_listener(home_code=home)
    poll = a_poll(opens_at=noon - DAY, closes_at=noon + DAY)
    telling.note(poll.pk, poll.voters, Notice.What.OPEN)

    assert (polls.tell(), polls.tell()) == (1, 0)
    polls.tell_some.func()

    told = Message.objects.filter(user=user).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["poll-open", "survey-open"]
    assert not telling.due(now=noon)
    assert survey_telling.told() == {year.year: (1, True)}


def test_a_message_about_a_poll_that_has_ended_is_dropped_on_its_way_out():
    user = a_listener(poll_news="letter")
    poll = a_poll()
    said = samples.sample("poll-open")
    for n in (1, 2):
        reach.tell_of_polls(
            [user.pk], Note("poll-open", {**said, "poll": poll.pk * n}, once=f"poll-open {n}")
        )
    while outgoing.send_some():
        pass
    letters = Message.objects.filter(channel="email").order_by("pk")
    assert [one.state for one in letters] == ["sent", "dropped"], (
        "of the second there is no such poll any more"
    )
