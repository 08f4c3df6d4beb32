"""Pages that are the same bytes for everybody, and what the browser adds to them for one person."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Answer
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.stats import folding
from tests.browser.given import a_land, a_moderator, sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.public, pytest.mark.django_db(transaction=True)]


def test_a_public_page_gets_the_links_of_who_reads_it_and_nothing_jumps(
    open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None]
):
    a_land()
    page = open_page(1280, 900)
    sign_in(page, live_server.url, a_moderator())
    page.goto(live_server.url)
    nav = page.locator(".site-nav")
    expect(nav.get_by_role("link", name="Модерация")).to_be_visible()
    expect(nav.get_by_role("link", name="Марк")).to_be_visible()
    axe(page)
    nav.get_by_role("button", name="Выйти").click()
    page.wait_for_url(f"{live_server.url}/")
    expect(page.get_by_role("link", name="Кабинет").first).to_be_visible()
    expect(nav.get_by_role("link", name="Модерация")).to_have_count(0)


def test_a_stranger_asks_for_nothing_of_their_own(open_page: Callable[..., Page], live_server: LiveServer):
    page = open_page(360, 740)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url, wait_until="networkidle")
    assert f"{live_server.url}/me" not in asked


def test_without_scripts_the_header_leads_to_the_cabinet_and_changes_the_language(
    open_page: Callable[..., Page], live_server: LiveServer
):
    a_land()
    page = open_page(1280, 900, java_script_enabled=False)
    page.goto(live_server.url)
    page.get_by_role("link", name="Кабинет").first.click()
    expect(page).to_have_url(f"{live_server.url}/login?next=/mine")
    page.goto(f"{live_server.url}/?tab=thanks")
    page.locator(".languages").get_by_role("button", name="EN").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(f"{live_server.url}/?tab=thanks")
    page.get_by_role("link", name="Version for").or_(page.locator('a[href="/settings/vision"]')).first.click()
    page.locator('input[value="black"]').check()
    page.locator("main").get_by_role("button").first.click()
    page.goto(live_server.url)
    assert page.locator("html").get_attribute("data-scheme") == "black"


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_everybody_reads_is_accessible_by_day_and_after_sunset(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    axe: Callable[[Page], None],
    scheme: str,
    width: int,
):
    a_land()
    appeal = an_appeal(state=State.ANSWERED, published_at=MONDAY, answered_at=MONDAY)
    Answer.objects.create(
        appeal=appeal, message_uid=uuid4(), text="Яма засыпана", decision="solved", received_at=MONDAY
    )
    folding.fold()
    page = open_page(width, 900, color_scheme=scheme)
    for path in ("/", "/appeals", f"/appeals/{appeal.number}", "/settings/vision", "/no-such-page"):
        page.goto(f"{live_server.url}{path}")
        assert sideways(page) == 0, path
        axe(page)
    dark = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
