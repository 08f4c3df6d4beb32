"""How the parts look and behave: everything that styleguide.html shows, on a phone and on a monitor."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from playwright.sync_api import BrowserContext, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.web.parts import samples
from otklik.web.parts.vision_panel.prefs import CHOICES, COOKIE, Vision
from tests.browser.conftest import watch

pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]

NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KB = 1024
FOUND = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
COLOURS = """() => ['ink', 'paper', 'line', 'accent', 'star', 'dark'].map(
    (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
)"""
SHIFTS = """() => new Promise((tell) => new PerformanceObserver((list) => tell(
    list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
)).observe({type: "layout-shift", buffered: true}) ?? setTimeout(() => tell(0), 500))"""


def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", samples.context(NOON))


def broken(request: HttpRequest, status: str) -> HttpResponse:
    return render(request, "error.html", {"status": status})


urlpatterns = [
    path("look", guide),
    path("look/<str:status>", broken),
    path("", include("otklik.config.urls")),
]


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The portal without a database: these pages read none."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.mark.parametrize("address", ["https://elsewhere.test/", "http://127.0.0.1.example.test/"])
def test_a_stranger_is_not_reached_and_is_told_of(new_context: Callable[..., BrowserContext], address: str):
    told: list[str] = []
    page = new_context().new_page()
    watch(page, told)
    with pytest.raises(Error):
        page.goto(address)
    assert told == [f"asked a stranger: {address}"]


def test_every_part_in_every_state_is_accessible(page: Page, site: str, axe: Callable[[Page], None]):
    page.goto(f"{site}/look")
    axe(page)


def test_the_folded_menu_is_accessible_too(
    open_page: Callable[..., Page], site: str, axe: Callable[[Page], None]
):
    page = open_page(360, 740)
    page.goto(f"{site}/look")
    page.locator(".fold summary").click()
    assert page.locator(".fold").get_by_role("link", name="Кабинет").is_visible()
    axe(page)


@pytest.mark.parametrize("status", ["404", "403", "500", "csrf"])
def test_error_pages_are_accessible_and_lead_home(
    page: Page, site: str, status: str, axe: Callable[[Page], None]
):
    page.goto(f"{site}/look/{status}")
    assert page.locator("main").get_by_role("link", name="На главную").is_visible()
    axe(page)


def test_a_narrow_screen_never_scrolls_sideways(open_page: Callable[..., Page], site: str):
    page = open_page(320, 640)
    page.goto(f"{site}/look")
    assert page.evaluate(FOUND) == 0


@pytest.mark.parametrize("size", ["150", "200"])
def test_large_text_never_scrolls_sideways(page: Page, site: str, size: str):
    choose(page, site, Vision(size=size))
    page.goto(f"{site}/look")
    assert page.evaluate(FOUND) == 0


@pytest.mark.parametrize("scheme", CHOICES["scheme"][1:])
def test_each_colour_scheme_keeps_its_contrast(
    page: Page, site: str, scheme: str, axe: Callable[[Page], None]
):
    choose(page, site, Vision(scheme=scheme))
    page.goto(f"{site}/look")
    axe(page)


def test_wide_spacing_and_no_images_break_nothing(page: Page, site: str, axe: Callable[[Page], None]):
    choose(page, site, Vision(images="off", spacing="wide"))
    page.goto(f"{site}/look")
    assert page.locator("main img:visible").count() == 0
    assert page.get_by_text("Опора № 7 вблизи").first.is_visible()
    assert page.evaluate(FOUND) == 0
    axe(page)


def test_text_is_readable_before_and_without_javascript(open_page: Callable[..., Page], site: str):
    page = open_page(360, 740, java_script_enabled=False)
    page.goto(f"{site}/look")
    page.locator(".fold summary").click()
    assert page.locator(".fold").get_by_role("link", name="Версия для слабовидящих").is_visible()
    assert page.locator("h1").evaluate("e => getComputedStyle(e).fontWeight") == "650"


def test_the_first_tab_stop_leads_past_the_header(page: Page, site: str):
    page.goto(f"{site}/look/404")
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box() == pytest.approx(page.locator(".skip:focus").bounding_box())
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_the_error_summary_has_the_focus_and_leads_to_the_field(page: Page, site: str):
    page.goto(f"{site}/look")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Опишите, что случилось").click()
    assert page.locator("#field-text").evaluate(
        "e => e === document.activeElement || location.hash === '#' + e.id"
    )


def test_nothing_jumps_when_the_font_arrives(page: Page, site: str):
    page.goto(f"{site}/look/404", wait_until="networkidle")
    assert page.evaluate(SHIFTS) < 0.02


def test_the_html_carries_no_style_and_no_script_of_its_own(client):
    html = client.get("/look").content.decode()
    assert re.findall(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\bsrc=)', html) == []
    assert re.search(r'<link[^>]+rel="stylesheet"', html)


def test_dark_is_the_same_whether_the_device_or_the_reader_says_so_and_paper_is_white(
    open_page: Callable[..., Page], site: str
):
    seen, paper = {}, []
    for said, device in (("usual", "light"), ("usual", "dark"), ("dark", "light")):
        page = open_page(360, 740, color_scheme=device)
        choose(page, site, Vision(scheme=said))
        page.goto(f"{site}/look/404")
        seen[said, device] = page.evaluate(COLOURS)
        page.emulate_media(media="print")
        paper.append(page.evaluate(COLOURS))
    assert seen["usual", "dark"] == seen["dark", "light"] != seen["usual", "light"]
    assert paper == [seen["usual", "light"]] * 3


def test_no_browser_needs_to_know_light_dark():
    assert all(b"light-dark(" not in file.read_bytes() for file in built("css"))


@pytest.mark.parametrize(("kind", "limit"), [("css", 12 * KB), ("file", 25 * KB)])
def test_styles_and_the_main_script_stay_small(kind: str, limit: int):
    assert sum(len(gzip.compress(file.read_bytes())) for file in built(kind)) <= limit


def test_every_script_and_style_lies_packed_beside_itself():
    assets = Path(settings.ROOT) / "frontend/dist/assets"
    texts = [file for file in assets.iterdir() if file.suffix in {".js", ".mjs", ".css", ".svg"}]
    assert [file.name for file in texts if not (assets / f"{file.name}.br").exists()] == []


def built(kind: str) -> list[Path]:
    dist = Path(settings.ROOT) / "frontend/dist"
    entry = json.loads((dist / ".vite/manifest.json").read_text())["src/main.ts"]
    return [dist / name for name in (entry[kind] if kind == "css" else [entry[kind]])]


def choose(page: Page, site: str, vision: Vision) -> None:
    page.context.add_cookies([{"name": COOKIE, "value": vision.to_cookie(), "url": site}])
