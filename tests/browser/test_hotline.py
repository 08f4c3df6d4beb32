"""An operator with a headset on: a call opens by itself, an appeal is filed, joined, called back. Keyboard alone."""

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import an_appeal
from otklik.hotline import calls
from otklik.hotline.models import Callback, Joined
from otklik.hotline.tests.given import OTHER_PHONE, PHONE, a_callback, an_operator
from otklik.integrations.telephony import wire
from otklik.kit import clock
from tests.browser.given import a_land, sideways, sign_in
from tests.browser.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.desks, pytest.mark.django_db(transaction=True)]


def good(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert sideways(page) == 0


def ring(id: str = "17.4", phone: str = PHONE) -> None:
    calls.announce(wire.Notice(id, wire.Event.RINGING, clock.now(), phone), now=clock.now())


def choose(page: Page, label: str, words: str, row: str) -> None:
    """Type into a combobox and take the row by arrow and Enter."""
    field = page.get_by_label(label, exact=True)
    Keys(page).to(field)
    page.keyboard.type(words)
    expect(page.get_by_role("option", name=row).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def place_and_topic(page: Page) -> None:
    choose(page, "Город, посёлок или деревня", "Липов", "Липовка")
    choose(page, "Адрес проблемы", "Новая 5", "д. 5")
    choose(page, "Тема", "яма", "Яма на дороге")


def further_north(page: Page) -> None:
    """A point a little north of the house, by the arrows."""
    house = page.get_by_text("Отмечено: 55.51000, 39.51000")
    Keys(page).press("Показать на карте")
    expect(house.first).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(house).to_have_count(0)
    expect(page.get_by_text("Отмечено: 55.51").first).to_be_visible()


def called(page: Page, live_server: LiveServer) -> None:
    """The desk is open, somebody rings, the card opens by itself."""
    a_land()
    sign_in(page, live_server.url, an_operator())
    page.goto(f"{live_server.url}/desk/hotline/")
    expect(page.get_by_role("heading", name="Звонки")).to_be_visible()
    ring()
    page.wait_for_url("**/desk/hotline/calls/*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("+7 900 123-45-67")


def test_a_call_becomes_an_appeal(page: Page, live_server: LiveServer, axe: Callable[[Page], None]):
    called(page, live_server)
    good(page, axe)
    keys = Keys(page)
    expect(page.get_by_label("Город, посёлок или деревня")).to_be_focused()
    place_and_topic(page)
    further_north(page)
    good(page, axe)
    keys.type("Глубина, см", "12")
    keys.type("Что случилось, словами звонящего", "Яма у дома 5")
    expect(page.locator("[data-part=saved]")).to_contain_text("Сохранено")

    page.reload()
    expect(page.get_by_label("Что случилось, словами звонящего")).to_have_value("Яма у дома 5")
    expect(page.get_by_label("Глубина, см")).to_have_value("12")
    keys.type("Имя", "Вера Полевая")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("звонящий согласен")
    good(page, axe)
    keys.check("Прочитайте: «Вы согласны")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Обращение зарегистрировано")).to_be_visible()
    good(page, axe)

    appeal = Appeal.objects.get()
    assert (appeal.channel, appeal.author_phone, appeal.state) == ("hotline", PHONE, State.MODERATION)
    assert appeal.point is not None
    assert appeal.point.y > 55.51
    expect(page.locator(".filed__number")).to_contain_text(appeal.number[:3])
    keys.press("Готово, к звонкам", role="link")
    expect(page.get_by_role("heading", name="Звонки")).to_be_visible()
    good(page, axe)


def test_a_second_call_waits_for_a_key_and_no_draft_is_lost(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    called(page, live_server)
    expect(page.get_by_role("status").first).to_contain_text("Открыта карточка звонка")
    first, keys = page.url, Keys(page)
    keys.type("Что случилось, словами звонящего", "Яма у до")
    ring("17.5", OTHER_PHONE)
    expect(page.get_by_role("link", name="Новый звонок")).to_be_visible()
    good(page, axe)
    expect(page.get_by_label("Что случилось, словами звонящего")).to_have_value("Яма у до")
    page.keyboard.press("F2")
    expect(page.get_by_role("heading", level=1)).to_contain_text("+7 900 765-43-21")
    expect(page.get_by_label("Город, посёлок или деревня")).to_be_focused()
    expect(page.get_by_role("link", name="Новый звонок")).to_have_count(0)
    good(page, axe)
    page.go_back()
    expect(page).to_have_url(first)
    expect(page.get_by_label("Что случилось, словами звонящего")).to_have_value("Яма у до")


def test_what_is_there_is_joined_and_a_mistake_undone(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    there = an_appeal(state=State.REGISTERED, point=Point(39.511, 55.511, srid=4326))
    called(page, live_server)
    keys = Keys(page)
    place_and_topic(page)
    expect(page.get_by_text("Об этом уже сообщили?")).to_be_visible()
    good(page, axe)
    keys.check("Прочитайте: «Вы согласны")
    keys.press("Присоединить")
    expect(page.get_by_text("Присоединён к обращению").first).to_be_visible()
    assert Joined.objects.get().appeal == there
    keys.press("Отменить: не то обращение")
    expect(page.get_by_text("Присоединение отменено")).to_be_visible()
    good(page, axe)


def test_an_answer_is_read_and_the_rating_written_down(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    row = a_callback()
    sign_in(page, live_server.url, an_operator())
    page.goto(f"{live_server.url}/desk/hotline/callbacks")
    good(page, axe)
    keys = Keys(page)
    keys.press("Взять следующий")
    expect(page.get_by_text("Яма заделана.")).to_be_visible()
    good(page, axe)
    keys.check("5")
    keys.check("Да")
    keys.press("Записать оценку")
    expect(page.get_by_text("Оценка записана")).to_be_visible()
    row.refresh_from_db()
    assert row.state == Callback.State.DONE
    page.goto(f"{live_server.url}/desk/hotline/journal")
    good(page, axe)
