"""Each channel sends in its own way and none stops another."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from otklik.integrations import push
from otklik.integrations.push.tests.given import PushService, a_push_service
from otklik.integrations.sms.tests.given import SmsGateway, an_sms_gateway
from otklik.jobs import outgoing
from otklik.kit import clock
from otklik.outbox import drain
from otklik.outbox.models import Message, PushSubscription
from otklik.outbox.put import Address, Note, put
from otklik.outbox.tests.given import send_all
from otklik.outbox.wording import Words
from otklik.people.models import User

pytestmark = [pytest.mark.people, pytest.mark.django_db]

PHONE, OTHER = "+79001234567", "+79007654321"
EMAIL, SMS, PUSH = Message.Channel.EMAIL, Message.Channel.SMS, Message.Channel.PUSH
CHANGED = Note("password-changed", {"name": "Вера"})


@pytest.fixture
def phones(settings) -> Iterator[SmsGateway]:
    with an_sms_gateway() as found:
        settings.SMS_URL = found.url
        yield found


@pytest.fixture
def service(settings) -> Iterator[PushService]:
    settings.VAPID_KEY = push.new_key()
    with a_push_service() as found:
        yield found


def a_browser(service: PushService) -> PushSubscription:
    user = User.objects.create_user("vera@example.test", "pass", name="Вера")
    key = service.browser
    return PushSubscription.objects.create(
        user=user, endpoint=key.endpoint, p256dh=key.p256dh, auth=key.auth, label="Firefox"
    )


def by_sms(*phones: str) -> None:
    put(CHANGED, [Address(phone, SMS) for phone in phones])


def by_push(browser: PushSubscription) -> None:
    put(CHANGED, [Address(str(browser.pk), PUSH, browser.user_id)])


def states() -> dict[str, str]:
    return dict(Message.objects.order_by("id").values_list("channel", "state"))


def test_an_sms_is_the_subject_and_where_it_leads(phones, settings):
    settings.BASE_URL = "https://portal.example.test"
    by_sms(PHONE)
    assert send_all(channel=SMS) == 1
    (sms,) = phones.taken
    assert sms["to"] == PHONE
    assert sms["text"] == "Пароль изменён: Отклик https://portal.example.test/password/reset"
    assert states() == {"sms": "sent"}


def test_a_body_of_one_line_is_the_sms_itself(phones, settings, monkeypatch):
    """As of a code: its subject names the portal, for whoever reads the kind's list."""
    words = Words("Отклик", "123 456: код портала. Никому его не сообщайте.\n")
    monkeypatch.setattr("otklik.outbox.wording.text_of", lambda *message: words)
    by_sms(PHONE)
    send_all(channel=SMS)
    assert phones.taken[0]["text"] == "123 456: код портала. Никому его не сообщайте."


def test_without_a_gateway_an_sms_is_a_file(settings):
    by_sms(PHONE)
    send_all(channel=SMS)
    (file,) = settings.SMS_FOLDER.iterdir()
    assert file.read_text().startswith(f"{PHONE}\nПароль изменён")


def test_a_number_that_the_gateway_refuses_fails_alone(phones):
    phones.refused = {PHONE: 422}
    by_sms(PHONE, OTHER)
    assert send_all(channel=SMS) == 2
    first, second = Message.objects.order_by("id")
    assert (first.state, second.state) == ("failed", "sent")
    assert "422" in first.error


def test_a_dead_gateway_stops_no_letter_and_a_dead_mail_server_no_sms(settings, mailoutbox, phones):
    settings.SMS_URL = "http://127.0.0.1:9/"
    by_sms(PHONE)
    put(CHANGED, [Address("vera@example.test")])
    assert outgoing.send_some() == 1
    assert states() == {"sms": "waiting", "email": "sent"}
    assert "ConnectionRefusedError" in Message.objects.get(channel=SMS).error

    settings.SMS_URL = phones.url
    settings.EMAIL_BACKEND = "otklik.outbox.tests.test_drain.Down"
    Message.objects.update(state="waiting", due_at=clock.now() - timedelta(minutes=1))
    assert outgoing.send_some() == 1
    assert states() == {"sms": "sent", "email": "waiting"}


def test_the_clock_names_the_channels_that_wait_in_one_statement(django_assert_num_queries):
    by_sms(PHONE)
    put(CHANGED, [Address("vera@example.test")])
    with django_assert_num_queries(1):
        assert drain.waits(now=clock.now()) == [EMAIL, SMS]


def test_a_notification_has_a_title_a_line_and_an_address(service):
    by_push(a_browser(service))
    assert send_all(channel=PUSH) == 1
    (shown,) = service.shown
    assert shown["title"] == "Пароль изменён: Отклик"
    assert shown["body"].startswith("Здравствуйте, Вера! Пароль вашей")
    assert shown["url"].endswith("/password/reset")
    assert states() == {"push": "sent"}


def test_a_browser_that_said_goodbye_is_marked_and_not_written_to_again(service):
    service.status = 410
    browser = a_browser(service)
    by_push(browser)
    send_all(channel=PUSH)
    browser.refresh_from_db()
    assert browser.dead_at is not None
    assert states() == {"push": "failed"}

    by_push(browser)  # written down a moment before
    send_all(channel=PUSH)
    assert states() == {"push": "dropped"}
    assert service.asked == 1


def test_a_browser_that_another_account_took_over_meanwhile_shows_nothing_of_the_first(service):
    browser = a_browser(service)
    by_push(browser)
    other = User.objects.create_user("oleg@example.test", "pass", name="Олег")
    PushSubscription.objects.update(user=other)  # as `browsers.switch_on` leaves it
    send_all(channel=PUSH)
    assert states() == {"push": "dropped"}
    assert service.asked == 0


def test_a_busy_push_service_is_asked_again_later(service):
    service.status = 429
    by_push(a_browser(service))
    send_all(channel=PUSH)
    assert states() == {"push": "waiting"}
    service.status = 201
    assert send_all(channel=PUSH, now=clock.now() + timedelta(hours=1)) == 1
    assert states() == {"push": "sent"}


def test_without_a_key_of_ours_notifications_lose_their_reason(service, settings):
    settings.VAPID_KEY = ""
    by_push(a_browser(service))
    send_all(channel=PUSH)
    assert states() == {"push": "dropped"}
    assert service.asked == 0
