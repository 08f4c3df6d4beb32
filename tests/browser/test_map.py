"""The map in Chromium: what is published appears, a press opens it, the address keeps the view; and all without it."""

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.stats import folding
from tests.browser.given import a_land, a_moderator, sideways

pytestmark = [pytest.mark.browser, pytest.mark.public, pytest.mark.django_db(transaction=True)]

NEAR = "39.499,55.4995,39.501,55.5005"


def opened(page: Page, site: str, said: str = "") -> None:
    page.goto(f"{site}/map{said}")
    expect(page.locator("#map-page[data-ready]")).to_be_attached(timeout=30_000)
    page.evaluate("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")  # and drawn


def is_near_lipovka(address: str) -> bool:
    west, south, east, north = (float(side) for side in address.partition("bbox=")[2].split(","))
    return west < 39.5 < east < 40 and south < 55.5 < north


def press_middle(page: Page) -> None:
    box = page.locator("#map-canvas canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_what_is_published_now_is_on_the_map_and_a_press_opens_its_card(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    a_land()
    appeal = an_appeal(published_at=None)
    opened(page, live_server.url, f"?bbox={NEAR}")
    press_middle(page)
    expect(page.locator("#map-card")).to_be_hidden()

    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    folding.fold()
    opened(page, live_server.url, f"?bbox={NEAR}")
    press_middle(page)
    card = page.locator("#map-card")
    expect(card.get_by_role("link", name="Яма на дороге")).to_be_visible()
    expect(card).to_be_focused()
    axe(page)
    assert sideways(page) == 0
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator("#map-canvas canvas")).to_be_focused()


def test_a_press_on_a_cluster_comes_nearer_and_the_address_keeps_the_view(
    open_page: Callable[..., Page], live_server: LiveServer
):
    a_land()
    for n in range(5):
        an_appeal(state=State.PUBLISHED, point=Point(39.5 + n / 1e5, 55.5, srid=4326))
    folding.fold()
    page = open_page(1280, 900)
    opened(page, live_server.url, "?bbox=39.3,55.4,39.7,55.6")
    far = page.url
    press_middle(page)
    expect(page).not_to_have_url(far)
    near = page.url
    west, _, east, _ = (float(side) for side in near.partition("bbox=")[2].split(","))
    assert east - west < 0.3
    page.locator("#map-filters select[name=kind]").select_option("problem")
    expect(page.locator("#map-list .map-row")).to_have_count(5)
    opened(page, live_server.url, page.url.removeprefix(f"{live_server.url}/map"))
    expect(page.locator("#map-filters select[name=kind]")).to_have_value("problem")
    page.locator("#map-filters select[name=kind]").select_option("thanks")
    expect(page.locator("#map-list")).to_contain_text("таких обращений нет")
    assert "kind=thanks" in page.url


def test_the_keyboard_moves_the_map_and_a_name_leads_to_its_place(
    open_page: Callable[..., Page], live_server: LiveServer
):
    a_land()
    page = open_page(1280, 900)
    opened(page, live_server.url, "?bbox=38,55,41,56")
    page.locator("#map-canvas canvas").focus()
    before = page.url
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(before)
    expect(page.get_by_role("button", name="Искать здесь")).to_be_visible()
    page.get_by_role("button", name="Искать здесь").click()
    before = page.url
    page.get_by_label("Населённый пункт").fill("Липовка")
    page.locator("#map-search").get_by_role("button", name="Найти").click()
    expect(page.locator("#map-status")).to_contain_text("Липовка")
    page.wait_for_url(lambda url: url != before and is_near_lipovka(url))


def test_a_declined_place_is_answered_by_a_word_of_help(
    open_page: Callable[..., Page], live_server: LiveServer
):
    a_land()
    page = open_page(360, 740)
    opened(page, live_server.url)
    page.get_by_role("button", name="Где я").click()
    expect(page.locator("#map-status")).to_contain_text("найдите населённый пункт")


def test_without_scripts_the_list_and_the_filters_do_the_same(
    page: Page,
    open_page: Callable[..., Page],
    viewport: tuple[int, int],
    live_server: LiveServer,
    axe: Callable[[Page], None],
):
    a_land()
    an_appeal(state=State.PUBLISHED)
    folding.fold()
    plain = open_page(*viewport, java_script_enabled=False)
    plain.goto(f"{live_server.url}/map")
    expect(plain.locator("#map-list").get_by_role("link", name="Яма на дороге")).to_be_visible()
    plain.locator("#map-filters select[name=kind]").select_option("thanks")
    plain.get_by_role("button", name="Показать", exact=True).click()
    expect(plain.locator("#map-list")).to_contain_text("таких обращений нет")
    plain.get_by_label("Населённый пункт").fill("Липовка")
    plain.get_by_role("button", name="Найти").click()
    expect(plain).to_have_url(f"{live_server.url}/map?kind=thanks&bbox=39.46,55.48,39.54,55.52")
    page.emulate_media(color_scheme="dark")
    opened(page, live_server.url)
    axe(page)
