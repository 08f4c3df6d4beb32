"""Notifications of the app: subscribed by a device, ended with it, and a press on one opens the app."""

from dataclasses import replace
from typing import Any

import pytest

from otklik.integrations import push
from otklik.integrations.push.tests.given import PushService, a_push_service
from otklik.outbox import browsers
from otklik.outbox.models import Message, PushSubscription
from otklik.outbox.put import Note
from otklik.outbox.tests.given import send_all
from otklik.people import devices, reach
from otklik.web.account.tests.given import VERA, a_person
from otklik.web.api.tests.test_entering import ask, enter

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

SERVICE = PushService(url="http://127.0.0.1:1")
NEWS = {
    "name": "Вера",
    "number": "1",
    "topic": "Яма",
    "address": "Новая, 5",
    "page": "https://x.example.test/1",
}


@pytest.fixture(autouse=True)
def _with_push(settings) -> None:
    settings.VAPID_KEY, settings.PUSH_HOSTS = push.new_key(), ["127.0.0.1"]
    settings.BASE_URL = "https://portal.example.test"


@pytest.fixture
def access() -> str:
    a_person()
    return str(enter(device="Pixel 8")["access"])


def subscription(service: PushService = SERVICE, **more: object) -> dict[str, object]:
    browser = service.browser
    return {
        "endpoint": browser.endpoint,
        "keys": {"p256dh": browser.p256dh, "auth": browser.auth},
        **more,
    }


def subscribe(access: str, status: int = 204, **more: Any):
    return ask("push/subscriptions", subscription(**more), access=access, status=status)


def test_the_key_is_told_and_is_empty_where_there_are_no_notifications(settings, access):
    assert ask("push")["key"] == push.public_key(settings.VAPID_KEY)
    settings.VAPID_KEY = ""
    assert ask("push")["key"] == ""
    assert subscribe(access, 409)["code"] == "push_off"


def test_a_device_subscribes_once_and_ends_it(access):
    for _again in range(2):
        subscribe(access)
    kept = PushSubscription.objects.get()
    assert (kept.user.email, kept.device.title, kept.label) == (VERA, "Pixel 8", "Pixel 8")
    for _again in range(2):
        ask("push/subscriptions/end", {"endpoint": kept.endpoint}, access=access, status=204)
    assert not PushSubscription.objects.exists()


def test_nobody_ends_that_of_another(access):
    subscribe(access)
    a_person("oleg@example.test")
    other = enter(login="oleg@example.test")["access"]
    ask("push/subscriptions/end", {"endpoint": SERVICE.browser.endpoint}, access=other, status=204)
    assert PushSubscription.objects.exists()


def test_whoever_signs_in_later_on_the_device_takes_it_over(access):
    subscribe(access)
    a_person("oleg@example.test")
    subscribe(enter(login="oleg@example.test")["access"])
    assert PushSubscription.objects.get().user.email == "oleg@example.test"


def test_signing_the_device_out_ends_its_notifications_and_those_of_pages_stay(access):
    subscribe(access)
    user = PushSubscription.objects.get().user
    browsers.switch_on(user.pk, replace(SERVICE.browser, endpoint="http://127.0.0.1/2"), label="Firefox")
    ask("session/end", {}, access=access, status=204)
    assert PushSubscription.objects.get().label == "Firefox"


def test_a_new_password_ends_them_as_well(access):
    subscribe(access)
    devices.end_all(PushSubscription.objects.get().user_id)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("more", "code", "fields"),
    [
        ({"endpoint": "https://evil.example.test/"}, "bad_browser", []),
        ({"endpoint": "http://10.0.0.1/admin"}, "bad_browser", []),
        ({"keys": {"p256dh": "nonsense", "auth": "x"}}, "bad_browser", []),
        ({"keys": "nonsense"}, "bad_body", ["keys"]),
        ({"keys": {"p256dh": "x"}}, "bad_body", ["keys"]),
        ({"endpoint": "http://127.0.0.1/" + "x" * 1000}, "bad_body", ["endpoint"]),
    ],
)
def test_what_no_browser_sends_is_refused_in_words(access, more, code, fields):
    refused = subscribe(access, 422, **more)
    assert refused["code"] == code
    assert list(refused.get("fields", [])) == fields
    assert not PushSubscription.objects.exists()


def test_without_a_sign_in_nothing_is_subscribed():
    assert subscribe("x", 401)["code"] == "signed_out"


def test_a_notification_of_the_app_opens_the_app_and_one_of_a_browser_the_page(access):
    with a_push_service() as service:
        ask("push/subscriptions", subscription(service), access=access, status=204)
        user = PushSubscription.objects.get().user
        pages = replace(service.browser, endpoint=f"{service.url}/send/pages")
        browsers.switch_on(user.pk, pages, label="Firefox")
        reach.tell(user, Note("published", NEWS, about="123456789"))
        reach.tell(user, Note("password-changed", {"name": "Вера"}))
        send_all(channel=Message.Channel.PUSH)
    assert {shown["url"] for shown in service.shown} == {
        "https://portal.example.test/app/appeals/123456789",
        NEWS["page"],
        "https://portal.example.test/app/",
        "https://portal.example.test/password/reset",
    }


