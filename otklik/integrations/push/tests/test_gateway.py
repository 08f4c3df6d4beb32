"""Web Push against a service on this machine that decrypts and checks signatures."""

from collections.abc import Iterator

import pytest

from otklik.integrations import push
from otklik.integrations.push.tests.given import PushService, a_push_service

pytestmark = pytest.mark.people

KEY = push.new_key()
CONTACT = "mailto:noreply@example.test"
KNOWN = ("fcm.googleapis.com", ".push.services.mozilla.com", "127.0.0.1")


@pytest.fixture
def service() -> Iterator[PushService]:
    with a_push_service() as found:
        yield found


def test_a_message_reaches_the_browser_and_only_it_can_read_it(service):
    push.Gateway(KEY, CONTACT).deliver(service.browser, '{"title": "Получен ответ"}')
    assert service.shown == [{"title": "Получен ответ"}]
    assert service.signed_by == {push.public_key(KEY)}
    assert service.claims[0]["sub"] == CONTACT


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (404, push.Gone),
        (410, push.Gone),
        (400, push.Refused),
        (413, push.Refused),
        (403, push.Unavailable),
        (429, push.Unavailable),
        (500, push.Unavailable),
        (307, push.Unavailable),
    ],
)
def test_what_the_service_says_is_understood_and_a_redirect_not_followed(service, status, meaning):
    service.status = status
    with pytest.raises(meaning):
        push.Gateway(KEY, CONTACT).deliver(service.browser, "{}")
    assert service.asked == 1


def test_a_service_that_does_not_answer_is_asked_once_a_batch(service):
    dead = push.Browser("http://127.0.0.1:9/x", service.browser.p256dh, service.browser.auth)
    gateway = push.Gateway(KEY, CONTACT)
    for words in ("ConnectionError", "a moment ago"):
        with pytest.raises(push.Unavailable, match=words):
            gateway.deliver(dead, "{}")
    gateway.deliver(service.browser, "{}")
    assert service.shown == [{}]


@pytest.mark.parametrize(
    ("endpoint", "allowed"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com.evil.example/", False),
        ("https://evilfcm.googleapis.com/", False),
        ("https://someone@fcm.googleapis.com/", False),
        ("https://10.0.0.1/", False),
        ("https://localhost/", False),
        ("file:///etc/passwd", False),
        ("ftp://127.0.0.1/", False),
        ("https://[/", False),
        ("", False),
    ],
)
def test_only_known_services_are_called(endpoint, allowed):
    """Else anybody could make our worker call machines inside our network."""
    assert push.may_be_asked(endpoint, KNOWN) is allowed


def test_keys_of_a_browser_are_held_against_their_form(service):
    good = service.browser
    assert push.usable(good.p256dh, good.auth)
    for p256dh, auth in (
        ("", ""),
        (good.auth, good.p256dh),
        (good.p256dh[:-2], good.auth),
        (good.p256dh, good.auth + "AA"),
        ("B" + "A" * 86, good.auth),
        ("ключ", good.auth),
    ):
        assert not push.usable(p256dh, auth)


def test_without_a_private_key_there_is_no_public_one():
    assert push.public_key("") == ""
    assert len(push.public_key(KEY)) == 87
