"""«Уведомления», the end of letters and the words of letters in a real browser, on a phone and on a monitor."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.integrations import push
from otklik.outbox.models import Message, PushSubscription
from otklik.outbox.put import Note
from otklik.people import reach
from otklik.people.models import User
from tests.browser.given import sideways

pytestmark = [pytest.mark.browser, pytest.mark.people, pytest.mark.django_db(transaction=True)]

LONG = "Firefox, Windows на домашнем компьютере за письменным столом"
CONTEXT = {
    "name": "Вера",
    "number": "123-456-789",
    "topic": "Яма",
    "address": "Новая, 5",
    "page": "https://x.test/1",
}


@pytest.fixture(autouse=True)
def with_push(settings) -> None:
    settings.VAPID_KEY = push.new_key()


def a_person(role: str = "citizen", **more: str) -> User:
    return User.objects.create_user(f"{role}@example.test", "pass", name="Вера Полевая", role=role, **more)


def signed_in(page: Page, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


def looked_at(page: Page, name: str) -> None:
    """A picture for whoever wants to see: OTKLIK_SHOTS is a folder."""
    if folder := os.environ.get("OTKLIK_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{page.evaluate('innerWidth')}.png", full_page=True)


def test_notifications_of_an_account(page: Page, live_server: LiveServer, axe: Callable[[Page], None]):
    vera = a_person(email_trouble="550 5.1.1 No such user here")
    for n, dead in enumerate((None, "2026-03-01T12:00Z")):
        PushSubscription.objects.create(
            user=vera, endpoint=f"https://push.test/{n}", p256dh="x", auth="x", label=LONG, dead_at=dead
        )
    for state, error in (("held", ""), ("failed", "550 5.1.1 " + "no such user here " * 6)):
        reach.tell(vera, Note("published", CONTEXT, about=state))
        Message.objects.filter(about=state).update(state=state, error=error, channel="email", to=vera.email)
    signed_in(page, live_server.url, vera)
    page.goto(f"{live_server.url}/account/notifications")
    assert sideways(page) == 0
    axe(page)
    looked_at(page, "notices")
    page.get_by_role("button", name="Почта работает").press("Enter")
    page.get_by_text("письма снова будут приходить").wait_for()
    page.goto(f"{live_server.url}/account/notifications")
    page.get_by_role("button", name="Отключить").first.press("Enter")
    expect(page.get_by_text("в этом браузере отключены")).to_be_visible()


def test_the_end_of_letters_by_a_button(page: Page, live_server: LiveServer, axe: Callable[[Page], None]):
    vera = a_person()
    reach.tell(vera, Note("published", CONTEXT))
    path = reach.unsubscribe_link(Message.objects.get()).removeprefix(django_settings.BASE_URL)
    page.goto(f"{live_server.url}{path}")
    axe(page)
    assert sideways(page) == 0
    looked_at(page, "unsubscribe")
    page.get_by_role("button", name="Больше не присылать").press("Enter")
    page.get_by_role("heading", name="Больше не пишем").wait_for()
    axe(page)
    vera.refresh_from_db()
    assert vera.wants_letters is False


def test_an_administrator_writes_the_words_of_a_letter(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    signed_in(page, live_server.url, a_person("admin"))
    page.goto(f"{live_server.url}/staff/letters")
    axe(page)
    assert sideways(page) == 0
    looked_at(page, "letters")
    page.locator("a[href$='/letters/answered/ru']").press("Enter")
    page.get_by_label("Тема").fill("Ответ на № {{ nonsense }}")
    page.get_by_role("button", name="Посмотреть").press("Enter")
    page.get_by_text("Письмо не знает таких значений: nonsense").first.wait_for()
    axe(page)
    looked_at(page, "letter-wrong")
    page.get_by_label("Тема").fill("Ответ на № {{ number }}")
    page.get_by_role("button", name="Посмотреть").press("Enter")
    page.get_by_text("Ответ на № 123-456-789").wait_for()
    page.get_by_role("button", name="Сохранить").press("Enter")
    page.get_by_role("button", name="Вернуть слова выпуска").wait_for()
    axe(page)
    assert sideways(page) == 0
    looked_at(page, "letter")
