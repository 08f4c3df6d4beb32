"""A decision, the seconds in which it can be taken back, and what becomes of it."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from otklik.appeals import holds
from otklik.appeals.journal import WrongState
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, JournalRow, PendingDecision
from otklik.appeals.queries import desk, templates, waiting
from otklik.appeals.steps import assignment, deciding, moderation
from otklik.appeals.steps.deciding import Deed, Verb
from otklik.appeals.tests.given import (
    MONDAY,
    a_duty,
    a_moderator,
    an_appeal,
    an_authority,
)
from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.terms import calendar, rules

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

IN_TIME, DUE = MONDAY + timedelta(seconds=9), MONDAY + timedelta(seconds=10)
PUBLISH = Deed(Verb.PUBLISH)


@pytest.fixture(autouse=True)
def ten_seconds(settings) -> None:
    settings.UNDO_SECONDS = 10


def decided(appeal: Appeal, deed: Deed = PUBLISH, *, by: User | None = None, at=MONDAY):
    together = uuid4()
    deciding.decide(appeal_id=appeal.pk, moderator=by or a_moderator(), deed=deed, together=together, now=at)
    return together


def queue() -> list[int]:
    reader = waiting.Reader(0, desk.EVERYTHING, MONDAY)
    return [row.id for row in waiting.page(waiting.QUEUE, waiting.Asked(), reader).rows]


def test_nothing_happens_until_it_can_not_be_taken_back_and_then_everything():
    a_duty()
    appeal = an_appeal()
    decided(appeal)

    assert queue() == []
    assert deciding.carry_out_due(now=IN_TIME) == 0
    appeal.refresh_from_db()
    assert (appeal.state, JournalRow.objects.count(), Message.objects.count()) == (State.MODERATION, 0, 0)

    assert deciding.carry_out_due(now=DUE) == 1
    appeal.refresh_from_db()
    assert (appeal.state, Message.objects.count()) == (State.SENDING, 1)
    assert not PendingDecision.objects.exists()
    assert deciding.carry_out_due(now=DUE) == 0


@pytest.mark.parametrize(
    ("deed", "state", "words"),
    [
        (Deed(Verb.REFUSE, words="Это объявление", reason="advert"), State.REFUSED, "Это объявление"),
        (Deed(Verb.ASK, words="Какой дом?"), State.QUESTION, "Какой дом?"),
    ],
)
def test_the_moderator_who_decided_stands_in_the_journal(deed, state, words):
    appeal, anna = an_appeal(), a_moderator()
    decided(appeal, deed, by=anna)
    deciding.carry_out_due(now=DUE)
    row = JournalRow.objects.get()
    assert (row.to_state, row.actor, row.reason) == (state, anna, words)


def test_who_answers_may_be_chosen_with_the_publication():
    a_duty()
    appeal, body = an_appeal(), an_authority()
    decided(appeal, Deed(Verb.PUBLISH, authority_id=body.pk))
    deciding.carry_out_due(now=DUE)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.authority) == (State.SENDING, body)
    with pytest.raises(assignment.NoExchange):
        decided(an_appeal(), Deed(Verb.PUBLISH, authority_id=0))


def test_a_decision_is_taken_back_once_and_by_who_made_it():
    appeal, anna = an_appeal(), a_moderator()
    together = decided(appeal, by=anna)
    with pytest.raises(deciding.TooLate):
        deciding.undo(together=together, moderator=a_moderator())
    assert deciding.undo(together=together, moderator=anna) == [appeal.pk]
    assert queue() == [appeal.pk]
    with pytest.raises(deciding.TooLate):
        deciding.undo(together=together, moderator=anna)
    assert deciding.carry_out_due(now=DUE) == 0


def test_what_became_impossible_is_dropped_and_its_moderator_told():
    appeal, anna = an_appeal(), a_moderator()
    decided(appeal, by=anna)
    moderation.withdraw(appeal_id=appeal.pk, words="", now=IN_TIME)

    deciding.carry_out_due(now=DUE)

    reader = waiting.Reader(anna.pk, desk.EVERYTHING, DUE)
    assert "Отозвано" in waiting.decided(reader)[0].trouble
    appeal.refresh_from_db()
    assert appeal.state == State.WITHDRAWN
    deciding.forget_trouble(appeal_id=appeal.pk, moderator=a_moderator())
    assert len(waiting.decided(reader)) == 1
    deciding.forget_trouble(appeal_id=appeal.pk, moderator=anna)
    assert waiting.decided(reader) == []


def test_an_appeal_whose_decision_came_to_nothing_waits_again_and_is_decided_anew():
    appeal = an_appeal()
    PendingDecision.objects.create(
        appeal=appeal,
        moderator=a_moderator(),
        verb="publish",
        together=uuid4(),
        due_at=MONDAY,
        trouble="Почему-то",
    )
    assert queue() == [appeal.pk]
    decided(appeal)
    deciding.carry_out_due(now=DUE)
    appeal.refresh_from_db()
    assert appeal.state == State.PUBLISHED


def test_a_fault_of_one_decision_does_not_stop_the_others():
    broken, good = an_appeal(), an_appeal()
    decided(broken)
    PendingDecision.objects.update(said={"nonsense": 1})
    decided(good)
    deciding.carry_out_due(now=DUE)
    good.refresh_from_db()
    assert good.state == State.PUBLISHED
    assert PendingDecision.objects.get().due_at == DUE + timedelta(minutes=1)


def test_a_second_decision_is_refused_with_the_name_of_who_was_faster():
    appeal = an_appeal()
    decided(appeal)
    for again in (lambda: decided(appeal), lambda: deciding.require_undecided(appeal.pk)):
        with pytest.raises(deciding.Decided, match="Марк"):
            again()


def test_a_late_decision_goes_through_unless_another_took_the_appeal():
    late, taken, anna, mark = an_appeal(), an_appeal(), a_moderator(), a_moderator()
    after = MONDAY + timedelta(minutes=11)
    holds.take(appeal_id=taken.pk, user=anna, now=MONDAY)
    holds.take(appeal_id=taken.pk, user=mark, now=after)
    holds.take(appeal_id=late.pk, user=anna, now=MONDAY)
    decided(late, by=anna, at=after)
    with pytest.raises(holds.Held):
        decided(taken, by=anna, at=after)
    decided(taken, by=mark, at=after)
    assert not taken.__class__.objects.filter(hold__isnull=False).exists()


def test_nothing_is_decided_on_what_is_not_on_moderation_or_without_words():
    with pytest.raises(WrongState):
        decided(an_appeal(state=State.CLOSED))
    for deed in (Deed(Verb.ASK), Deed(Verb.REFUSE, reason="other")):
        with pytest.raises(moderation.NeedsWords):
            decided(an_appeal(), deed)
    assert not PendingDecision.objects.exists()


def test_every_reason_but_the_free_one_has_ready_words():
    assert [code for code in ("advert", "no_address", "other", "x", "") if templates.refusal_text(code)] == [
        "advert",
        "no_address",
    ]
    assert 2 <= len(templates.questions()) <= 3
    assert templates.question_text("where").startswith("Уточните")
    assert templates.question_text("x") == ""


@pytest.mark.django_db(transaction=True)
def test_ten_moderators_decide_at_once_while_the_clock_carries_out(settings):
    """No deadlock, none lost, none twice."""
    settings.UNDO_SECONDS = 0
    a_duty()
    people, appeals, start, failed = [a_moderator() for _ in range(5)], [], Barrier(6), []
    appeals = [an_appeal() for _ in range(20)]

    def work(person: User | None) -> None:
        start.wait()
        try:
            for appeal in appeals:
                if person is None:
                    deciding.carry_out_due(now=DUE)
                    continue
                try:
                    holds.take(appeal_id=appeal.pk, user=person, now=MONDAY)
                    decided(appeal, by=person)
                except (holds.Held, deciding.Decided, WrongState):
                    continue
        except Exception as fault:
            failed.append(fault)
            raise
        finally:
            connection.close()

    threads = [Thread(target=work, args=[person]) for person in [*people, None]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deciding.carry_out_due(now=DUE)
    assert failed == []
    assert set(Appeal.objects.values_list("state", flat=True)) == {State.SENDING}
    assert JournalRow.objects.filter(move="publish").count() == len(appeals)


def test_a_publication_with_its_routing_costs_fifteen_statements_at_most(django_assert_max_num_queries):
    a_duty()
    appeal, anna, together = an_appeal(author=a_moderator()), a_moderator(), uuid4()
    rules.stored()  # kept in the process, as the next
    calendar.regional()
    # The savepoints are BEGIN and COMMIT outside a test; one statement finds all that are due.
    with django_assert_max_num_queries(15 + 2 + 2 + 1) as told:
        deciding.decide(appeal_id=appeal.pk, moderator=anna, deed=PUBLISH, together=together, now=MONDAY)
        deciding.carry_out_due(now=DUE)
    appeal.refresh_from_db()
    assert appeal.state == State.SENDING
    assert sum("SAVEPOINT" in query["sql"] for query in told.captured_queries) == 4
