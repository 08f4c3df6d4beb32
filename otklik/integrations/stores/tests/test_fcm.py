"""FCM against a service on this machine that checks what the account has signed."""

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from otklik.integrations import stores
from otklik.integrations.stores.tests.given import PHONE, PROJECT, Google, a_google, fcm_error

pytestmark = pytest.mark.people

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANSWERED = stores.Notice("otklik-7", "Получен ответ", "Откройте", "https://portal.example.test/app/appeals/1")


@pytest.fixture
def google(tmp_path) -> Iterator[Google]:
    with a_google(tmp_path) as found:
        yield found


def gateway(google: Google, now: datetime = MONDAY, account: Path | None = None) -> stores.Fcm:
    return stores.Fcm(account or google.account, url=google.url, now=lambda: now)


def deliver(google: Google, now: datetime = MONDAY) -> None:
    with closing(gateway(google, now)) as service:
        service.deliver(PHONE, ANSWERED)


def test_a_message_has_a_title_a_line_and_where_a_press_leads(google):
    deliver(google)
    (shown,) = google.shown
    assert shown == {
        "message": {
            "token": PHONE,
            "notification": {"title": "Получен ответ", "body": "Откройте"},
            "data": {"url": "https://portal.example.test/app/appeals/1"},
            "android": {"ttl": "86400s", "priority": "HIGH", "notification": {"tag": "otklik-7"}},
        }
    }
    assert google.paths == [f"/v1/projects/{PROJECT}/messages:send"]
    assert google.heard[0]["Authorization"] == "Bearer ya29.1"
    (claims,) = google.assertions
    assert claims["scope"] == "https://www.googleapis.com/auth/firebase.messaging"
    assert claims["exp"] - claims["iat"] == 3600


def test_a_token_serves_every_batch_until_shortly_before_its_end(google):
    for minutes in (0, 1, 54):
        deliver(google, MONDAY + timedelta(minutes=minutes))
    assert len(google.assertions) == 1
    deliver(google, MONDAY + timedelta(minutes=56))
    assert len(google.assertions) == 2


def test_a_token_that_google_ends_before_its_time_is_asked_for_again_once(google):
    deliver(google)
    google.ended = {"ya29.1"}
    deliver(google)
    assert [heard["Authorization"] for heard in google.heard] == [f"Bearer ya29.{n}" for n in (1, 1, 2)]
    google.ended |= {"ya29.2", "ya29.3"}
    with pytest.raises(stores.Denied, match="401 UNAUTHENTICATED"):
        deliver(google)
    assert len(google.assertions) == 3


@pytest.mark.parametrize(
    ("status", "said", "meaning"),
    [
        (404, fcm_error(404, "UNREGISTERED"), stores.Gone),
        (403, fcm_error(403, "SENDER_ID_MISMATCH"), stores.Gone),
        (
            400,
            fcm_error(
                400, "INVALID_ARGUMENT", "The registration token is not a valid FCM registration token"
            ),
            stores.Gone,
        ),
        (400, fcm_error(400, "INVALID_ARGUMENT", fieldViolations=[{"field": "message.token"}]), stores.Gone),
        (
            400,
            fcm_error(400, "INVALID_ARGUMENT", fieldViolations=[{"field": "message.data[0].value"}]),
            stores.Refused,
        ),
        (400, {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "too big"}}, stores.Refused),
        (401, fcm_error(401, "THIRD_PARTY_AUTH_ERROR"), stores.Refused),
        (413, {}, stores.Refused),
        (403, {"error": {"code": 403, "status": "PERMISSION_DENIED"}}, stores.Denied),
        (404, {"error": {"code": 404, "status": "NOT_FOUND"}}, stores.Denied),
        (429, fcm_error(429, "QUOTA_EXCEEDED"), stores.Unavailable),
        (500, fcm_error(500, "INTERNAL"), stores.Unavailable),
        (503, fcm_error(503, "UNAVAILABLE"), stores.Unavailable),
        (502, b"<html>oops", stores.Unavailable),
        (307, b"", stores.Unavailable),
        (500, b"[1]", stores.Unavailable),
        (500, {"error": {"details": ["x", {"fieldViolations": "y"}, 1]}}, stores.Unavailable),
    ],
)
def test_each_answer_is_understood_and_names_no_token(google, status, said, meaning):
    google.answers(status, said, Location=f"{google.url}/elsewhere")
    with pytest.raises(meaning) as told:
        deliver(google)
    assert type(told.value) is meaning
    assert str(told.value).startswith(f"fcm: {status}")
    assert PHONE not in str(told.value) and "ya29" not in str(told.value)


def test_how_long_to_wait_is_told_along(google):
    google.answers(429, fcm_error(429, "QUOTA_EXCEEDED"), **{"Retry-After": "90"})
    with pytest.raises(stores.Unavailable) as told:
        deliver(google)
    assert told.value.after == 90


@pytest.mark.parametrize(
    ("status", "said", "meaning"),
    [
        (
            400,
            {"error": "invalid_grant", "error_description": "Invalid JWT Signature."},
            stores.Denied,
        ),
        (401, {"error": "invalid_client"}, stores.Denied),
        (403, {}, stores.Denied),
        (500, {}, stores.Unavailable),
        (200, {}, stores.Unavailable),
    ],
)
def test_without_a_token_nothing_is_sent(google, status, said, meaning):
    google.token_status, google.token_said = status, said
    if status == 200:
        google.give = lambda form, public: (200, {"garbage": True})
    with pytest.raises(meaning, match=f"fcm, token: {status}"):
        deliver(google)
    assert google.paths == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "No such file"),
        ("nonsense", "not the JSON of a service account"),
        ("[]", "not the JSON of a service account"),
        ("{}", "not the JSON of a service account"),
    ],
)
def test_a_file_that_is_no_account_is_told_as_such(google, tmp_path, text, words):
    file = tmp_path / "other.json"
    if text is not None:
        file.write_text(text)
    with closing(gateway(google, account=file)) as service, pytest.raises(stores.Denied, match=words):
        service.deliver(PHONE, ANSWERED)


def test_a_key_that_is_none_is_told_without_a_word_of_it(google, tmp_path):
    file = tmp_path / "other.json"
    said = json.loads(google.account.read_text())
    file.write_text(json.dumps({**said, "private_key": "-----SECRET-----", "private_key_id": "other"}))
    with closing(gateway(google, account=file)) as service, pytest.raises(stores.Denied) as told:
        service.deliver(PHONE, ANSWERED)
    assert "SECRET" not in str(told.value)


def test_nobody_answering_is_not_now(google):
    service = stores.Fcm(google.account, url="http://127.0.0.1:9", now=lambda: MONDAY)
    with closing(service), pytest.raises(stores.Unavailable, match=r"127\.0\.0\.1: ConnectError"):
        service.deliver(PHONE, ANSWERED)


def test_no_address_and_no_header_comes_into_the_log(google, caplog):
    """httpx names the address of each request, in which APNs has the token of a phone; hpack each header."""
    deliver(google)
    assert caplog.records == []
    for name in ("httpx", "httpcore", "hpack", "h2"):
        assert logging.getLogger(name).level == logging.WARNING
