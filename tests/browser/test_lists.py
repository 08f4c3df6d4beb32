"""The public list in a browser: a filter, its address, the same view for whoever is sent it; without scripts too."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import a_settlement, a_topic, an_appeal
from otklik.classifier.models import Category
from otklik.stats import folding
from tests.browser.given import sideways

pytestmark = [pytest.mark.browser, pytest.mark.public, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server: LiveServer) -> str:
    parks = Category.objects.create(code="parks", title="Парки")
    bench = a_topic(code="bench", category=parks)
    for n in range(3):
        an_appeal(
            state=State.PUBLISHED, topic=bench, has_photo=n > 0, settlement=a_settlement() if n == 2 else None
        )
    an_appeal(state=State.PUBLISHED, text="Яма совсем другая")
    folding.fold()
    return f"{live_server.url}/appeals"


def seen(page: Page) -> list[str]:
    return list(page.locator(".results h3 a").evaluate_all("links => links.map(link => link.pathname)"))


def unfold(page: Page) -> None:
    summary = page.locator(".filters__fold > summary")
    if summary.is_visible() and not page.locator(".filters__fold[open]").count():
        summary.click()


def test_a_filter_makes_an_address_that_shows_the_same_to_others(page, open_page, site):
    page.goto(site)
    unfold(page)
    page.get_by_label("Категория").select_option("parks")
    expect(page.locator(".results h3")).to_have_count(3)
    expect(page).to_have_url(f"{site}?tab=problem&category=parks")
    page.get_by_label("С фото").check()
    expect(page.locator(".results h3")).to_have_count(2)
    expect(page.locator("h1")).to_have_text("Проблемы 2")
    expect(page.get_by_label("С фото")).to_be_focused()

    other = open_page(1280, 900)
    other.goto(page.url)
    assert seen(other) == seen(page)
    assert other.get_by_label("Категория").input_value() == "parks"

    page.go_back()
    expect(page.locator(".results h3")).to_have_count(3)
    page.get_by_role("link", name="Сбросить", exact=True).click()
    expect(page.locator(".results h3")).to_have_count(4)


def test_what_swaps_the_list_comes_when_the_reader_comes_near_the_form(page, site):
    came: list[str] = []
    page.on("request", lambda request: came.append(request.url))
    page.goto(site)
    page.wait_for_load_state("networkidle")
    assert not [url for url in came if "htmx" in url]

    # As fast as no person is: the choice comes before the script, and is not lost.
    page.locator(".filters [name=category]").evaluate(
        "field => { field.value = 'parks'; field.dispatchEvent(new Event('change', { bubbles: true })) }"
    )
    expect(page.locator(".results h3")).to_have_count(3)
    assert len([url for url in came if "htmx" in url]) == 1


def test_a_phone_brings_what_the_folded_filters_need_when_they_are_unfolded(open_page, site):
    page = open_page(360, 740)
    came: list[str] = []
    page.on("request", lambda request: came.append(request.url))
    page.goto(site)
    page.wait_for_load_state("networkidle")
    assert not [url for url in came if "suggest" in url or "golos-latin" in url]
    unfold(page)
    expect(page.get_by_label("Населённый пункт")).to_have_role("combobox")
    expect(page.get_by_label("С", exact=True)).to_be_visible()


def test_a_settlement_is_found_while_typing(page, site):
    page.goto(site)
    unfold(page)
    page.get_by_label("Населённый пункт").press_sequentially("Лип")
    page.locator("[role=listbox] [role=option]").first.click()
    expect(page.locator(".results h3")).to_have_count(1)
    expect(page).to_have_url(re.compile("settlement="))


def test_it_works_without_scripts(open_page: Callable[..., Page], site):
    page = open_page(360, 740, java_script_enabled=False)
    page.goto(site)
    unfold(page)
    page.get_by_label("Категория").select_option("parks")
    page.get_by_label("С фото").check()
    page.get_by_label("Населённый пункт").fill("Липовка")
    page.get_by_role("button", name="Показать").click()
    expect(page.locator(".results h3")).to_have_count(1)
    page.get_by_role("link", name="Убрать: С фото").click()
    page.get_by_role("link", name="Убрать: д. Липовка").click()
    expect(page.locator(".results h3")).to_have_count(3)


def test_nothing_stands_in_the_way_of_anybody(page, axe, site):
    for query in ("", "?tab=answers", "?category=parks&photo=1&rating=5", "?since=0000-01-01"):
        page.goto(site + query)
        unfold(page)
        axe(page)
        assert sideways(page) <= 0
