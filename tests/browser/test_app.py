"""The app for phones in a real browser: without a network, with a photo, in two tabs."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.rules.number import spoken
from otklik.appeals.tests.given import an_appeal
from otklik.configuration import looks
from otklik.kit import clock
from otklik.kit.kept import forget
from otklik.knowledge import offline as knowledge
from otklik.knowledge.tests.given import an_article
from otklik.people.models import User
from otklik.places import offline
from otklik.reference import offline as reference
from otklik.reference.tests.given import a_number, a_place, a_reception
from tests.browser.filing import begin, fill, place, report, topic
from tests.browser.given import a_land, a_photo, sideways, until, works_go_on

pytestmark = [pytest.mark.browser, pytest.mark.mobile, pytest.mark.django_db(transaction=True)]

HERE = {"latitude": 55.51, "longitude": 39.51, "accuracy": 12}
PHONE: dict[str, Any] = {
    "is_mobile": True,
    "has_touch": True,
    "geolocation": HERE,
    "permissions": ["geolocation", "background-sync"],
}
SECTIONS = ("profile/contacts", "profile/articles", "profile/works")
SCREENS = ("", "report", "mine", "outbox", "profile", *SECTIONS, "nowhere")


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    a_land()
    return open_page(390, 800, **PHONE)


def opened(page: Page, site: str, path: str = "") -> None:
    """With the worker at work: from now on no network is needed."""
    page.goto(f"{site}/app/{path}")
    expect(page.locator("h1")).to_be_visible()
    until(page, lambda: page.evaluate("!!navigator.serviceWorker.controller"))


def looked_at(page: Page, name: str) -> None:
    """A picture for whoever wants to see: OTKLIK_SHOTS is a folder."""
    if folder := os.environ.get("OTKLIK_SHOTS"):
        page.screenshot(path=Path(folder) / f"app-{name}.png")


def test_the_app_opens_without_a_network_after_the_first_visit(phone: Page, live_server: LiveServer):
    an_appeal(state=State.PUBLISHED)
    opened(phone, live_server.url)
    phone.get_by_role("button", name="Показать").tap()
    expect(phone.locator("main li")).to_have_count(1)
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/app/")
    expect(phone.get_by_text("Нет связи.").first).to_be_visible()
    expect(phone.locator("main li")).to_have_count(1)
    for path in SCREENS:
        phone.goto(f"{live_server.url}/app/{path}")
        expect(phone.locator("h1")).to_be_visible()
        expect(phone.get_by_text("Экран не открылся")).to_have_count(0)


def test_an_appeal_with_a_photo_is_filed_in_airplane_mode_and_leaves_once_when_the_network_is_back(
    phone: Page, live_server: LiveServer, tmp_path: Path
):
    opened(phone, live_server.url, "report")
    begin(phone)
    expect(phone.get_by_label("Найти тему")).to_be_visible()
    phone.context.set_offline(True)
    report(phone, a_photo(tmp_path))
    expect(phone.get_by_text("Ждёт отправки")).to_be_visible()
    looked_at(phone, "outbox-offline")
    phone.reload()
    expect(phone.get_by_text("Ждёт отправки")).to_be_visible()
    assert Appeal.objects.count() == 0
    phone.context.set_offline(False)
    expect(phone.get_by_text("Ушло")).to_be_visible()
    filed = Appeal.objects.get()
    assert filed.text == "Яма глубиной в полметра у дома"
    assert filed.photos.count() == 1
    expect(phone.get_by_text(f"Номер {spoken(filed.number)}")).to_be_visible()


def test_two_tabs_deliver_once(phone: Page, live_server: LiveServer, tmp_path: Path):
    opened(phone, live_server.url, "report")
    begin(phone)
    expect(phone.get_by_label("Найти тему")).to_be_visible()
    second = phone.context.new_page()
    second.goto(f"{live_server.url}/app/outbox")
    phone.context.set_offline(True)
    report(phone, a_photo(tmp_path))
    expect(second.get_by_text("Ждёт отправки")).to_be_visible()
    asked: list[str] = []
    phone.context.on(
        "request",
        lambda sent: asked.append(sent.url) if sent.method == "POST" and "/api/" in sent.url else None,
    )
    phone.context.set_offline(False)
    for page in (phone, second):
        expect(page.get_by_text("Ушло")).to_be_visible()
    assert Appeal.objects.count() == 1
    assert len([url for url in asked if url.endswith("/api/v1/appeals")]) == 1


def the_worker(page: Page, site: str) -> tuple[CDPSession, str]:
    """Chromium's handle of the app's own worker."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []

    def note(event: dict[str, Any]) -> None:
        found.extend(
            one["registrationId"] for one in event["registrations"] if one["scopeURL"].endswith("/app/")
        )

    session.on("ServiceWorker.workerRegistrationUpdated", note)
    session.send("ServiceWorker.enable")
    until(page, lambda: found)
    return session, found[0]


