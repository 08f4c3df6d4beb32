"""RuStore's service against one on this machine, and how long a service asks us to wait."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from otklik.integrations import stores
from otklik.integrations.stores.line import seconds
from otklik.integrations.stores.tests.given import PROJECT, Service, a_rustore

pytestmark = pytest.mark.people

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOKEN, PHONE = "service-token", "vk-token-of-a-phone"
ANSWERED = stores.Notice("otklik-7", "Получен ответ", "Откройте", "https://portal.example.test/app/appeals/1")


@pytest.fixture
def service() -> Iterator[Service]:
    with a_rustore() as found:
        yield found


def deliver(service: Service) -> None:
    with closing(stores.RuStore(PROJECT, TOKEN, url=service.url)) as gateway:
        gateway.deliver(PHONE, ANSWERED)


def test_a_message_has_a_title_a_line_and_where_a_press_leads(service):
    deliver(service)
    assert service.shown == [
        {
            "message": {
                "token": PHONE,
                "notification": {"title": "Получен ответ", "body": "Откройте"},
                "data": {"url": "https://portal.example.test/app/appeals/1"},
                "android": {"ttl": "86400s"},
            }
        }
    ]
    assert service.paths == [f"/v1/projects/{PROJECT}/messages:send"]
    assert service.heard[0]["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize(
    ("status", "code", "message", "meaning"),
    [
        (404, "NOT_FOUND", "Requested entity was not found.", stores.Gone),
        (
            400,
            "INVALID_ARGUMENT",
            "The registration token is not a valid FCM registration token",
            stores.Gone,
        ),
        (400, "INVALID_ARGUMENT", "Invalid value at 'message.android.ttl'", stores.Refused),
        (401, "UNAUTHENTICATED", "", stores.Denied),
        (403, "PERMISSION_DENIED", "", stores.Denied),
        (404, "", "no such page", stores.Denied),
        (429, "TOO_MANY_REQUESTS", "", stores.Unavailable),
        (500, "INTERNAL", "", stores.Unavailable),
        (503, "", "", stores.Unavailable),
    ],
)
def test_each_answer_is_understood_and_names_no_token(service, status, code, message, meaning, wrapped):
    said = {"code": status, "message": message, "status": code}
    service.answers(status, {"error": said} if wrapped else said, **{"Retry-After": "30"})
    with pytest.raises(meaning) as told:
        deliver(service)
    assert type(told.value) is meaning
    assert str(told.value) == f"rustore: {status} {code}".strip()
    if isinstance(told.value, stores.Unavailable):
        assert told.value.after == 30


def test_nobody_answering_is_not_now(service):
    service.url = "http://127.0.0.1:9"
    with pytest.raises(stores.Unavailable, match="ConnectError"):
        deliver(service)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("", 0),
        ("120", 120),
        (" 5 ", 5),
        ("-5", 0),
        ("999999", 3600),
        ("9" * 40, 0),
        ("Mon, 02 Mar 2026 09:01:30 GMT", 90),
        ("Mon, 02 Mar 2026 08:00:00 GMT", 0),
        ("Mon, 02 Mar 2026 09:01:30", 0),
        ("Tue, 03 Mar 2026 09:00:00 GMT", 3600),
        ("soon", 0),
        ("²", 0),
    ],
)
def test_how_long_to_wait_is_read_with_care(header, wait):
    assert seconds(header, MONDAY) == wait
