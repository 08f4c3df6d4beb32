"""Each service of the stores' apps is a channel of its own: told, put off, stopped without the others."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings

from otklik.integrations.stores.tests.given import (
    IPHONE,
    KEY_ID,
    PHONE,
    PROJECT,
    TEAM,
    TOPIC,
    Apple,
    Google,
    Service,
    a_google,
    a_rustore,
    an_apple,
    fcm_error,
)
from otklik.jobs import outgoing
from otklik.kit import clock
from otklik.outbox import browsers, drain
from otklik.outbox.models import Message, PushSubscription, Stop
from otklik.outbox.put import Note
from otklik.outbox.tests.given import send_all
from otklik.people import devices, reach
from otklik.people.models import Device, User

pytestmark = [pytest.mark.people, pytest.mark.django_db]

FCM, APNS, VKPNS = Message.Channel.FCM, Message.Channel.APNS, Message.Channel.VKPNS
NEWS = {"name": "Вера", "number": "1", "topic": "Яма", "address": "Новая, 5", "page": "https://x.test/1"}
DENIED = {"error": {"code": 403, "status": "PERMISSION_DENIED"}}


@pytest.fixture
def google(settings: LazySettings, tmp_path) -> Iterator[Google]:
    with a_google(tmp_path) as found:
        settings.FCM_ACCOUNT, settings.FCM_URL = str(found.account), found.url
        yield found


@pytest.fixture
def apple(settings: LazySettings, tmp_path) -> Iterator[Apple]:
    with an_apple(tmp_path) as found:
        settings.APNS_KEY, settings.APNS_KEY_ID = str(found.key), KEY_ID
        settings.APNS_TEAM, settings.APNS_TOPIC, settings.APNS_URL = TEAM, TOPIC, found.url
        yield found


@pytest.fixture
def rustore(settings: LazySettings) -> Iterator[Service]:
    with a_rustore() as found:
        settings.RUSTORE_PROJECT, settings.RUSTORE_TOKEN, settings.RUSTORE_URL = PROJECT, "x", found.url
        yield found


@pytest.fixture
def vera() -> User:
    return User.objects.create_user("vera@example.test", "pass", name="Вера")


def a_phone(user: User, channel: str, token: str) -> PushSubscription:
    devices.begin(user, title="Pixel 8", ip="", now=clock.now())
    device = Device.objects.latest("id")
    return PushSubscription.objects.create(user=user, device=device, channel=channel, endpoint=token)


def told(user: User) -> None:
    reach.tell(user, Note("published", NEWS, about="123456789"))


def states() -> dict[str, str]:
    rows = Message.objects.exclude(channel="email").order_by("id")
    return dict(rows.values_list("channel", "state"))


def test_each_phone_is_told_by_its_own_service_with_the_subject_and_the_screen(
    google, apple, rustore, vera, settings
):
    settings.BASE_URL = "https://portal.example.test"
    a_phone(vera, FCM, PHONE)
    a_phone(vera, APNS, IPHONE)
    a_phone(vera, VKPNS, "vk-token-of-a-phone")
    told(vera)
    outgoing.send_some()
    assert states() == {"fcm": "sent", "apns": "sent", "vkpns": "sent"}
    shown = google.shown[0]["message"]
    assert shown["notification"] == {
        "title": "Обращение № 1 опубликовано",
        "body": "Откройте приложение, чтобы прочитать.",
    }
    assert shown["data"] == {"url": "https://portal.example.test/app/appeals/123456789"}
    assert apple.shown[0]["url"] == rustore.shown[0]["message"]["data"]["url"] == shown["data"]["url"]


def test_what_google_apple_and_vk_read_names_nobody(google, apple, rustore, vera):
    a_phone(vera, FCM, PHONE)
    a_phone(vera, APNS, IPHONE)
    a_phone(vera, VKPNS, "vk-token-of-a-phone")
    told(vera)
    outgoing.send_some()
    for service in (google, apple, rustore):
        assert len(service.shown) == 1
        for personal in ("Вера", "vera@", "Яма", "Новая"):
            assert personal not in str(service.shown)


def test_a_person_who_reads_english_is_told_in_english(google, vera):
    vera.language = "en"
    vera.save()
    a_phone(vera, FCM, PHONE)
    told(vera)
    send_all(channel=FCM)
    assert google.shown[0]["message"]["notification"]["body"] == "Open the app to read it."


def test_followers_are_told_by_one_statement_whatever_their_phone(google, apple, vera):
    other = User.objects.create_user("oleg@example.test", "pass", name="Олег")
    a_phone(vera, FCM, PHONE)
    a_phone(other, APNS, IPHONE)
    for _again in range(2):
        reach.tell_many(User.objects.all(), Note("published", NEWS, about="1", once="news 1"))
    assert sorted(Message.objects.values_list("channel", flat=True)) == ["apns", "email", "email", "fcm"]


@pytest.mark.parametrize(
    ("channel", "token", "status", "said"),
    [
        (FCM, PHONE, 404, fcm_error(404, "UNREGISTERED")),
        (APNS, IPHONE, 410, {"reason": "Unregistered", "timestamp": 1772442000000}),
        (APNS, IPHONE, 400, {"reason": "BadDeviceToken"}),
        (VKPNS, "vk-token-of-a-phone", 404, {"code": 404, "status": "NOT_FOUND"}),
    ],
)
def test_a_phone_that_its_service_does_not_know_is_forgotten(
    google, apple, rustore, vera, channel, token, status, said
):
    {FCM: google, APNS: apple, VKPNS: rustore}[channel].answers(status, said)
    a_phone(vera, channel, token)
    told(vera)
    assert send_all(channel=channel) == 1
    assert states() == {channel: "failed"}
    assert not PushSubscription.objects.exists()
    assert not Stop.objects.exists()


def test_a_phone_signed_out_meanwhile_is_told_nothing(google, vera):
    a_phone(vera, FCM, PHONE)
    told(vera)
    devices.end_all(vera.pk)
    send_all(channel=FCM)
    assert (states(), google.paths) == ({"fcm": "dropped"}, [])


def test_a_phone_that_another_account_took_over_meanwhile_shows_nothing_of_the_first(google, vera):
    a_phone(vera, FCM, PHONE)
    told(vera)
    other = User.objects.create_user("oleg@example.test", "pass", name="Олег")
    browsers.register(other.pk, Device.objects.get().pk, channel=FCM, token=PHONE, label="Pixel 8")
    send_all(channel=FCM)
    assert (states(), google.paths) == ({"fcm": "dropped"}, [])


def test_a_service_that_is_switched_off_lets_its_messages_go(google, vera, settings):
    a_phone(vera, FCM, PHONE)
    told(vera)
    settings.FCM_ACCOUNT = ""
    send_all(channel=FCM)
    assert (states(), google.paths) == ({"fcm": "dropped"}, [])


def test_a_service_that_asks_to_wait_is_left_alone_so_long(google, apple, vera):
    google.answers(503, {}, **{"Retry-After": "1200"})
    a_phone(vera, FCM, PHONE)
    a_phone(vera, APNS, IPHONE)
    told(vera)
    told(vera)
    began = clock.now()
    outgoing.send_some()
    assert len(google.paths) == 1  # the second was not tried
    assert states() == {"fcm": "waiting", "apns": "sent"}
    dues = Message.objects.filter(channel=FCM).values_list("due_at", flat=True)
    assert all(due >= began + timedelta(seconds=1200) for due in dues)
    google.answers(200)
    assert send_all(channel=FCM, now=began + timedelta(seconds=1300)) == 2
    assert states()["fcm"] == "sent"


def test_a_phone_that_gets_too_much_waits_alone(apple, vera):
    a_phone(vera, APNS, IPHONE)
    told(vera)
    told(vera)
    apple.answers(429, {"reason": "TooManyRequests"}, **{"retry-after": "1200"})
    began = clock.now()
    assert send_all(channel=APNS) == 2
    assert len(apple.paths) == 2
    assert Message.objects.filter(channel=APNS, due_at__gte=began + timedelta(seconds=1200)).count() == 2


def test_wrong_keys_stop_the_channel_alone_and_what_waits_leaves_when_they_are_right(google, apple, vera):
    google.answers(403, DENIED)
    a_phone(vera, FCM, PHONE)
    a_phone(vera, APNS, IPHONE)
    told(vera)
    told(vera)
    outgoing.send_some()
    assert states() == {"fcm": "waiting", "apns": "sent"}
    assert Message.objects.filter(channel=FCM, error__startswith="fcm: 403 PERMISSION_DENIED").count() == 1
    assert Stop.objects.get().said == "fcm: 403 PERMISSION_DENIED"

    soon, later = clock.now() + timedelta(minutes=5), clock.now() + timedelta(minutes=16)
    assert FCM not in drain.waits(now=soon)
    assert send_all(channel=FCM, now=soon) == 0
    assert len(google.paths) == 1  # nobody asks in vain meanwhile
    google.answers(200)
    assert FCM in drain.waits(now=later)
    assert send_all(channel=FCM, now=later) == 2
    assert states() == {"fcm": "sent", "apns": "sent"}
    assert not Stop.objects.exists()


def test_administrators_learn_of_it_once_by_a_letter(google, vera, mailoutbox):
    admin = User.objects.create_user("admin@example.test", "pass", name="Ирина", role="admin")
    google.answers(403, DENIED)
    a_phone(vera, FCM, PHONE)
    told(vera)
    Message.objects.filter(channel="email").delete()
    for _try in range(3):
        outgoing.send_some()
        Stop.objects.update(until=clock.now() - timedelta(seconds=1))
        Message.objects.filter(channel=FCM).update(due_at=clock.now() - timedelta(seconds=1))
    assert len(google.paths) == 3
    (letter,) = mailoutbox
    assert letter.to == [admin.email]
    assert letter.subject == "Уведомления не уходят: FCM (Google)"
    assert "fcm: 403 PERMISSION_DENIED" in letter.body
    assert PHONE not in letter.body


def test_a_stop_lasts_until_the_service_takes_something_or_is_switched_off(google, vera, settings):
    google.answers(403, DENIED)
    phone = a_phone(vera, FCM, PHONE)
    told(vera)
    send_all(channel=FCM)
    Stop.objects.update(until=clock.now() - timedelta(seconds=1))
    begun = Stop.objects.get().since

    phone.delete()  # signed out: nobody is asked
    later = clock.now() + timedelta(minutes=5)
    send_all(channel=FCM, now=later)
    assert (states(), Stop.objects.get().since) == ({"fcm": "dropped"}, begun)

    a_phone(vera, FCM, PHONE)
    told(vera)
    settings.FCM_ACCOUNT = ""
    send_all(channel=FCM, now=later)
    assert not Stop.objects.exists()


def test_a_file_that_is_not_there_stops_the_channel_in_words(google, vera, settings):
    settings.FCM_ACCOUNT = "/nowhere/account.json"
    a_phone(vera, FCM, PHONE)
    told(vera)
    send_all(channel=FCM)
    assert Stop.objects.get().said == "fcm: /nowhere/account.json: No such file or directory"
    assert states() == {"fcm": "waiting"}


def test_a_batch_of_messages_takes_two_statements_each(google, vera, django_assert_num_queries):
    """The phone and the row; beside them the claim, the words of administrators, the end of a stop."""
    a_phone(vera, FCM, PHONE)
    for _n in range(5):
        told(vera)
    with django_assert_num_queries(3 + 5 * 2):
        assert send_all(channel=FCM) == 5