def test_what_waits_leaves_by_the_worker_while_the_app_is_closed(
    phone: Page, live_server: LiveServer, tmp_path: Path
):
    """Background Sync, where it exists. A page of the portal without the app's code stands for the closed app."""
    phone.context.grant_permissions(["geolocation", "background-sync"])
    with phone.expect_response("**/api/v1/classifier"):
        opened(phone, live_server.url)
    phone.context.set_offline(True)
    report(phone, a_photo(tmp_path))
    expect(phone.get_by_text("Ждёт отправки", exact=True)).to_be_visible()
    portal = phone.context.new_page()
    phone.close()
    assert not Appeal.objects.exists()
    phone.context.set_offline(False)  # the browser may wake the worker by itself from here on
    portal.goto(f"{live_server.url}/robots.txt")
    session, registration = the_worker(portal, live_server.url)
    sync = {"origin": live_server.url, "registrationId": registration, "tag": "outbox", "lastChance": False}
    for _twice in range(2):
        session.send("ServiceWorker.dispatchSyncEvent", sync)
    until(portal, Appeal.objects.exists)
    assert Appeal.objects.get().photos.count() == 1


def test_how_to_install_it_is_told_to_everybody(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    page.goto(f"{live_server.url}/app/install")
    axe(page)
    assert sideways(page) == 0
    expect(page.get_by_role("button", name="Установить")).to_be_hidden()
    page.evaluate("dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt: async () => 1 }))")
    expect(page.get_by_role("button", name="Установить")).to_be_visible()
    looked_at(page, f"install-{page.evaluate('innerWidth')}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_can_be_used_by_everybody(
    open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None], scheme: str
):
    a_land()
    shown = an_appeal(state=State.PUBLISHED)
    page = open_page(320, 640, color_scheme=scheme, **PHONE)
    opened(page, live_server.url)
    page.get_by_role("button", name="Показать").tap()
    expect(page.locator("main li")).to_have_count(1)
    for path in (*SCREENS, f"appeals/{shown.number}"):
        page.goto(f"{live_server.url}/app/{path}")
        expect(page.locator("h1")).to_be_visible()
        expect(page.get_by_text("Открываю")).to_have_count(0)
        axe(page)
        assert sideways(page) == 0, path
        looked_at(page, f"{path.replace('/', '-') or 'nearby'}-{scheme}")


def test_a_new_version_waits_until_the_person_agrees(phone: Page, live_server: LiveServer):
    opened(phone, live_server.url, "report")
    begin(phone)
    topic(phone)
    place(phone)
    phone.get_by_label("Что случилось").fill("Половина слова")
    expect(phone.get_by_text("Черновик сохранён")).to_be_visible()
    admin = User.objects.create_user("admin@example.test", "pass", name="Анна", role="admin")
    asked = {"portal": "Голос", "region": "Приречье", "accent": "#7a1f5c"}
    looks.publish(looks.checked(asked, ["ru", "en"]), None, keeps=True, base=0, by=admin, now=clock.now())
    forget()
    phone.evaluate(
        "navigator.serviceWorker.getRegistration('/app/').then((found) => found.update()).then(() => null)"
    )
    expect(phone.get_by_text("Есть новая версия")).to_be_visible()
    expect(phone.get_by_label("Что случилось")).to_have_value("Половина слова")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
    assert "7a1f5c" not in phone.evaluate(accent)
    phone.get_by_role("button", name="Обновить").tap()
    expect(phone.get_by_text("Есть новая версия")).to_be_hidden()
    expect(phone.get_by_label("Что случилось")).to_have_value("Половина слова")
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator("h1")).to_be_visible()
    assert "7a1f5c" in phone.evaluate(accent)
    assert phone.evaluate("caches.keys().then((all) => all.length)") == 1


