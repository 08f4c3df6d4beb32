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
from otklik.people import audience, reach
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


def test_the_next_hear_when_the_last_have_their_messages(noon, monkeypatch):
    """Else the codes and answers of everybody would stand in line behind millions."""
    monkeypatch.setattr(audience, "SLICE", 1)
    for _ in range(3):
        a_listener()
    telling.note(a_poll(opens_at=noon - DAY, closes_at=noon + DAY).pk, "citizens", Notice.What.OPEN)
    assert telling.step(now=noon)
    Message.objects.update(created_at=noon, due_at=noon)
    assert polls.tell() == 0
    polls.tell_some.func()
    assert Message.objects.count() == 1

    monkeypatch.setattr(clock, "now", lambda: noon + reach.PATIENCE)  # its service stands still
    assert polls.tell() == 1
    Message.objects.update(state="sent")
    polls.tell_some.func()
    assert Message.objects.count() == 3


@pytest.fixture
def noon(monkeypatch) -> datetime:
    """In Moscow, of tomorrow: by the clock of the database what is written now is due."""
    moment = (clock.now() + DAY).replace(hour=9, minute=0)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def test_a_message_about_a_poll_that_has_ended_is_dropped_on_its_way_out(noon):
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


def test_a_message_about_a_survey_that_is_over_is_dropped_on_its_way_out(noon):
    user = a_listener(poll_news="letter")
    last = survey_given.a_survey(noon.year - 1, "Дороги")
    said = {**samples.sample("survey-open"), "year": last.year}
    reach.tell_of_polls([user.pk], Note("survey-open", said, once="survey-open"))
    outgoing.send_some()
    assert Message.objects.get(channel="email").state == "dropped"


def test_who_asks_meanwhile_not_to_hear_of_polls_hears_no_more(noon):
    user = a_listener(poll_news="letter")
    said = dict(samples.sample("poll-results"))
    reach.tell_of_polls([user.pk], Note("poll-results", said, once="poll-results"))
    token = reach.unsubscribe_link(Message.objects.get(channel="email")).rpartition("/")[2]
    reach.unsubscribe(token, days=30)
    outgoing.send_some()
    assert set(Message.objects.values_list("state", flat=True)) == {"dropped"}


def test_what_many_wait_for_is_not_sent_at_night_but_in_the_morning(noon, monkeypatch, mailoutbox):
    user = a_listener(poll_news="letter")
    said = {**samples.sample("poll-open"), "poll": a_poll().pk}
    reach.tell_of_polls([user.pk], Note("poll-open", said, once="poll-open"))
    night, morning = noon.replace(hour=18, minute=1), (noon + DAY).replace(hour=6, minute=0, second=0)
    monkeypatch.setattr(clock, "now", lambda: night)
    outgoing.send_some()
    waits = Message.objects.get(channel="email")
    assert (waits.state, waits.attempts, waits.due_at) == ("waiting", 0, morning.replace(microsecond=0))
    assert mailoutbox == []
    monkeypatch.setattr(clock, "now", lambda: waits.due_at)
    outgoing.send_some()
    assert len(mailoutbox) == 1
