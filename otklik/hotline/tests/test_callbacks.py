"""Answers read by telephone: due when they are there, nobody's twice, an SMS after three attempts."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.hotline import callbacks, todo
from otklik.hotline.models import Callback, Joined
from otklik.hotline.tests.given import (
    OTHER_PHONE,
    PHONE,
    a_call,
    a_callback,
    an_answered_appeal,
    an_operator,
)
from otklik.outbox.models import Message
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

NOON = MONDAY + timedelta(hours=3)


def state() -> str:
    return Callback.objects.get().state


def taken(user: User, now=NOON) -> int | None:
    return callbacks.take_next(operator=user, now=now)


def test_a_call_back_falls_due_with_the_answer():
    waiting = a_callback(an_appeal(state=State.REGISTERED), state=Callback.State.WAITING, next_at=None)
    assert callbacks.gather(now=NOON) == 0
    assert todo.due(now=NOON) == []
    Appeal.objects.filter(pk=waiting.appeal_id).update(state="answered")
    assert callbacks.gather(now=NOON) == 1
    assert callbacks.gather(now=NOON) == 0
    assert [row.id for row in todo.due(now=NOON)] == [waiting.pk]


@pytest.mark.parametrize("ended", [State.REFUSED, State.CLOSED, State.WITHDRAWN])
def test_what_ends_without_an_answer_needs_no_call(ended):
    a_callback(an_appeal(state=ended), state=Callback.State.WAITING, next_at=None)
    callbacks.gather(now=NOON)
    assert state() == "needless"


def test_rated_by_the_link_meanwhile_it_needs_no_call():
    a_callback(an_appeal(state=State.CLOSED))
    callbacks.gather(now=NOON)
    assert state() == "needless"


def test_a_hold_that_ran_out_does_not_keep_what_is_needless():
    lev, row = an_operator(), a_callback()
    taken(lev)
    Appeal.objects.filter(pk=row.appeal_id).update(state="closed")
    callbacks.gather(now=NOON)
    assert state() == "due"
    callbacks.gather(now=NOON + callbacks.HOLD)
    assert state() == "needless"


def test_an_answer_that_the_author_returned_is_not_read_out():
    a_callback(an_appeal(state=State.RETURNED), attempts=2)
    callbacks.gather(now=NOON)
    row = Callback.objects.get()
    assert (row.state, row.next_at, row.attempts) == ("waiting", None, 0)


def test_the_callers_of_a_merged_appeal_hear_the_answer_to_its_original():
    original = an_appeal(state=State.REGISTERED)
    copy = an_appeal(state=State.DUPLICATE, original=original)
    a_callback(copy, state=Callback.State.WAITING, next_at=None)
    a_callback(copy, state=Callback.State.WAITING, next_at=None, phone=OTHER_PHONE)
    a_callback(original, state=Callback.State.WAITING, next_at=None, phone=OTHER_PHONE)
    callbacks.gather(now=NOON)
    assert sorted(Callback.objects.values_list("appeal", "phone", "is_author", "state")) == sorted(
        [
            (original.pk, PHONE, False, "waiting"),
            (copy.pk, OTHER_PHONE, True, "needless"),
            (original.pk, OTHER_PHONE, True, "waiting"),
        ]
    )


def test_who_joined_gets_the_answer_by_sms_once():
    appeal = an_answered_appeal()
    row = Joined.objects.create(call=a_call(), appeal=appeal, phone=PHONE, by=an_operator(), at=MONDAY)
    Joined.objects.create(
        call=a_call(), appeal=appeal, phone=OTHER_PHONE, by=row.by, at=MONDAY, undone_at=MONDAY
    )
    assert callbacks.gather(now=NOON) == 1
    assert callbacks.gather(now=NOON) == 0
    message = Message.objects.get()
    assert (message.channel, message.to, message.kind) == ("sms", PHONE, "followed-answered")


def test_an_operator_gets_the_longest_waiting_and_keeps_it():
    lev, nina = an_operator(), an_operator("Нина")
    later, first = a_callback(next_at=MONDAY + timedelta(hours=1)), a_callback(next_at=MONDAY)
    assert taken(lev) == first.pk
    assert taken(lev) == first.pk
    assert taken(nina) == later.pk
    assert taken(an_operator("Ольга")) is None


def test_what_is_not_due_yet_is_given_to_nobody():
    a_callback(next_at=NOON + timedelta(minutes=1))
    assert taken(an_operator()) is None


def test_a_hold_that_ran_out_frees_the_call():
    lev, nina, row = an_operator(), an_operator("Нина"), a_callback()
    taken(lev)
    assert taken(nina) is None
    assert taken(nina, NOON + callbacks.HOLD) == row.pk
    with pytest.raises(callbacks.NotYours):
        callbacks.read_out(callback_id=row.pk, operator=lev, now=NOON)


def test_the_authors_rating_is_written_down_by_the_operator():
    lev, row = an_operator(), a_callback()
    taken(lev)
    callbacks.rated(callback_id=row.pk, stars=5, solved=True, words="", operator=lev, now=NOON)
    row.appeal.refresh_from_db()
    assert (row.appeal.state, row.appeal.rating, row.appeal.solved) == (State.CLOSED, 5, True)
    line = row.appeal.journal.get(move=Move.RATE)
    assert (line.actor, line.detail["by_phone"]) == (lev, True)
    assert state() == "done"


def test_not_solved_goes_back_to_work_and_will_be_called_again():
    lev, row = an_operator(), a_callback()
    taken(lev)
    with pytest.raises(callbacks.BadRating):
        callbacks.rated(callback_id=row.pk, stars=1, solved=False, words="", operator=lev, now=NOON)
    callbacks.rated(callback_id=row.pk, stars=1, solved=False, words="Яма есть", operator=lev, now=NOON)
    row.appeal.refresh_from_db()
    assert (row.appeal.state, row.appeal.verdict) == (State.RETURNED, "Яма есть")
    assert list(Callback.objects.order_by("id").values_list("state", flat=True)) == ["done", "waiting"]


def test_only_the_author_rates():
    lev, row = an_operator(), a_callback(is_author=False)
    taken(lev)
    with pytest.raises(callbacks.NotYours):
        callbacks.rated(callback_id=row.pk, stars=5, solved=True, words="", operator=lev, now=NOON)
    callbacks.read_out(callback_id=row.pk, operator=lev, now=NOON)
    assert state() == "done"


def test_who_is_not_reached_is_called_later_and_told_by_sms_after_three_attempts():
    lev, row, now = an_operator(), a_callback(), NOON
    for attempt in (1, 2, 3):
        assert taken(lev, now) == row.pk
        assert callbacks.missed(callback_id=row.pk, operator=lev, now=now) is (attempt == 3)
        row.refresh_from_db()
        assert row.attempts == attempt
        assert taken(lev, now) is None
        now = row.next_at or now
    assert state() == "given_up"
    message = Message.objects.get()
    assert (message.channel, message.to, message.kind) == ("sms", PHONE, "call-missed")
    with pytest.raises(callbacks.NotYours):
        callbacks.missed(callback_id=row.pk, operator=lev, now=now)


def test_a_caller_who_happens_to_call_hears_the_answer_at_once():
    lev, nina, row = an_operator(), an_operator("Нина"), a_callback(next_at=NOON + timedelta(days=1))
    callbacks.take(callback_id=row.pk, operator=lev, now=NOON)
    with pytest.raises(callbacks.NotYours):
        callbacks.take(callback_id=row.pk, operator=nina, now=NOON)
    callbacks.let_go(callback_id=row.pk, operator=lev)
    callbacks.take(callback_id=row.pk, operator=nina, now=NOON)
    callbacks.read_out(callback_id=row.pk, operator=nina, now=NOON)
    with pytest.raises(callbacks.NotYours):
        callbacks.take(callback_id=row.pk, operator=lev, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_six_operators_at_once_never_have_the_same_caller():
    rows = [a_callback() for _n in range(4)]
    people = [an_operator(f"Оператор {n}") for n in range(6)]
    got: list[int | None] = []

    def ask(user: User) -> None:
        got.append(taken(user))
        connections.close_all()

    threads = [threading.Thread(target=ask, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(pk for pk in got if pk) == [row.pk for row in rows]
