"""The search in a browser: suggestions by keyboard, the page on a phone and on a desk, axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import an_appeal
from otklik.places.models import Settlement
from otklik.stats import folding

pytestmark = [pytest.mark.public, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_place_with_an_appeal() -> str:
    Settlement.objects.create(code="lipovka", name="Липовка", kind="д", territory_code="99701000")
    number = an_appeal(state=State.PUBLISHED, text="Старый колодец").number
    folding.fold()
    return number


def test_a_suggestion_is_chosen_by_keyboard_and_leads_to_its_results(
    open_page: Callable[..., Page], live_server: LiveServer
):
    number = a_place_with_an_appeal()
    page = open_page(360, 740)
    page.goto(f"{live_server.url}/search")
    box = page.get_by_role("combobox", name="Поиск обращений")

    box.press_sequentially("липов")
    option = page.get_by_role("option", name="д. Липовка")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    page.keyboard.press("Enter")

    expect(page.locator(f'a[href="/appeals/{number}"]')).to_be_visible()


def test_escape_closes_the_suggestions_and_enter_sends_what_was_typed(
    open_page: Callable[..., Page], live_server: LiveServer
):
    number = a_place_with_an_appeal()
    page = open_page(1280, 900)
    page.goto(f"{live_server.url}/search")
    page.get_by_role("combobox").press_sequentially("липовка")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")

    expect(page.locator(f'a[href="/appeals/{number}"]')).to_be_visible()


def test_the_page_is_accessible_with_and_without_results(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    axe: Callable[[Page], None],
    viewport: tuple[int, int],
):
    a_place_with_an_appeal()
    page = open_page(*viewport)
    for query in ("", "?q=колодец", "?q=калодец", "?q=дирижабль", "?q=123456789", "?q=..."):
        page.goto(f"{live_server.url}/search{query}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
