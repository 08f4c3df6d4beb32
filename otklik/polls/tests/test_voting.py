"""One voter has one voice in a poll; who may not vote is told why, and no row says how anybody voted."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.socialaccount.models import SocialAccount

from otklik.kit import clock
from otklik.people import profile
from otklik.people.models import User
from otklik.people.profile import Profile
from otklik.places.tests.given import a_settlement, a_territory
from otklik.polls import ending, queries, receipts, recount, takeout, voting
from otklik.polls.models import Ballot, Poll, Right
from otklik.polls.standing import Standing, Voter, standing
from otklik.polls.tests.given import (
    ANSWERS,
    DAY,
    EVERY_KIND,
    a_citizen,
    a_poll,
    an_organisation_of,
    somebody,
)

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def vote(poll: Poll, voter: Voter, **given) -> voting.Receipt:
    return voting.vote(poll_code=poll.code, voter=voter, given=given or {"park": "yes"}, now=clock.now())


def stands(poll: Poll, voter: Voter) -> Standing:
    return voting.standing(queries.poll(poll.code), voter, now=clock.now())


def test_a_vote_of_every_kind_of_question_gives_a_receipt_that_fits_the_ballot(django_assert_max_num_queries):
    a_territory()
    poll = a_poll(*EVERY_KIND)
    with django_assert_max_num_queries(4):
        receipt = vote(poll, somebody(), **ANSWERS)
    ballot = Ballot.objects.get()
    kinds = {question["code"]: question["kind"] for question in EVERY_KIND}
    shown = recount.published(kinds, ballot.answers, ballot.blind)
    assert ballot.receipt == receipt.code == recount.receipt(poll.code, ballot.salt, shown)
    assert ballot.answers == ANSWERS | {"what": ["pond", "trees"]} == receipt.answers
    assert shown["where"] == "54.05,40.05"
    assert "скамеек" not in str(shown)


def test_the_second_vote_is_told_plainly_also_with_the_same_answers_and_changes_nothing():
    poll = a_poll()
    vote(poll, somebody())
    for answer in ("yes", "no", "maybe"):
        with pytest.raises(voting.AlreadyVoted) as told:
            vote(poll, somebody(), park=answer)
        assert "уже голосовали" in told.value.text
    assert (Right.objects.count(), Ballot.objects.count()) == (1, 1)
    assert stands(poll, somebody()) is Standing.VOTED
    assert stands(poll, somebody(2)) is Standing.CAN


def test_wrong_answers_do_not_use_the_voice():
    poll = a_poll()
    with pytest.raises(voting.WrongAnswers) as told:
        vote(poll, somebody(), park="maybe")
    assert told.value.fields == {"park": "Такого варианта нет. Выберите из предложенных."}
    assert not Right.objects.exists()
    vote(poll, somebody())


@pytest.mark.parametrize(
    ("opens", "closes", "state", "found"),
    [
        (DAY, 2 * DAY, "open", Standing.NOT_YET),
        (-2 * DAY, -DAY, "open", Standing.OVER),
        (-2 * DAY, timedelta(0), "open", Standing.OVER),
        (-DAY, DAY, "ended", Standing.OVER),
        (-DAY, DAY, "counted", Standing.OVER),
    ],
)
def test_no_vote_before_the_opening_nor_from_the_very_second_of_the_end(opens, closes, state, found):
    now = clock.now()
    poll = a_poll(opens_at=now + opens, closes_at=now + closes)
    Poll.objects.filter(pk=poll.pk).update(state="ended" if state != "open" else "open")
    Poll.objects.filter(pk=poll.pk).update(state=state)
    asked = queries.poll(poll.code)
    assert standing(asked, somebody(), today=date(2026, 1, 1), now=now) is found
    with pytest.raises(voting.CannotVote) as told:
        voting.vote(poll_code=poll.code, voter=somebody(), given={"park": "yes"}, now=now)
    assert told.value.standing is found


def test_a_web_server_whose_clock_is_slow_takes_no_vote_after_the_end():
    poll = a_poll(closes_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(voting.CannotVote) as told:
        voting.vote(
            poll_code=poll.code, voter=somebody(), given={"park": "yes"}, now=clock.now() - timedelta(hours=1)
        )
    assert told.value.standing is Standing.OVER
    assert not Right.objects.exists()


def test_a_draft_is_no_poll_for_voters():
    with pytest.raises(queries.NoSuchPoll):
        vote(a_poll(state="draft"), somebody())


def test_a_straw_poll_takes_one_vote_of_a_browser_and_others_want_an_account():
    straw, poll = a_poll(voters="anybody"), a_poll()
    vote(straw, voting.browser("x"))
    assert stands(straw, voting.browser("x")) is Standing.VOTED
    assert stands(straw, voting.browser("y")) is Standing.CAN
    assert stands(poll, voting.browser("x")) is stands(poll, voting.nobody()) is Standing.SIGN_IN


def test_an_organisation_has_one_voice_whoever_of_its_people_gives_it():
    poll, one, other = a_poll(voters="organisations"), a_citizen(), a_citizen()
    firm = an_organisation_of(one)
    firm.representations.create(user=other, post="бухгалтер", asked_at=clock.now(), confirmed_at=clock.now())
    vote(poll, voting.organisation(one, firm.pk))
    assert stands(poll, voting.organisation(other, firm.pk)) is Standing.VOTED
    assert stands(poll, voting.organisation(a_citizen(), firm.pk)) is Standing.NEEDS_ORGANISATION


def lives_in(user: User, home_code: str, *, ago: timedelta) -> User:
    said = Profile("", "Вера", "", "hidden", "ru", True, "now", "push", home_code)
    profile.save(user_id=user.pk, said=said, now=clock.now() - ago)
    return User.objects.get(pk=user.pk)


def test_a_poll_of_a_territory_is_for_those_who_lived_there_when_it_opened():
    here, there = a_settlement(), a_settlement(territory_code="99702000")
    poll = a_poll(territory_codes=["99701000"])
    settled = a_citizen(home_code=here.code)
    found = {
        Standing.CAN: settled,
        Standing.ELSEWHERE: a_citizen(home_code=there.code),
        Standing.NEEDS_HOME: a_citizen(),
        Standing.HOME_TOO_NEW: lives_in(a_citizen(), here.code, ago=timedelta(hours=1)),
    }
    assert {stands(poll, voting.citizen(user)) for user in found.values()} == {*found}
    for expected, user in found.items():
        assert stands(poll, voting.citizen(user)) is expected
    assert stands(poll, voting.citizen(lives_in(a_citizen(), here.code, ago=2 * DAY))) is Standing.CAN


def test_whoever_moves_while_the_poll_goes_on_keeps_the_voice_at_the_old_home_and_gets_none_at_the_new():
    here, there = a_settlement(), a_settlement(territory_code="99702000")
    here_asked, there_asked = a_poll(territory_codes=["99701000"]), a_poll(territory_codes=["99702000"])
    mover = lives_in(a_citizen(home_code=here.code), there.code, ago=timedelta(hours=1))
    assert stands(there_asked, voting.citizen(mover)) is Standing.HOME_TOO_NEW
    assert stands(here_asked, voting.citizen(mover)) is Standing.CAN
    vote(here_asked, voting.citizen(mover))
    assert Ballot.objects.get().area == "99701000"


def from_esia_user(**more: Any) -> User:
    user = a_citizen(**more)
    SocialAccount.objects.create(user=user, provider="esia", uid="7")
    return user


def from_esia(user: User, uid: str = "1000", **more: Any) -> Voter:
    SocialAccount.objects.create(user=user, provider="esia", uid=uid)
    User.objects.filter(pk=user.pk).update(**more)
    return voting.citizen(User.objects.get(pk=user.pk))


def test_age_and_a_confirmed_home_come_only_from_the_state_services():
    here, today = a_settlement(), clock.now().date()
    poll = a_poll(territory_codes=["99701000"], confirmed_home=True, age_from=16)
    typed = voting.citizen(a_citizen(home_code=here.code))
    young = {"home_code": here.code, "home_source": "esia", "born_on": today - 365 * 15 * DAY}
    old = young | {"born_on": today - 365 * 17 * DAY}
    assert stands(poll, typed) is Standing.NEEDS_ESIA
    assert stands(poll, from_esia(a_citizen(), "1", **young)) is Standing.TOO_YOUNG
    assert stands(poll, from_esia(a_citizen(), "2", **old | {"home_source": ""})) is Standing.HOME_UNCONFIRMED
    assert stands(poll, from_esia(a_citizen(), "3", **old | {"born_on": None})) is Standing.NEEDS_ESIA
    assert stands(poll, from_esia(a_citizen(), "4", **old)) is Standing.CAN


def test_a_vote_with_all_that_is_asked_of_the_voter_is_four_statements(django_assert_num_queries):
    user = from_esia_user(home_code=a_settlement().code)
    poll = a_poll(territory_codes=["99701000"])
    with django_assert_num_queries(4):
        vote(poll, voting.citizen(user))


def test_a_poll_that_was_read_before_its_end_takes_no_vote_after_it(django_assert_num_queries):
    poll = a_poll()
    read = queries.poll(poll.code)
    with django_assert_num_queries(1):
        voting.vote(poll_code=poll.code, voter=somebody(), given={"park": "yes"}, now=clock.now(), poll=read)
    ending.end_early(poll_id=poll.pk, why="Конец")
    with pytest.raises(voting.CannotVote) as told:
        voting.vote(poll_code=poll.code, voter=somebody(2), given={"park": "yes"}, now=clock.now(), poll=read)
    assert told.value.standing is Standing.OVER


def test_an_account_of_the_state_services_has_one_voice_in_whatever_account_of_ours():
    poll = a_poll(age_from=18)
    born: dict[str, Any] = {"born_on": date(1980, 1, 1)}
    first, second = a_citizen(), a_citizen()
    vote(poll, from_esia(first, **born))
    SocialAccount.objects.all().delete()
    assert stands(poll, from_esia(second, **born)) is Standing.VOTED


def test_a_person_gets_in_which_polls_they_voted_and_nobody_how():
    user, plain, sure = a_citizen(), a_poll(), a_poll(age_from=18)
    a_poll(title={"ru": "Другой"})
    voter = from_esia(user, born_on=date(1980, 1, 1))
    vote(plain, voter)
    vote(sure, voter)
    [(name, rows)] = takeout.documents(user.pk)
    assert name == "polls"
    assert list(rows) == [{"poll": poll.code, "title": poll.title} for poll in (plain, sure)]
    assert list(takeout.documents(a_citizen().pk)[0][1]) == []


def test_rights_and_ballots_have_nothing_in_common_but_the_poll():
    poll, user = a_poll(), a_citizen()
    vote(poll, voting.citizen(user))
    right: dict[str, Any] = {**Right.objects.values().get()}
    ballot: dict[str, Any] = {**Ballot.objects.values().get()}
    same = {key for key in right.keys() & ballot.keys() if right[key] == ballot[key]}
    assert same == {"poll_id", "mixed"}
    assert str(user.pk) not in {str(value) for value in ballot.values()}


def test_a_poll_is_ended_early_only_with_a_reason_once_and_takes_no_vote_after_it():
    poll = a_poll()
    with pytest.raises(ending.ReasonMissing):
        ending.end_early(poll_id=poll.pk, why="  ")
    ending.end_early(poll_id=poll.pk, why="Проект отменён")
    with pytest.raises(ending.NotOpen):
        ending.end_early(poll_id=poll.pk, why="Ещё раз")
    poll.refresh_from_db()
    assert (poll.state, poll.ended_why) == ("ended", "Проект отменён")
    assert poll.ended_at and poll.closes_at and poll.ended_at < poll.closes_at
    assert stands(poll, somebody()) is Standing.OVER


def test_the_clock_ends_what_is_over_and_nothing_else():
    over, going = a_poll(closes_at=clock.now() - timedelta(seconds=1)), a_poll()
    with pytest.raises(ending.NotOpen):
        ending.end_early(poll_id=over.pk, why="Опоздали")
    assert ending.end_due() == 1
    assert ending.end_due() == 0
    over.refresh_from_db()
    going.refresh_from_db()
    assert (over.state, over.ended_at, over.ended_why, going.state) == ("ended", over.closes_at, "", "open")


def test_a_receipt_is_read_however_it_is_typed_and_a_forged_one_is_none():
    code = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert receipts.normal(" abcd-efgh ijkl-mnop qrst-uvwx yz\n") == code
    assert receipts.normal(code[:-1]) == receipts.normal(f"{uuid4()}") == ""
