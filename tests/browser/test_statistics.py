"""Statistics and open data in a browser: accessible, no wider than a telephone, the map by keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.kit import clock
from otklik.stats.opendata import dump
from otklik.stats.tests.given import many_lives
from otklik.web.parts.vision_panel.prefs import COOKIE, Vision
from tests.browser.given import sideways

pytestmark = [pytest.mark.browser, pytest.mark.public, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/statistics",
    "/statistics?period=own&category=roads&compare=before",
    "/statistics/appeals",
    "/open-data",
]


@pytest.fixture
def lives(settings, tmp_path) -> None:
    settings.DATA = tmp_path
    many_lives(120, until=clock.now())
    dump.make(now=clock.now())


def test_every_page_is_accessible_and_fits_a_telephone(
    lives, live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    for width in (320, 1280):
        page = open_page(width, 800)
        for path in PAGES:
            page.goto(f"{live_server.url}{path}")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            axe(page)
            assert sideways(page) == 0, (width, path)


@pytest.mark.parametrize("scheme", ["dark", "black"])
def test_charts_keep_their_contrast_in_dark_schemes(
    lives, live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None], scheme: str
):
    page = open_page(1280, 900, color_scheme="dark" if scheme == "dark" else "light")
    if scheme == "black":
        page.context.add_cookies(
            [{"name": COOKIE, "value": Vision(scheme="black").to_cookie(), "url": live_server.url}]
        )
    page.goto(f"{live_server.url}/statistics")
    axe(page)


def test_the_map_is_walked_by_keys_and_leads_to_the_area(
    lives, live_server: LiveServer, open_page: Callable[..., Page]
):
    page = open_page(1280, 900)
    page.goto(f"{live_server.url}/statistics")
    area = page.locator(".chart__map a").first
    area.focus()
    assert "Округ" in (area.get_attribute("aria-label") or "")
    page.keyboard.press("Enter")
    page.wait_for_url("**/statistics?area=*")


def test_the_page_works_without_javascript(lives, live_server: LiveServer, open_page: Callable[..., Page]):
    page = open_page(360, 740, java_script_enabled=False)
    page.goto(f"{live_server.url}/statistics")
    page.get_by_text("Отбор", exact=True).click()
    page.get_by_label("Период").select_option("all")
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url("**period=all**")
    page.locator("#course summary").click()
    expect(page.locator("#course table")).to_be_visible()
