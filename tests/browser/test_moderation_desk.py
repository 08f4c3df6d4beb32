"""The moderators' desk by keyboard alone: the list, an appeal beside it, decisions, taking back, many at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals import holds
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Hold, PendingDecision
from otklik.appeals.tests.given import a_duty, a_topic, an_appeal
from otklik.kit import clock
from otklik.people.models import User
from tests.browser.given import sideways, sign_in
from tests.browser.keys import awake

pytestmark = [pytest.mark.browser, pytest.mark.desks, pytest.mark.django_db(transaction=True)]

LONG = "слово " * 60


def a_colleague(name: str) -> User:
    return User.objects.create_user(
        f"{name}@example.test", "pass", name=name, role="moderator", surname="Лесной"
    )


@pytest.fixture
def desk(page: Page, live_server: LiveServer, settings) -> Page:
    """Three appeals wait, the moderator looks at the list."""
    settings.UNDO_SECONDS = 60
    a_duty()
    a_topic(code="lamp", title="Не горит фонарь")
    for n in range(3):
        an_appeal(text=f"Яма {n}. {LONG}", moderate_by=clock.now().replace(microsecond=n))
    sign_in(page, live_server.url, a_colleague("mark"))
    expect(page.get_by_role("heading", name="На модерации")).to_be_visible()
    awake(page)
    return page


def good(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert sideways(page) == 0


def opened(page: Page, appeal: Appeal) -> None:
    expect(page.locator("article .words").get_by_text(appeal.text[:5])).to_be_visible()
    expect(page.get_by_text("У вас в работе")).to_be_visible()
    awake(page)


def test_an_appeal_is_opened_decided_and_taken_back(desk: Page, axe: Callable[[Page], None]):
    first, second, _third = Appeal.objects.order_by("moderate_by")
    good(desk, axe)
    for key in ("j", "j", "k", "Enter"):
        desk.keyboard.press(key)
    opened(desk, first)
    good(desk, axe)

    desk.keyboard.press("p")
    opened(desk, second)
    expect(desk.get_by_role("status")).to_contain_text("Публикация")
    good(desk, axe)
    assert PendingDecision.objects.get().appeal == first

    desk.keyboard.press("u")
    opened(desk, first)
    assert not PendingDecision.objects.exists()
    desk.keyboard.press("n")
    opened(desk, second)
    assert Hold.objects.get().appeal == second
    assert set(Appeal.objects.values_list("state", flat=True)) == {State.MODERATION}


def test_a_refusal_takes_ready_words_and_letters_stay_letters_while_typing(
    desk: Page, axe: Callable[[Page], None]
):
    first, second, _third = Appeal.objects.order_by("moderate_by")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    opened(desk, first)
    desk.keyboard.press("r")
    reason, words = desk.locator("#refuse"), desk.locator("#refuse-words")
    expect(reason).to_be_focused()
    for _ in range(13):
        desk.keyboard.press("ArrowDown")
    expect(reason).to_have_value("advert")
    desk.keyboard.press("Tab")
    expect(words).to_be_focused()
    expect(words).to_have_value(re.compile("Портал не публикует рекламу"))
    good(desk, axe)
    desk.keyboard.type("p")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    opened(desk, second)
    assert PendingDecision.objects.get().said["words"].count("p") == 1


def test_the_sheet_of_keys_opens_and_switches_them_off(desk: Page, axe: Callable[[Page], None]):
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("Следующая строка списка")
    good(desk, axe)
    desk.get_by_label("Клавиши включены").press("Space")
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    expect(desk.locator("a[data-row]").first).not_to_be_focused()
    desk.reload()
    awake(desk)
    desk.keyboard.press("/")
    expect(desk.locator("#field-words")).to_be_hidden()


def test_what_a_colleague_works_on_may_only_be_read(desk: Page, axe: Callable[[Page], None]):
    first = Appeal.objects.order_by("moderate_by")[0]
    holds.take(appeal_id=first.pk, user=a_colleague("anna"), now=clock.now())
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("В работе: anna Л., ещё 10 мин")).to_be_visible()
    expect(desk.get_by_role("button", name="Опубликовать", exact=True)).to_have_count(0)
    good(desk, axe)


def test_marked_rows_are_published_together_and_taken_back_together(desk: Page, axe: Callable[[Page], None]):
    for key in ("j", "x", "j", "x"):
        desk.keyboard.press(key)
    expect(desk.locator("[data-count]")).to_have_text("2")
    good(desk, axe)
    desk.get_by_role("button", name="Опубликовать отмеченные").press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Итог по отмеченным")
    good(desk, axe)
    assert PendingDecision.objects.count() == 2
    desk.get_by_role("button", name="Отменить").press("Enter")
    expect(desk.get_by_text("Решение отменено")).to_be_visible()
    assert not PendingDecision.objects.exists()


def test_the_list_is_narrowed_by_keyboard_and_the_address_says_it(desk: Page, axe: Callable[[Page], None]):
    desk.keyboard.press("/")
    expect(desk.locator("#field-words")).to_be_focused()
    desk.keyboard.type("Яма 1")
    desk.keyboard.press("Enter")
    expect(desk.locator("a[data-row]")).to_have_count(1)
    expect(desk).to_have_url(re.compile("words="))
    good(desk, axe)
