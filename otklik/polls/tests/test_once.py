"""No sequence of requests counts one person twice, in no poll and in no two that exclude each other."""

from datetime import date
from threading import Barrier, Thread

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from otklik.kit import clock
from otklik.people import profile
from otklik.people.models import User
from otklik.people.profile import Profile
from otklik.places.tests.given import a_settlement
from otklik.polls import counting, ending, publishing, voting
from otklik.polls.models import Ballot, Poll, Right, Tally
from otklik.polls.tests.given import a_citizen, a_poll, an_organisation_of, somebody

pytestmark = pytest.mark.sections

PEOPLE = st.integers(0, 2)
POLLS = st.sampled_from(["any", "here", "there", "sure", "firms", "straw"])


class Voters(RuleBasedStateMachine):
    """Three people, one of Госуслуги's accounts among them, one organisation, six polls. All is undone after it."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.homes = ["", a_settlement().code, a_settlement(territory_code="99702000").code]
        self.people = [a_citizen(home_code=self.homes[n], born_on=date(1980, 1, 1)).pk for n in range(3)]
        self.firm = an_organisation_of(User.objects.get(pk=self.people[0])).pk
        self.polls = {
            "any": a_poll(),
            "here": a_poll(territory_codes=["99701000"]),
            "there": a_poll(territory_codes=["99702000"]),
            "sure": a_poll(age_from=18),
            "firms": a_poll(voters="organisations"),
            "straw": a_poll(voters="anybody"),
        }
        self.counted: dict[str, list[object]] = {name: [] for name in self.polls}
        self.receipts: set[str] = set()

    @rule(who=PEOPLE, answer=st.sampled_from(["yes", "no"]), device=st.integers(0, 1))
    def tries_to_vote_everywhere(self, who: int, answer: str, device: int) -> None:
        for name in self.polls:
            self.tries_to_vote(name, who, answer, device)

    def tries_to_vote(self, poll: str, who: int, answer: str, device: int) -> None:
        user = User.objects.get(pk=self.people[who])
        voter = {"firms": voting.organisation(user, self.firm), "straw": voting.browser(f"{who}-{device}")}
        counts_as = {"firms": self.firm, "straw": (who, device), "sure": "the one account"}
        try:
            receipt = voting.vote(
                poll_code=self.polls[poll].code,
                voter=voter.get(poll) or voting.citizen(user),
                given={"park": answer},
                now=clock.now(),
            )
        except voting.CannotVote:
            return
        self.counted[poll].append(counts_as.get(poll, who))
        self.receipts.add(receipt.code)

    @rule(who=PEOPLE, home=PEOPLE)
    def moves_and_tries_again(self, who: int, home: int) -> None:
        said = Profile("", "Вера", "", "hidden", "ru", True, "now", "push", self.homes[home])
        profile.save(user_id=self.people[who], said=said, now=clock.now())
        self.tries_to_vote_everywhere(who, "no", 0)

    @rule(who=PEOPLE)
    def joins_the_state_services_instead_of_another_and_tries(self, who: int) -> None:
        SocialAccount.objects.filter(provider="esia").delete()
        SocialAccount.objects.create(user_id=self.people[who], provider="esia", uid="1000")
        self.tries_to_vote_everywhere(who, "no", 0)

    @rule(poll=POLLS, least=st.integers(1, 3))
    def is_mixed(self, poll: str, least: int) -> None:
        counting.fold_poll(self.polls[poll].pk, least=least)

    @rule(poll=POLLS)
    def is_published(self, poll: str) -> None:
        publishing.finish(self.polls[poll].pk, now=clock.now())

    @rule(poll=POLLS, sure=st.integers(0, 3))
    def is_ended(self, poll: str, sure: int) -> None:
        if sure == 0 and Poll.objects.get(pk=self.polls[poll].pk).state == "open":
            ending.end_early(poll_id=self.polls[poll].pk, why="Конец")

    @invariant()
    def nobody_is_counted_twice(self) -> None:
        for name, poll in self.polls.items():
            voices = self.counted[name]
            assert len(voices) == len(set(voices)), name
            rows = Ballot.objects.filter(poll=poll).count(), Right.objects.filter(poll=poll).count()
            assert rows == (len(voices), len(voices)), name
        assert not set(self.counted["here"]) & set(self.counted["there"])
        assert set(Ballot.objects.values_list("receipt", flat=True)) == self.receipts

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)


@pytest.mark.django_db
def test_no_sequence_of_requests_counts_one_person_twice():
    few = of_hypothesis(
        max_examples=12,
        stateful_step_count=10,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],  # to make a failure small takes minutes
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Voters, settings=few)


def at_once(*presses) -> None:
    start = Barrier(len(presses))

    def run(press) -> None:
        start.wait()
        try:
            press()
        finally:
            connection.close()

    threads = [Thread(target=run, args=[press]) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_of_many_devices_at_once_one_votes_and_the_others_are_told_also_while_votes_are_mixed():
    poll, seen = a_poll(), []

    def press(voter: int, answer: str) -> None:
        try:
            voting.vote(poll_code=poll.code, voter=somebody(voter), given={"park": answer}, now=clock.now())
            seen.append("counted")
        except voting.AlreadyVoted:
            seen.append("told")

    for voter in range(1, 6):
        at_once(
            lambda v=voter: press(v, "yes"),
            lambda v=voter: press(v, "no"),
            lambda: counting.fold_poll(poll.pk, least=1),
            lambda v=voter - 1: press(v, "yes") if v else None,
        )
    counting.fold_poll(poll.pk, least=1)

    assert (seen.count("counted"), seen.count("told")) == (5, 9)
    assert (Right.objects.count(), Ballot.objects.count()) == (5, 5)
    assert Tally.objects.get(question="", answer="").n == 5


@pytest.mark.django_db(transaction=True)
def test_every_vote_that_was_taken_while_the_poll_ended_is_in_the_count():
    poll, taken = a_poll(), []

    def press(voter: int) -> None:
        try:
            voting.vote(poll_code=poll.code, voter=somebody(voter), given={"park": "yes"}, now=clock.now())
            taken.append(voter)
        except voting.CannotVote:
            pass

    def end() -> None:
        ending.end_early(poll_id=poll.pk, why="Конец")
        publishing.finish(poll.pk, now=clock.now())
        publishing.sweep()

    at_once(*(lambda v=voter: press(v) for voter in range(6)), end)

    assert Tally.objects.filter(question="", answer="").count() == bool(taken)
    assert sum(Tally.objects.filter(question="", answer="").values_list("n", flat=True)) == len(taken)
    assert Ballot.objects.filter(mixed=False).count() == 0
