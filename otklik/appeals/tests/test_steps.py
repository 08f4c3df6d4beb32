"""Each step: what it changes, what it refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.appeals import journal, merging
from otklik.appeals.lifecycle import Attention, Move, RefusalReason, State
from otklik.appeals.models import Appeal, Dispatch, JournalRow
from otklik.appeals.steps import assignment, closing, dispatch, intake, moderation, rating
from otklik.appeals.tests.given import (
    MONDAY,
    a_duty,
    a_filing,
    a_moderator,
    a_topic,
    an_appeal,
    an_authority,
)
from otklik.outbox.tests.given import kinds, newest

pytestmark = [pytest.mark.route, pytest.mark.django_db]


def jobs() -> list[str]:
    """Tasks queued by this test: tests that commit leave the queue's rows behind."""
    ours = [*Dispatch.objects.values_list("pk", flat=True)]
    found = ProcrastinateJob.objects.filter(args__dispatch_id__in=ours)
    return [*found.values_list("task_name", flat=True)]


def test_a_message_gets_a_number_and_waits_for_its_confirmation():
    appeal = intake.receive(a_filing(), now=MONDAY)

    assert (appeal.state, len(appeal.number)) == (State.UNCONFIRMED, 9)
    assert kinds() == ["confirmation"]
    assert [row.move for row in appeal.journal.all()] == ["receive"]


def test_the_same_key_three_times_makes_one_appeal():
    filing = a_filing(key=uuid4())

    numbers = {intake.receive(filing, now=MONDAY).number for _ in range(3)}

    assert len(numbers) == Appeal.objects.count() == len(kinds()) == 1


@pytest.mark.parametrize("wrong", [{"text": "  "}, {"address": ""}, {"text": "я" * 10_001}])
def test_description_and_address_are_obligatory(wrong):
    with pytest.raises(intake.BadFiling):
        intake.receive(a_filing(**wrong), now=MONDAY)
    assert not Appeal.objects.exists()


def test_an_emergency_is_not_filed_but_advised():
    gas = a_topic(code="gas", emergency_advice="Звоните 104 или 112.")
    with pytest.raises(intake.Emergency, match="112"):
        intake.receive(a_filing(topic=gas), now=MONDAY)


def test_the_hours_of_moderation_begin_with_the_confirmation():
    appeal = intake.receive(a_filing(), now=MONDAY)
    later = MONDAY + timedelta(days=2)

    intake.confirm(appeal_id=appeal.pk, now=later)
    intake.confirm(appeal_id=appeal.pk, now=later + timedelta(hours=1))

    appeal.refresh_from_db()
    assert (appeal.state, appeal.moderate_by) == (State.MODERATION, later + timedelta(hours=48))
    assert appeal.journal.count() == 2


def test_what_is_never_confirmed_is_withdrawn():
    appeal = intake.receive(a_filing(), now=MONDAY)
    assert intake.forget_unconfirmed(now=MONDAY + timedelta(days=6)) == 0
    assert intake.forget_unconfirmed(now=MONDAY + timedelta(days=8)) == 1
    appeal.refresh_from_db()
    assert appeal.state == State.WITHDRAWN


def test_publishing_assigns_the_authority_and_queues_the_dispatch():
    duty = a_duty()
    appeal = an_appeal()

    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)

    appeal.refresh_from_db()
    assert (appeal.state, appeal.authority) == (State.SENDING, duty.authority)
    assert "municipal.roads" in appeal.assigned_why
    assert "99701000" in appeal.assigned_why
    assert appeal.answer_by is not None
    assert "otklik.appeals.steps.dispatch.send_later" in jobs()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"territory": None, "point": None}, Attention.NO_TERRITORY),
        ({"territory": None}, Attention.OUTSIDE),
        ({}, Attention.NOBODY),
    ],
)
def test_without_an_answer_to_who_the_appeal_is_public_and_waits_at_the_desk(more, reason):
    appeal = an_appeal(**more)

    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)

    appeal.refresh_from_db()
    assert (appeal.state, appeal.attention, appeal.authority) == (State.PUBLISHED, reason, None)


def test_an_authority_without_exchange_waits_at_the_desk_until_a_moderator_names_another():
    a_duty(authority=an_authority(connected=False))
    appeal = an_appeal()
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    assert appeal.attention == Attention.NO_EXCHANGE

    other = an_authority()
    assignment.assign_by_hand(appeal_id=appeal.pk, authority_id=other.pk, moderator=a_moderator(), now=MONDAY)

    appeal.refresh_from_db()
    assert (appeal.state, appeal.attention, appeal.authority) == (State.SENDING, "", other)


