"""A body without МСЭД has its appeals at its desk here at once."""

from typing import Any

import pytest

from otklik.appeals.lifecycle import Attention, Kind, Move, State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.steps import assignment, dispatch, moderation
from otklik.appeals.tests.given import MONDAY, a_duty, a_moderator, an_appeal, an_authority
from otklik.authorities.models import Authority
from otklik.outbox.models import Message
from otklik.people.tests.given import read

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def a_desk(**more: Any) -> Authority:
    body = an_authority(connected=False)
    Authority.objects.filter(pk=body.pk).update(has_desk=True, msed_address="", **more)
    body.refresh_from_db()
    return body


def published(**more: Any) -> Appeal:
    appeal = an_appeal(**more)
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    return appeal


def moves(appeal: Appeal) -> list[tuple[str, object]]:
    return [(row.move, row.detail.get("desk")) for row in appeal.journal.order_by("id")]


def test_what_is_published_lies_at_the_desk_of_its_authority_without_a_document():
    body = a_desk()
    a_duty(authority=body)

    appeal = published()

    assert (appeal.state, appeal.authority) == (State.REGISTERED, body)
    assert moves(appeal) == [(Move.PUBLISH, None), (Move.ASSIGN, True), (Move.REGISTER, True)]
    assert not Dispatch.objects.exists()
    assert appeal.answer_by is not None


def test_the_author_is_told_without_a_word_of_msed():
    a_duty(authority=a_desk())
    published()
    letters = [read(letter) for letter in Message.objects.order_by("id")]
    assert len(letters) == 2
    assert "МСЭД" not in str(letters)
    assert "передано исполнителю" in letters[-1][1]


def test_thanks_are_put_on_file_at_once():
    a_duty(authority=a_desk())
    assert published(kind=Kind.THANKS.value).state == State.CLOSED


def test_a_returned_appeal_lies_at_the_desk_again():
    appeal = an_appeal(state=State.RETURNED, authority=a_desk())

    assert dispatch.resend_returned(now=MONDAY) == 1
    assert dispatch.resend_returned(now=MONDAY) == 0

    appeal.refresh_from_db()
    assert appeal.state == State.REGISTERED
    assert not Dispatch.objects.exists()


def test_a_moderator_may_name_a_body_with_a_desk():
    appeal = an_appeal(state=State.PUBLISHED, attention=Attention.NOBODY.value)
    body = a_desk()
    assignment.assign_by_hand(appeal_id=appeal.pk, authority_id=body.pk, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.authority, appeal.attention) == (State.REGISTERED, body, "")


def test_a_body_that_has_both_is_written_to_through_msed():
    body = an_authority()
    Authority.objects.filter(pk=body.pk).update(has_desk=True)
    a_duty(authority=body)
    assert published().state == State.SENDING
    assert Dispatch.objects.get().authority == body
