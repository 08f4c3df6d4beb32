"""The reference section in a browser: from an address to an appeal, and each page for everybody's eyes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.authorities.models import Authority
from otklik.kit import clock
from otklik.reference.tests.given import a_law, a_number, a_place, a_reception, an_office
from otklik.web.citizen.tests.given import a_land
from tests.browser.given import sideways

pytestmark = [pytest.mark.browser, pytest.mark.sections, pytest.mark.django_db(transaction=True)]
_HIDDEN = (
    "Math.max(0, ...[...document.querySelectorAll('.table-wrap')]"
    ".map((one) => one.scrollWidth - one.clientWidth))"
)
WHERE = "settlement=Липовка&address=ул. Новая, 5"


@pytest.fixture
def land() -> Authority:
    a_land()
    body = Authority.objects.get()
    persons = [["Анна Лугова", "заместитель", "2-13-14", "вт 14–17"]]
    an_office(body, persons=persons, point="POINT (39.51 55.51)", source="сайт", checked_on="2026-11-01")
    a_place("МФЦ", code="mfc", at=(39.52, 55.51), services=["Паспорт"], hours="ежедневно круглосуточно")
    a_reception(body, starts_at=clock.now() + timedelta(days=3), sign_up_url="https://example.test/")
    a_number("112")
    a_law()
    return body


def test_every_page_is_accessible_and_fits_a_telephone(
    land, live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    paths = [
        "/reference?q=яма", "/reference/who", f"/reference/who?{WHERE}&about=яма", "/reference/authorities",
        f"/reference/authorities/{land.code}", f"/reference/places?{WHERE}", "/reference/places/mfc",
        "/reference/receptions", "/reference/terms?day=2026-11-24", "/reference/emergency",
    ]  # fmt: skip
    for width, scheme in ((360, "light"), (1280, "dark")):
        page = open_page(width, 800, color_scheme=scheme)
        for path in paths:
            page.goto(f"{live_server.url}{path}")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            axe(page)
            assert sideways(page) == 0, (width, path)
            # No table of theirs hides a column beyond its own edge either.
            assert page.evaluate(_HIDDEN) == 0, (width, path)
        page.goto(f"{live_server.url}/reference/receptions")
        folded = page.locator(".fold-narrow")
        expect(folded.get_by_text("Записаться на сайте")).to_be_visible(visible=width == 1280)
        expect(folded.get_by_text("Где и как записаться")).to_be_visible(visible=width == 360)


def test_without_javascript_an_address_and_a_word_lead_to_an_appeal_that_knows_both(
    land, live_server: LiveServer, open_page: Callable[..., Page]
):
    page = open_page(360, 740, java_script_enabled=False)
    page.goto(f"{live_server.url}/reference")
    page.get_by_role("link", name="Кто отвечает?").click()
    page.get_by_label("Город, посёлок или деревня").fill("Липовка")
    page.get_by_label("Улица и дом").fill("ул. Новая, 5")
    page.get_by_label("О чём речь").fill("яма")
    page.get_by_role("button", name="Узнать").click()
    expect(page.get_by_role("heading", name=land.name)).to_be_visible()
    page.locator("input.press-phone-map").click(position={"x": 150, "y": 100})
    expect(page.get_by_text("Отмечено:")).to_be_visible()
    page.get_by_role("button", name="Подать обращение").click()
    page.wait_for_url("**/text")
    expect(page.get_by_text("Яма").first).to_be_visible()


def test_a_browser_that_tells_where_it_is_gets_the_nearest_places(
    land, live_server: LiveServer, open_page: Callable[..., Page]
):
    a_place("МФЦ далеко", at=(41.5, 54.0))
    page = open_page(
        360, 740, geolocation={"latitude": 54.01, "longitude": 41.51}, permissions=["geolocation"]
    )
    page.goto(f"{live_server.url}/reference/places")
    page.get_by_role("button", name="Рядом со мной").click()
    page.wait_for_url("**near=54.010%2C41.510**")
    expect(page.locator(".results h2").first).to_have_text("МФЦ далеко")