@pytest.mark.parametrize("state", [s for s in State if s is not State.MODERATION])
def test_only_an_appeal_on_moderation_can_be_published(state):
    appeal = an_appeal(state=state)
    with pytest.raises(journal.WrongState):
        moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)


def test_a_refusal_tells_the_author_why_and_another_reason_needs_words():
    appeal = an_appeal()
    with pytest.raises(moderation.NeedsWords):
        moderation.refuse(
            appeal_id=appeal.pk, moderator=a_moderator(), reason=RefusalReason.OTHER, words=" ", now=MONDAY
        )

    moderation.refuse(
        appeal_id=appeal.pk,
        moderator=a_moderator(),
        reason=RefusalReason.ADVERT,
        words="Это реклама",
        now=MONDAY,
    )

    appeal.refresh_from_db()
    letter = newest()
    assert (appeal.state, letter.kind, letter.context["reason"]) == (State.REFUSED, "refused", "Реклама")


def test_a_question_stops_the_clock_and_an_answer_starts_it_again():
    appeal = an_appeal()
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="Какой дом?", now=MONDAY)
    moderation.reply(appeal_id=appeal.pk, words="Пятый", now=MONDAY + timedelta(hours=20))

    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION
    assert appeal.moderate_by == MONDAY + timedelta(hours=68)


def test_a_question_unanswered_for_three_days_refuses():
    appeal = an_appeal()
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="Какой дом?", now=MONDAY)
    assert moderation.expire_questions(now=MONDAY + timedelta(days=2)) == 0
    assert moderation.expire_questions(now=MONDAY + timedelta(days=3, minutes=1)) == 1
    appeal.refresh_from_db()
    assert appeal.state == State.REFUSED


def test_a_duplicate_ends_and_names_the_appeal_that_carries_on():
    original, appeal = an_appeal(state=State.PUBLISHED), an_appeal()
    merging.merge(appeal_id=appeal.pk, original_number=original.number, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.original) == (State.DUPLICATE, original)


def test_a_rating_with_solved_closes():
    appeal = an_appeal(state=State.ANSWERED)
    rating.rate(appeal_id=appeal.pk, stars=5, solved=True, words="", now=MONDAY)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating, appeal.solved) == (State.CLOSED, 5, True)


@pytest.mark.parametrize(("stars", "solved", "words"), [(0, True, ""), (6, True, ""), (1, False, " ")])
def test_a_rating_needs_stars_and_a_disagreement_needs_words(stars, solved, words):
    appeal = an_appeal(state=State.ANSWERED)
    with pytest.raises(rating.BadRating):
        rating.rate(appeal_id=appeal.pk, stars=stars, solved=solved, words=words, now=MONDAY)


def test_the_first_return_goes_back_by_right_and_the_second_waits_for_a_moderator():
    appeal = an_appeal(state=State.ANSWERED)
    rating.rate(appeal_id=appeal.pk, stars=1, solved=False, words="Яма на месте", now=MONDAY)
    assert dispatch.resend_returned(now=MONDAY) == 1
    appeal.refresh_from_db()
    assert (appeal.state, Dispatch.objects.count()) == (State.SENDING, 1)

    second = an_appeal(state=State.ANSWERED, returns=1)
    rating.rate(appeal_id=second.pk, stars=1, solved=False, words="Опять яма", now=MONDAY)
    assert dispatch.resend_returned(now=MONDAY) == 0
    second.refresh_from_db()
    assert (second.state, second.attention) == (State.RETURNED, Attention.RETURN_REVIEW)

    rating.settle_return(appeal_id=second.pk, moderator=a_moderator(), again=True, words="", now=MONDAY)
    assert dispatch.resend_returned(now=MONDAY) == 1


def test_an_answer_without_a_rating_is_closed_as_unrated_after_ten_days():
    appeal = an_appeal(state=State.ANSWERED)
    assert closing.close_stale(now=MONDAY + timedelta(days=9)) == 0
    assert closing.close_stale(now=MONDAY + timedelta(days=11)) == 1
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating) == (State.CLOSED, None)


def test_the_journal_can_only_be_added_to():
    appeal = an_appeal()
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JournalRow.objects.filter(move=Move.PUBLISH).update(reason="другое")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JournalRow.objects.all().delete()
