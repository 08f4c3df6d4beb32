"""Callers of old calls are forgotten; who still waits for an answer is not, and appeals keep their own."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.hotline import forgetting
from otklik.hotline.models import Call, Callback, Joined
from otklik.hotline.tests.given import PHONE, a_call, a_callback, an_answered_appeal, an_operator

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

OLD = MONDAY - timedelta(days=366)


def joined(**more: Any) -> Joined:
    said = {"appeal": an_appeal(state=State.REGISTERED), "phone": PHONE, "name": "Вера Полевая", "at": OLD}
    return Joined.objects.create(call=a_call(began_at=MONDAY), by=an_operator(), **{**said, **more})


def test_the_number_of_an_old_call_goes_and_what_came_of_it_stays():
    appeal = an_appeal(author_phone=PHONE)
    old, hidden = a_call(began_at=OLD, said="8 900 123", appeal=appeal), a_call(began_at=OLD, phone="")
    fresh = a_call(began_at=MONDAY - timedelta(days=364))

    assert forgetting.forget_old(now=MONDAY) == 1
    assert forgetting.forget_old(now=MONDAY) == 0

    old.refresh_from_db()
    assert (old.phone, old.said, old.appeal, old.began_at) == ("", "", appeal, OLD)
    assert Call.objects.get(pk=fresh.pk).phone == PHONE
    assert Call.objects.filter(pk=hidden.pk).exists()
    assert Appeal.objects.get(pk=appeal.pk).author_phone == PHONE


def test_where_the_caller_stood_goes_too_also_of_a_hidden_number():
    placed = a_call(began_at=OLD, phone="", lon=39.5, lat=55.5)
    assert [forgetting.forget_old(now=MONDAY) for _ in range(2)] == [1, 0]
    placed.refresh_from_db()
    assert (placed.lon, placed.lat) == (None, None)


def test_how_long_is_a_setting(settings):
    a_call(began_at=OLD)
    settings.CALL_KEEP_DAYS = 400
    assert forgetting.forget_old(now=MONDAY) == 0


def test_who_joined_is_forgotten_once_there_is_nothing_more_to_tell():
    waits = joined()
    told = joined(told_at=OLD)
    undone = joined(undone_at=OLD)
    ended = joined(appeal=an_appeal(state=State.CLOSED))
    fresh = joined(told_at=MONDAY, at=MONDAY)

    assert forgetting.forget_old(now=MONDAY) == 3
    assert forgetting.forget_old(now=MONDAY) == 0

    left = set(Joined.objects.exclude(phone="", name="").values_list("pk", flat=True))
    assert left == {waits.pk, fresh.pk}
    assert not left & {told.pk, undone.pk, ended.pk}


def test_a_call_back_is_forgotten_when_it_was_made_long_ago():
    made = a_callback(state=Callback.State.DONE, done_at=OLD)
    needless = a_callback(an_appeal(state=State.CLOSED, state_since=OLD), state=Callback.State.NEEDLESS)
    due = a_callback(an_answered_appeal(state_since=OLD))
    late = a_callback(state=Callback.State.GIVEN_UP, done_at=MONDAY)

    assert forgetting.forget_old(now=MONDAY) == 2
    assert forgetting.forget_old(now=MONDAY) == 0

    left = set(Callback.objects.exclude(phone="", name="").values_list("pk", flat=True))
    assert left == {due.pk, late.pk}
    assert not left & {made.pk, needless.pk}


def test_it_goes_on_by_portions():
    for _n in range(5):
        a_call(began_at=OLD)
    assert [forgetting.forget_old(now=MONDAY, limit=2) for _run in range(4)] == [2, 2, 1, 0]


def test_calls_that_are_forgotten_already_are_not_read_again():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        old = Call.objects.filter(began_at__lt=OLD).exclude(phone="", said="").order_by("began_at", "id")
        assert "call_to_forget" in old[:1000].explain()