def test_a_picture_shared_from_the_gallery_waits_in_the_form(
    phone: Page, live_server: LiveServer, tmp_path: Path
):
    opened(phone, live_server.url)
    form = '<form method="post" action="/app/share" enctype="multipart/form-data"><input type="file" name="photos">'
    phone.evaluate("(form) => document.body.insertAdjacentHTML('beforeend', form)", form)
    phone.locator("body > form input").set_input_files(a_photo(tmp_path))
    phone.evaluate("document.querySelector('body > form').submit()")
    expect(phone.get_by_role("img", name="Фото 1")).to_be_visible()


def test_a_waiting_appeal_is_deleted_after_a_question_only(phone: Page, live_server: LiveServer):
    with phone.expect_response("**/api/v1/classifier"):
        opened(phone, live_server.url, "report")
    phone.context.set_offline(True)
    report(phone)
    phone.get_by_role("button", name="Удалить").tap()
    phone.get_by_role("button", name="Оставить").tap()
    expect(phone.get_by_text("Ждёт отправки")).to_be_visible()
    phone.get_by_role("button", name="Удалить").tap()
    phone.get_by_role("button", name="Да, удалить").tap()
    expect(phone.get_by_text("Здесь пусто")).to_be_visible()


def downloaded(page: Page, site: str, **files: Any) -> None:
    """The municipality is on the phone, and the network is gone."""
    offline.make("99701000", now=clock.now(), more=files.get("more"))
    opened(page, site, "profile/offline")
    page.get_by_label("Муниципалитет").select_option("99701000")
    page.get_by_role("button", name="Скачать").tap()
    expect(page.get_by_text("Готово: работает без связи.")).to_be_visible()
    page.context.set_offline(True)


def test_whom_to_ring_where_to_go_and_what_to_know_is_there_without_a_network(
    phone: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    a_number("112", title="Единый номер")
    a_place("МФЦ на Ленина", hours="пн–пт 08:00–17:00", phones=[["Запись", "+7 491 200-00-02, доб. 5"]])
    an_article()
    more = {offline.CONTACTS: reference.contacts("99701000"), offline.ARTICLES: knowledge.articles()}
    opened(phone, live_server.url, "profile/contacts")
    expect(phone.get_by_role("link", name="112")).to_be_visible()
    expect(phone.get_by_role("link", name="Скачать муниципалитет")).to_be_visible()
    downloaded(phone, live_server.url, more=more)
    phone.goto(f"{live_server.url}/app/profile/contacts")
    phone.get_by_label("Найти орган или место").fill("ленина")
    expect(phone.get_by_role("heading", name="МФЦ на Ленина")).to_be_visible()
    assert phone.get_by_role("link", name="200-00-02").get_attribute("href") == "tel:+74912000002"
    expect(phone.get_by_role("link", name="112")).to_be_visible()
    axe(phone)
    assert sideways(phone) == 0
    looked_at(phone, "contacts")
    phone.goto(f"{live_server.url}/app/profile/articles")
    phone.get_by_label("Найти статью").fill("горяч")
    phone.get_by_text("Если отключили горячую воду").tap()
    expect(phone.get_by_text("Позвоните диспетчеру.")).to_be_visible()
    axe(phone)
    assert sideways(phone) == 0
    looked_at(phone, "articles")


def test_what_is_off_and_who_receives_people_is_known_without_a_network(
    phone: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    a_reception(starts_at=clock.now() + timedelta(days=1), person="Анна Лебедева", address="пл. Мира, 1")
    works_go_on()
    downloaded(phone, live_server.url)
    phone.goto(f"{live_server.url}/app/profile/works")
    expect(phone.get_by_role("heading", name="Отключение горячей воды")).to_be_visible()
    expect(phone.get_by_text("Нет связи. По состоянию на")).to_be_visible()
    axe(phone)
    assert sideways(phone) == 0
    looked_at(phone, "works")
    phone.goto(f"{live_server.url}/app/profile/receptions")
    expect(phone.get_by_text("Анна Лебедева")).to_be_visible()
    axe(phone)
    assert sideways(phone) == 0
    looked_at(phone, "receptions")
    fill(phone)
    expect(phone.get_by_role("heading", name="Здесь уже идут работы")).to_be_visible()
    expect(phone.get_by_text("По состоянию на")).to_be_visible()
