"""APNs against a service on this machine that speaks HTTP/2 and checks who signed."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from otklik.integrations import stores
from otklik.integrations.stores.tests.given import (
    IPHONE,
    KEY_ID,
    TEAM,
    TOPIC,
    Apple,
    an_apple,
    an_rsa_key,
    pem,
)

pytestmark = pytest.mark.people

MONDAY = datetime(2026, 3, 2, 9, 10, tzinfo=UTC)
ANSWERED = stores.Notice("otklik-7", "Получен ответ", "Откройте", "https://portal.example.test/app/appeals/1")


@pytest.fixture
def apple(tmp_path) -> Iterator[Apple]:
    with an_apple(tmp_path) as found:
        yield found


def gateway(apple: Apple, now: datetime = MONDAY, key: Path | None = None) -> stores.Apns:
    keys = stores.Keys(key or apple.key, KEY_ID, TEAM, TOPIC)
    return stores.Apns(keys, url=apple.url, now=lambda: now)


def deliver(apple: Apple, now: datetime = MONDAY) -> None:
    with closing(gateway(apple, now)) as service:
        service.deliver(IPHONE, ANSWERED)


def test_a_message_has_a_title_a_line_and_where_a_press_leads(apple):
    deliver(apple)
    assert apple.shown == [
        {
            "aps": {"alert": {"title": "Получен ответ", "body": "Откройте"}, "sound": "default"},
            "url": "https://portal.example.test/app/appeals/1",
        }
    ]
    assert apple.paths == [f"/3/device/{IPHONE}"]
    (heard,) = apple.heard
    assert (heard["apns-topic"], heard["apns-collapse-id"]) == (TOPIC, "otklik-7")
    assert int(heard["apns-expiration"]) == int((MONDAY + timedelta(days=1)).timestamp())
    assert apple.claims[0]["iss"] == TEAM


def test_every_process_and_batch_of_half_an_hour_shows_the_same_token(apple):
    for minutes in (0, 19, 20):
        deliver(apple, MONDAY + timedelta(minutes=minutes))
    first, second, third = (heard["authorization"] for heard in apple.heard)
    assert first == second != third
    assert apple.claims[2]["iat"] - apple.claims[0]["iat"] == 1800


def test_many_messages_go_by_one_connection(apple):
    with closing(gateway(apple)) as service:
        for _n in range(30):
            service.deliver(IPHONE, ANSWERED)
    assert len(apple.shown) == 30


@pytest.mark.parametrize(
    ("status", "reason", "meaning"),
    [
        (410, "Unregistered", stores.Gone),
        (410, "ExpiredToken", stores.Gone),
        (400, "BadDeviceToken", stores.Gone),
        (400, "DeviceTokenNotForTopic", stores.Gone),
        (403, "ExpiredProviderToken", stores.Denied),
        (403, "InvalidProviderToken", stores.Denied),
        (403, "BadEnvironmentKeyInToken", stores.Denied),
        (403, "Forbidden", stores.Denied),
        (400, "TopicDisallowed", stores.Denied),
        (400, "BadTopic", stores.Denied),
        (400, "BadCollapseId", stores.Refused),
        (413, "PayloadTooLarge", stores.Refused),
        (429, "TooManyRequests", stores.Later),
        (429, "TooManyProviderTokenUpdates", stores.Unavailable),
        (404, "BadPath", stores.Unavailable),
        (500, "InternalServerError", stores.Unavailable),
        (503, "ServiceUnavailable", stores.Unavailable),
        (503, "Shutdown", stores.Unavailable),
        (502, "", stores.Unavailable),
    ],
)
def test_each_answer_is_understood_and_names_no_token(apple, status, reason, meaning):
    apple.answers(status, {"reason": reason}, **{"retry-after": "120"})
    with pytest.raises(meaning) as told:
        deliver(apple)
    assert type(told.value) is meaning
    assert str(told.value) == f"apns: {status} {reason}".strip()
    if isinstance(told.value, stores.Unavailable):
        assert told.value.after == 120


def test_an_answer_that_is_no_json_is_not_now(apple):
    apple.answers(500, b"<html>oops")
    with pytest.raises(stores.Unavailable, match="apns: 500"):
        deliver(apple)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "No such file"),
        ("SECRET", "not a private key"),
        (pem(an_rsa_key()), "not a P-256 key"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "not a P-256 key"),
    ],
)
def test_a_key_that_is_none_is_told_without_a_word_of_it(apple, tmp_path, text, words):
    file = tmp_path / "other.p8"
    if text is not None:
        file.write_text(text)
    with closing(gateway(apple, key=file)) as service, pytest.raises(stores.Denied, match=words) as told:
        service.deliver(IPHONE, ANSWERED)
    assert "SECRET" not in str(told.value)
    assert apple.paths == []


def test_nobody_answering_is_not_now(apple):
    apple.url = "http://127.0.0.1:9"
    with pytest.raises(stores.Unavailable, match="ConnectError"):
        deliver(apple)