# A token of each service, and another.
TOKENS = {
    "fcm": ("cAfE09_-:APA91bHPRgkFLJu", "dAfE09_-:APA91bHPRgkFLJu"),
    "apns": ("0f" * 32, "1F" * 40),
    "rustore": ("vk-token-of-a-phone", "vk-token-of-that-phone"),
}


@pytest.fixture
def _with_stores(settings) -> None:
    settings.FCM_ACCOUNT = "/keys/account.json"
    settings.APNS_KEY, settings.APNS_KEY_ID = "/keys/x.p8", "KEY1234567"
    settings.APNS_TEAM, settings.APNS_TOPIC = "ABCDE12345", "ru.region.otklik"
    settings.RUSTORE_PROJECT, settings.RUSTORE_TOKEN = "region", "x"


def register(access: str, via: str, token: str, status: int = 204):
    return ask("push/subscriptions", {"via": via, "token": token}, access=access, status=status)


def test_the_services_that_the_portal_has_keys_for_are_named(settings, access, _with_stores):
    assert ask("push")["ways"] == ["web", "fcm", "apns", "rustore"]
    settings.VAPID_KEY = settings.APNS_TEAM = settings.RUSTORE_TOKEN = ""
    assert ask("push")["ways"] == ["fcm"]


@pytest.mark.parametrize("via", TOKENS)
def test_an_app_of_a_store_subscribes_its_device_by_a_token_and_ends_it(access, via, _with_stores):
    token = TOKENS[via][0]
    for _again in range(2):
        register(access, via, token)
    kept = PushSubscription.objects.get()
    assert (kept.user.email, kept.device.title, kept.endpoint) == (VERA, "Pixel 8", token)
    assert kept.channel == {"rustore": "vkpns"}.get(via, via)
    for _again in range(2):
        ask("push/subscriptions/end", {"token": token}, access=access, status=204)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("via", TOKENS)
def test_a_new_token_takes_the_place_of_the_last_of_its_device_only(access, via, _with_stores):
    tablet = enter(device="iPad")["access"]
    register(tablet, "fcm", "eAfE09_-:APA91bHPRgkFLJu")
    for token in TOKENS[via]:
        register(access, via, token)
    assert set(PushSubscription.objects.values_list("device__title", "endpoint")) == {
        ("Pixel 8", TOKENS[via][1]),
        ("iPad", "eAfE09_-:APA91bHPRgkFLJu"),
    }


def test_an_app_that_is_signed_out_or_revoked_is_forgotten(access, _with_stores):
    register(access, "fcm", TOKENS["fcm"][0])
    ask("session/end", {}, access=access, status=204)
    assert not PushSubscription.objects.exists()
    register(enter()["access"], "fcm", TOKENS["fcm"][0])
    kept = PushSubscription.objects.get()
    devices.end(kept.user_id, kept.device.pk)  # in the cabinet
    assert not PushSubscription.objects.exists()


def test_whoever_signs_in_later_on_the_phone_takes_its_token_over(access, _with_stores):
    register(access, "apns", TOKENS["apns"][0])
    a_person("oleg@example.test")
    register(enter(login="oleg@example.test")["access"], "apns", TOKENS["apns"][0])
    assert PushSubscription.objects.get().user.email == "oleg@example.test"


@pytest.mark.parametrize(
    ("via", "token", "code"),
    [
        ("fcm", "", "bad_token"),
        ("fcm", "with blanks in the middle", "bad_token"),
        ("fcm", "короткий-и-не-латиницей", "bad_token"),
        ("apns", "../../3/device/" + "0f" * 32, "bad_token"),
        ("apns", "0f" * 31, "bad_token"),
        ("apns", "0f" * 32 + "\n", "bad_token"),
        ("rustore", "x" * 1001, "bad_body"),
        ("hms", "x" * 64, "bad_body"),
    ],
)
def test_what_no_phone_sends_is_refused_in_words(access, via, token, code, _with_stores):
    refused = register(access, via, token, 422)
    assert refused["code"] == code
    assert refused["detail"]
    assert not PushSubscription.objects.exists()


def test_a_service_without_keys_is_refused(access):
    assert register(access, "fcm", TOKENS["fcm"][0], 409)["code"] == "push_off"


def test_a_browser_without_its_address_is_refused(access):
    assert ask("push/subscriptions", {}, access=access, status=422)["code"] == "bad_browser"


def test_registering_takes_twelve_statements(access, django_assert_num_queries, _with_stores):
    with django_assert_num_queries(12):
        register(access, "fcm", TOKENS["fcm"][0])


def test_subscribing_takes_eleven_statements(access, django_assert_num_queries):
    with django_assert_num_queries(11):
        subscribe(access)
