"""People hear of polls: who may vote, that it is counted; in slices, once, by day, and not when it has ended."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount

from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.people import audience
from otklik.people.models import User
from otklik.people.tests.listeners import a_listener
from otklik.places.models import Settlement
from otklik.polls import counting, ending, publishing, telling, voting
from otklik.polls.models import Notice, Poll
from otklik.polls.standing import Voter
from otklik.polls.tests.given import DAY, a_poll, an_organisation_of

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

NOON = datetime(2026, 11, 26, 9, tzinfo=UTC)  # 12:00 in Moscow
HERE, ELSEWHERE = "61604101", "61604444"


def announced(**more: Any) -> Poll:
    """As `building.publish` leaves it: opened yesterday, ends tomorrow."""
    poll = a_poll(opens_at=NOON - DAY, closes_at=NOON + DAY, **more)
    telling.note(poll.pk, poll.voters, Notice.What.OPEN)
    return poll


def settled(code: str, territory: str) -> str:
    Settlement.objects.create(code=code, name=code, kind="д", territory_code=territory)
    return code


def tell(now: datetime = NOON) -> list[int]:
    """All that is to be told; the accounts that have a message, in the order it was written."""
    while telling.due(now=now) and telling.step(now=now):
        pass
    return list(Message.objects.order_by("pk").values_list("user_id", flat=True))


def vote(poll: Poll, voter: Voter) -> None:
    voting.vote(poll_code=poll.code, voter=voter, given={"park": "no"}, now=clock.now())


def counted(poll: Poll) -> None:
    Poll.objects.filter(pk=poll.pk).update(state="ended", ended_at=NOON)
    publishing.finish(poll.pk, now=NOON)


# --- who is told ---


def test_the_opening_is_told_to_those_who_may_vote():
    here, other = settled("lipovka", HERE), settled("bor", ELSEWHERE)
    long_ago = NOON - 90 * DAY
    at_home = a_listener(home_code=here, home_since=long_ago)
    a_listener(home_code=other, home_since=long_ago)
    a_listener()
    a_listener(home_code=here, home_since=NOON - timedelta(hours=1))  # came for the vote
    moved = a_listener(home_code=other, home_since=NOON - timedelta(hours=1), home_before=here)

    announced(territory_codes=[HERE])

    assert tell() == [at_home.pk, moved.pk]


def test_of_a_poll_for_organisations_hear_those_who_represent_one():
    a_listener()
    director, refused = a_listener(), a_listener()
    an_organisation_of(director)
    organisation = an_organisation_of(refused)
    organisation.representations.update(refused_at=NOON)

    announced(voters="organisations")

    assert tell() == [director.pk]
    assert Message.objects.get().context["organisations"] is True


def test_of_a_poll_by_age_hear_those_whom_gosuslugi_know():
    grown, child, unknown = (a_listener(born_on=born) for born in (date(1990, 5, 1), date(2015, 5, 1), None))
    for user in (grown, child):
        SocialAccount.objects.create(user=user, provider="esia", uid=str(user.pk))

    announced(age_from=18)

    assert tell() == [grown.pk]
    assert unknown.pk


def test_each_hears_in_the_way_that_they_chose():
    a_listener(poll_news="off")
    a_listener(wants_letters=False)
    a_listener(is_active=False)
    User.objects.create_user("quiet@example.test", None, name="Без уведомлений")
    by_mail = User.objects.create_user("mail@example.test", None, name="М", poll_news="letter", pace="daily")
    shown = a_listener()

    announced()

    tell()
    assert set(Message.objects.values_list("user_id", "channel", "state")) == {
        (by_mail.pk, "email", "held"), (shown.pk, "push", "waiting"),
    }  # fmt: skip


def test_nobody_hears_of_a_straw_poll():
    a_listener()
    announced(voters="anybody")
    assert tell() == []


# --- when ---


def test_nobody_is_told_before_the_opening_nor_at_night():
    user = a_listener()
    announced()
    assert tell(NOON - 2 * DAY) == []
    assert tell(NOON.replace(hour=20)) == []  # 23:00 in Moscow
    assert tell() == [user.pk]


def test_a_walk_of_many_slices_tells_each_once_and_counts_them(monkeypatch):
    monkeypatch.setattr(audience, "SLICE", 2)
    people = [a_listener().pk for _n in range(5)]
    poll = announced()
    assert telling.step(now=NOON)
    assert [one.people for one in telling.told(poll.pk)] == [2]
    Notice.objects.update(after="")  # as after a kill, had the place not been kept
    assert tell() == people
    assert telling.told(poll.pk) == [telling.Told("open", 5, done=True, stopped=False)]


def test_a_poll_that_ends_early_stops_its_walk_and_what_has_not_gone_out(monkeypatch):
    monkeypatch.setattr(audience, "SLICE", 2)
    people = [a_listener().pk for _n in range(5)]
    poll = announced()
    telling.step(now=NOON)
    waiting = Message.objects.earliest("pk")
    assert telling.still_true(waiting.context, now=NOON)
    Poll.objects.filter(pk=poll.pk).update(state="ended", ended_at=NOON, ended_why="Ошибка в вопросе")

    assert tell() == people[:2]
    assert telling.told(poll.pk) == [telling.Told("open", 2, done=True, stopped=True)]
    assert not telling.still_true(waiting.context, now=NOON)


# --- results ---


def test_results_are_told_to_those_who_voted_and_say_nothing_of_the_vote():
    voter, silent = a_listener(), a_listener()
    poll = a_poll()
    vote(poll, voting.citizen(voter))

    counted(poll)

    assert tell() == [voter.pk]
    assert silent.pk
    assert set(Message.objects.get().context) == {"name", "titles", "organisations", "page"}


def test_results_of_a_poll_for_organisations_reach_all_who_represent_them():
    voter = a_listener()
    organisation = an_organisation_of(voter)
    colleague = a_listener()
    organisation.representations.create(user=colleague, post="юрист", asked_at=NOON, confirmed_at=NOON)
    poll = a_poll(voters="organisations")
    as_organisation = voting.organisation(voter, organisation.pk)
    vote(poll, as_organisation)

    counted(poll)

    assert tell() == [voter.pk, colleague.pk]


def test_hashes_of_gosuslugi_are_put_beside_no_account():
    voter = a_listener(born_on=date(1990, 5, 1))
    SocialAccount.objects.create(user=voter, provider="esia", uid="1000")
    poll = a_poll(age_from=18)
    vote(poll, voting.citizen(voter))

    counted(poll)

    assert tell() == []
    assert [one.what for one in telling.told(poll.pk) if one.done] == ["results"]


def test_messages_of_results_come_by_account_not_by_vote():
    voters = [a_listener() for _n in range(4)]
    poll = a_poll()
    for user in reversed(voters):
        vote(poll, voting.citizen(user))

    counted(poll)

    assert tell() == [user.pk for user in voters]


def test_publishing_and_counting_write_down_what_is_to_be_told():
    poll = a_poll()
    counting.fold()
    ending.end_early(poll_id=poll.pk, why="Конец")
    publishing.finish(poll.pk, now=NOON)
    publishing.finish(poll.pk, now=NOON)
    assert list(Notice.objects.values_list("what", flat=True)) == ["results"]
