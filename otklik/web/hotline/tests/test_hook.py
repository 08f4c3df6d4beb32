"""The hook of the telephone exchange: signed calls come in once, everything else gets its clear answer."""

import json
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client

from otklik.hotline.models import Call, CallEvent
from otklik.hotline.tests.given import PHONE
from otklik.integrations.telephony import wire
from otklik.kit import clock
from otklik.web.hotline.tests.given import SECRET, post, told

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _hook_on(settings):
    settings.CALLS_SECRET = SECRET


def refused(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    return answer.status_code, answer.json()["code"]


def test_a_call_is_written_down_from_ringing_to_its_end():
    began = clock.now() - timedelta(seconds=90)
    assert told("ringing", at=began, phone="8 (900) 123-45-67", line="88005553535").json()["new"]
    assert told("answered", at=began + timedelta(seconds=5), operator="101").status_code == 200
    assert told("ended", at=began + timedelta(seconds=80)).status_code == 200

    call = Call.objects.get()
    assert (call.external_id, call.phone, call.line, call.extension) == ("17.4", PHONE, "88005553535", "101")
    assert [call.began_at, call.answered_at, call.ended_at] == [
        began,
        began + timedelta(seconds=5),
        began + timedelta(seconds=80),
    ]
    assert [event.event for event in CallEvent.objects.order_by("id")] == ["ringing", "answered", "ended"]


def test_the_same_event_again_changes_nothing():
    first = told().json()
    again = told(phone="+79007654321", operator="105").json()
    assert first == {"call": Call.objects.get().pk, "new": True}
    assert again == {**first, "new": False}
    assert Call.objects.get().phone == PHONE
    assert CallEvent.objects.count() == 1


def test_events_may_come_in_any_order():
    began = clock.now() - timedelta(minutes=3)
    told("ended", at=began + timedelta(minutes=2))
    told("ringing", at=began)
    call = Call.objects.get()
    assert (call.began_at, call.ended_at) == (began, began + timedelta(minutes=2))


@pytest.mark.parametrize("phone", ["", "anonymous", "101", "+7 000 000-00-00", "нет номера"])
def test_a_call_without_a_number_is_a_call_all_the_same(phone):
    assert told(phone=phone).json()["new"]
    assert (Call.objects.get().phone, Call.objects.get().said) == ("", phone)


def test_without_a_secret_the_hook_is_off(settings):
    settings.CALLS_SECRET = ""
    assert refused(told()) == (404, "off")


def test_what_is_not_signed_by_the_exchange_is_refused():
    body = json.dumps({"id": "1", "event": "ringing", "at": clock.now().isoformat()}).encode()
    now = int(clock.now().timestamp())
    assert refused(post(body, "nonsense")) == (401, "not_signed")
    assert refused(post(body, wire.sign(body, secret="another", at=now))) == (401, "forged")
    assert refused(post(body, wire.sign(b"{}", secret=SECRET, at=now))) == (401, "forged")
    assert refused(post(body, wire.sign(body, secret=SECRET, at=now - 301))) == (401, "stale")
    assert refused(post(body, wire.sign(body, secret=SECRET, at=now + 330))) == (401, "stale")
    assert not Call.objects.exists()


def test_garbage_is_refused_and_the_wrong_key_is_named():
    assert refused(post(b"\xff\xfe")) == (422, "bad_notice")
    assert refused(post(b"[" * 3000)) == (422, "bad_notice")
    assert told(event="busy").json()["detail"] == "event: нет или значение не подходит."
    assert refused(told(at=clock.now() - timedelta(days=2))) == (422, "bad_notice")
    assert refused(told(line="a\x00b")) == (422, "bad_notice")
    assert not Call.objects.exists()


def test_a_large_body_and_other_methods_are_refused():
    assert refused(post(b" " * 4001)) == (413, "too_large")
    assert refused(Client().get("/api/v1/calls")) == (405, "only_post")


@pytest.mark.django_db(transaction=True)
def test_of_the_same_event_posted_six_times_at_once_one_is_news():
    answers: list[bool] = []

    def once() -> None:
        answers.append(told().json()["new"])
        connections.close_all()

    threads = [threading.Thread(target=once) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 5 + [True]
    assert CallEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_listens_hears_of_a_call_and_nothing_personal():
    connection.ensure_connection()
    heard = connection.connection
    heard.execute("LISTEN otklik_calls")
    told(operator="101")
    notice = next(heard.notifies(timeout=5, stop_after=1))
    call = Call.objects.get()
    assert json.loads(notice.payload) == {
        "id": CallEvent.objects.get().pk, "call": call.pk, "event": "ringing", "extension": "101",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_what_an_exchange_would(live_server, settings):
    call_command("call", phone=PHONE, operator="101", base_url=live_server.url, stdout=StringIO())
    assert (Call.objects.get().phone, Call.objects.get().extension) == (PHONE, "101")
    with pytest.raises(CommandError, match="портал не отвечает"):
        call_command("call", base_url="http://127.0.0.1:1")
    settings.CALLS_SECRET = ""
    with pytest.raises(CommandError, match="выключен"):
        call_command("call", base_url=live_server.url)
