"""No order of events leaves an appeal without an owner and a due moment.

A machine calls the real steps (`events`) in any order, once or twice, in time and out of it. After each one the open
appeals must have a term where one is owed and somebody who has it; and left alone, whatever its state, each must make
itself heard.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from otklik.appeals.lifecycle import FINAL, Kind, Move, State
from otklik.appeals.models import Appeal, JournalRow
from otklik.oversight import guarantee, reminders
from otklik.oversight.models import Notice
from tests.events import EVENTS, USUAL, Case

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

# What must never be found.
LOST = {"no-term", "nobody"}
# Lives that between them make every move; a number is hours that go by.
STORIES = [
    "confirm, redact, clarify, decide to refuse, undo, decide to ask, carry out, reply, topic, topic back, merge,"
    " split, to control, decide to publish, carry out, decree, reckon, remind, registered, progress, forward, hand,"
    " extend, desk answers, not solved, resend, desk answers, not solved, again, resend, forward nowhere, to the desk,"
    " clerk leaves, let go",
    "confirm, publish, take away, registered, not theirs, by hand, answer, bring back, solved",
    "confirm, outside, publish, inside, withdraw",
    "confirm, thanks, publish, registered",
    "confirm, ask, 1000, expire",
    "confirm, other merged, refuse",
    "1000, lapse",
]


class Life(RuleBasedStateMachine):
    """Everything is undone after each example."""

    case: Case

    def __init__(self) -> None:
        super().__init__()
        self.seen: object = None
        self.frame = transaction.atomic()
        self.frame.__enter__()

    @initialize(kind=st.sampled_from([Kind.PROBLEM, Kind.PROBLEM, Kind.PROPOSAL, Kind.THANKS]))
    def it_is_filed(self, kind: Kind) -> None:
        self.case = Case(kind)

    @property
    def open(self) -> bool:
        return self.case.appeal.state not in FINAL - {State.DUPLICATE}

    @precondition(lambda self: self.open)
    @rule(choice=st.integers(0, 41))
    def the_usual(self, choice: int) -> None:
        usual = USUAL[State(self.case.appeal.state)]
        self.case.happens(usual[choice % len(usual)])

    @precondition(lambda self: self.open)
    @rule(name=st.sampled_from(sorted(EVENTS)), again=st.booleans())
    def anything(self, name: str, again: bool) -> None:
        self.case.happens(name)
        if again:
            self.case.happens(name)

    @rule(hours=st.sampled_from([1, 5, 49, 24 * 12]))
    def time_goes_by(self, hours: int) -> None:
        self.case.now += timedelta(hours=hours)

    @invariant()
    def each_is_owned_and_heard_of(self) -> None:
        stands = how_it_stands()
        if self.seen != stands:
            assert_owned_and_heard_of(self.case)
        self.seen = stands

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)


def how_it_stands() -> list[tuple[object, ...]]:
    """All on which the check and the reminders look."""
    facts = ["state", "state_since", "attention", "authority", "executor", "answer_by", "moderate_by"]
    return list(Appeal.objects.order_by("pk").values_list(*facts))


def assert_owned_and_heard_of(case: Case) -> None:
    """Heard of by the nightly check or by a reminder to the supervisors, whoever leaves it alone for a season."""
    later = case.now + timedelta(days=90)
    found = guarantee.suspicious(now=later)
    assert [one for one in found if one.kind in LOST] == []
    heard = {one.subject for one in found}
    silent = list(Appeal.objects.exclude(state__in=FINAL).exclude(number__in=heard))
    with transaction.atomic():
        if silent:
            reminders.write(now=later)
        for one in silent:
            told = Notice.objects.filter(appeal=one.pk, rung="supervisor").values_list("due", flat=True)
            assert one.answer_by in list(told), f"{one.state}: nobody would ever hear of it"
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def a_decision_may_be_taken_back(settings):
    settings.UNDO_SECONDS = 10


def test_no_order_of_events_leaves_an_appeal_without_owner_and_due_moment():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Life,
        settings=of_hypothesis(
            max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=checks
        ),
    )


def test_the_events_make_every_move_of_the_map_of_life():
    """Else one of them might be refused always, and the machine would try nothing by it."""
    made = set[str]()
    for story in STORIES:
        with transaction.atomic():
            case = Case(Kind.PROBLEM)
            for event in story.split(", "):
                if event.isdigit():
                    case.now += timedelta(hours=int(event))
                else:
                    case.happens(event)
                assert_owned_and_heard_of(case)
            made.update(JournalRow.objects.values_list("move", flat=True))
            transaction.set_rollback(True)
    assert set(Move) == made
