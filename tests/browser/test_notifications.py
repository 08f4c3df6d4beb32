"""What a browser shows beside its pages: messages that are pushed, to the portal and to the app.

In the whole Chromium: the one without windows, which opens the pages of the other tests, knows no notifications.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.rules.number import spoken
from otklik.appeals.tests.given import an_appeal
from otklik.integrations import push
from otklik.integrations.push.tests.given import PushService
from otklik.outbox.models import PushSubscription
from otklik.people.models import Device
from tests.browser import test_notices as notices
from tests.browser.given import a_land, until
from tests.browser.test_app import PHONE, the_worker
from tests.browser.test_app_account import signed_in, vera

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BROWSER = PushService(url="http://127.0.0.1:1").browser
SUBSCRIPTION = json.dumps(
    {"endpoint": BROWSER.endpoint, "keys": {"p256dh": BROWSER.p256dh, "auth": BROWSER.auth}}
)


@pytest.fixture(scope="module")
def browser(launch_browser: Callable[..., Browser]) -> Iterator[Browser]:
    whole = launch_browser(executable_path="/usr/bin/chromium")
    yield whole
    whole.close()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    a_land()
    return open_page(390, 800, **PHONE)


@pytest.fixture(autouse=True)
def _with_push(settings: Any) -> None:
    settings.VAPID_KEY = push.new_key()


@pytest.mark.mobile
def test_a_notification_says_what_it_is_about_and_a_press_opens_the_appeal(
    phone: Page, live_server: LiveServer
):
    phone.context.grant_permissions(["notifications", "geolocation"])
    appeal = an_appeal(state=State.ANSWERED, author=vera())
    signed_in(phone, live_server.url)
    session, registration = the_worker(phone, live_server.url)
    said = {
        "title": "Есть ответ",
        "body": "Оцените его",
        "url": f"https://elsewhere.test/app/appeals/{appeal.number}",
    }
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": live_server.url, "registrationId": registration, "data": json.dumps(said)},
    )
    shown = (
        "navigator.serviceWorker.ready.then(r => r.getNotifications())"
        ".then(all => all.map(({title, body, data}) => ({title, body, data})))"
    )
    until(phone, lambda: phone.evaluate(shown))
    assert phone.evaluate(shown) == [
        {"title": "Есть ответ", "body": "Оцените его", "data": f"/app/appeals/{appeal.number}"}
    ]
    worker = phone.context.service_workers[0]
    worker.evaluate(
        "registration.getNotifications().then(([notification]) => dispatchEvent("
        "new NotificationEvent('notificationclick', {notification})))"
    )
    expect(phone.get_by_text(re.compile(f"Обращение {spoken(appeal.number)}"))).to_be_visible()
    expect(phone.get_by_role("heading", name="Оцените ответ")).to_be_visible()


@pytest.mark.mobile
def test_notifications_are_asked_for_by_a_press_only_and_go_to_the_device_that_is_signed_in(
    phone: Page, live_server: LiveServer, settings: Any
):
    settings.VAPID_KEY, settings.PUSH_HOSTS = push.new_key(), ["127.0.0.1"]
    phone.context.grant_permissions(["notifications", "geolocation"])
    # Headless Chromium knows no push service: what one would give.
    phone.add_init_script(
        f"""(() => {{
            let now = null
            const made = () => ({{
                toJSON: () => ({SUBSCRIPTION}), unsubscribe: async () => {{ now = null; return true }} }})
            PushManager.prototype.subscribe = async (asked) => {{ window.asked = asked; return (now = made()) }}
            PushManager.prototype.getSubscription = async () => now
        }})()"""
    )
    vera()
    signed_in(phone, live_server.url)
    phone.get_by_role("link", name="Профиль").tap()
    phone.get_by_role("link", name="Уведомления").tap()
    expect(phone.get_by_text("Выключены на этом устройстве")).to_be_visible()
    assert not phone.evaluate("'asked' in window")
    phone.get_by_role("button", name="Включить уведомления").tap()
    expect(phone.get_by_text("Включены на этом устройстве")).to_be_visible()
    assert phone.evaluate("window.asked.userVisibleOnly")
    assert PushSubscription.objects.get().device_id == Device.objects.get().pk
    phone.get_by_role("button", name="Выключить").tap()
    expect(phone.get_by_text("Выключены на этом устройстве")).to_be_visible()
    assert not PushSubscription.objects.exists()


@pytest.mark.people
def test_a_browser_without_a_push_service_is_told_so(page: Page, live_server: LiveServer):
    """As Chromium without a head is."""
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    notices.signed_in(page, live_server.url, notices.a_person())
    page.goto(f"{live_server.url}/account/notifications")
    page.get_by_role("button", name="Включить в этом браузере").press("Enter")
    page.get_by_text("Не получилось").wait_for()


@pytest.mark.people
def test_a_message_that_is_pushed_is_shown_while_the_page_knows_nothing(
    open_page: Callable[..., Page], live_server: LiveServer
):
    page = open_page(1280, 900)
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    page.goto(f"{live_server.url}/login")
    devtools = page.context.new_cdp_session(page)
    ready: list[str] = []
    devtools.on(
        "ServiceWorker.workerVersionUpdated",  # a push to one that is still activating would be lost
        lambda told: ready.extend(
            found["registrationId"] for found in told["versions"] if found["status"] == "activated"
        ),
    )
    devtools.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => null)")
    until(page, lambda: ready)
    said = '{"title": "Получен ответ", "body": "Обращение № 1", "url": "/mine/1"}'
    shown = None
    for _try in range(10):  # as a push service does with what the browser did not take
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": live_server.url, "registrationId": ready[-1], "data": said},
        )
        shown = page.evaluate(
            "async () => { const worker = await navigator.serviceWorker.ready;"
            " for (let n = 0; n < 60; n++) { const all = await worker.getNotifications();"
            " if (all.length) return [all[0].title, all[0].body, all[0].data.url];"
            " await new Promise((go) => setTimeout(go, 50)) } }"
        )
        if shown:
            break
    assert shown == ["Получен ответ", "Обращение № 1", f"{live_server.url}/mine/1"]
