"""The demo's hotline has something to do."""

import pytest

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.demo.calls import PHONE, store_calls
from otklik.demo.store import create_accounts
from otklik.hotline import queries, todo
from otklik.hotline.models import Call
from otklik.kit import clock

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def test_calls_call_backs_and_a_known_caller_are_there_once():
    create_accounts("pass")
    for state in (State.ANSWERED, State.REGISTERED, State.CLOSED):
        an_appeal(state=state, channel="hotline", received_at=MONDAY)
    stored = store_calls(seed=1, now=clock.now())
    assert store_calls(seed=1, now=clock.now()) == 0
    assert Call.objects.count() == stored > 20
    assert len(todo.due(now=clock.now())) == 1
    assert Appeal.objects.exclude(author_phone="").count() == 3
    caller = queries.caller(PHONE)
    assert caller.account
    assert [past.joined for past in caller.appeals] == [True]
