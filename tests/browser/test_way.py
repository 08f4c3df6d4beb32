"""One appeal in a real browser, on a phone and on a monitor: filed with a photo, confirmed, moderated, public."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.models import Appeal, Photo
from tests.browser.given import a_land, a_moderator, a_photo, link_of_letter, sign_in
from tests.browser.held import Held

pytestmark = [pytest.mark.browser, pytest.mark.public, pytest.mark.django_db(transaction=True)]


def says_what(page: Page) -> None:
    """From the first page of the wizard on; the button that goes on is not pressed."""
    page.get_by_role("button", name="Сообщить о проблеме").click()
    page.get_by_role("button", name="Дороги").click()
    page.get_by_label("Яма на дороге").check()


def says_where(page: Page) -> None:
    """By the suggestions; the button that goes on is not pressed."""
    page.get_by_label("Город, посёлок или деревня").press_sequentially("лип", delay=30)
    page.get_by_role("option", name="д. Липовка").click()
    page.get_by_label("Адрес проблемы").press_sequentially("новая 5", delay=30)
    page.get_by_role("option", name="ул. Новая, д. 5").click()


def filed(page: Page, site: str, photo: Path) -> str:
    """The wizard as a person goes through it; the number as it is spoken."""
    page.goto(site)
    page.locator("main").get_by_role("link", name="Сообщить о проблеме").click()
    says_what(page)
    page.get_by_role("button", name="Продолжить").click()

    says_where(page)
    page.get_by_role("button", name="Продолжить").click()

    page.get_by_label("Описание проблемы").fill("Яма у дома, третью неделю")
    page.get_by_label("Глубина, см").fill("20")
    page.locator("#field-photos").set_input_files(photo)
    expect(page.locator(".photos img")).to_have_attribute("alt", "яма.jpg")
    page.get_by_role("button", name="Продолжить").click()

    expect(page.locator(".review")).to_contain_text("д. Липовка, ул. Новая, д. 5")
    page.get_by_label("Как к вам обращаться").fill("Вера Полевая")
    page.get_by_label("Электронная почта").fill("vera@example.test")
    page.get_by_role("button", name="Отправить").dblclick()
    expect(page.get_by_role("heading", name="Подтвердите почту")).to_be_visible()
    return page.locator(".note--success strong").inner_text()


def test_an_appeal_is_filed_confirmed_moderated_and_seen_by_all(
    page: Page,
    open_page: Callable[..., Page],
    viewport: tuple[int, int],
    live_server: LiveServer,
    tmp_path: Path,
):
    a_land()
    site = live_server.url
    number = filed(page, site, a_photo(tmp_path))
    assert re.fullmatch(r"\d{3}-\d{3}-\d{3}", number)
    assert Appeal.objects.count() == Photo.objects.filter(appeal__isnull=False).count() == 1

    page.goto(site + link_of_letter("confirmation"))
    page.get_by_role("button", name="Подтвердить и передать модератору").click()
    expect(page.get_by_role("status").get_by_text("Почта подтверждена")).to_be_visible()

    desk = open_page(*viewport)
    sign_in(desk, site, a_moderator())
    desk.get_by_role("link", name="Яма на дороге").click()
    expect(desk.get_by_text("Вера Полевая")).to_be_visible()
    expect(desk.locator("main img").first).to_be_visible()
    desk.get_by_role("button", name="Опубликовать").click()
    expect(desk.get_by_role("status").get_by_text("Опубликовано.")).to_be_visible()

    reader = open_page(*viewport)
    reader.goto(site)
    reader.get_by_label("Поиск обращений: слова, адрес или номер").fill(number)
    reader.get_by_role("button", name="Найти").click()
    expect(reader.get_by_text("Яма у дома, третью неделю")).to_be_visible()
    expect(reader.locator("main")).to_contain_text("Дорожная служба")
    pictures = reader.locator("main img")
    pictures.last.scroll_into_view_if_needed()
    reader.wait_for_function(
        "() => [...document.querySelectorAll('main img')].every((i) => i.naturalWidth > 0)"
    )
    assert "Вера Полевая" not in reader.content()


def test_who_typed_before_the_script_came_keeps_the_place_and_gets_suggestions(
    open_page: Callable[..., Page], live_server: LiveServer
):
    """On a slow line the page is used before its scripts are there."""
    a_land()
    page = open_page(360, 740)
    script = Held(page, "**/address-suggest*.js")
    page.goto(f"{live_server.url}/new")
    says_what(page)
    with page.expect_request("**/address-suggest*.js"):
        page.get_by_role("button", name="Продолжить").click()
    page.get_by_label("Город, посёлок или деревня").press_sequentially("лип")
    script.let_go()
    expect(page.get_by_role("option", name="д. Липовка")).to_be_visible()
    page.keyboard.type("овка")
    expect(page.get_by_label("Город, посёлок или деревня")).to_have_value("липовка")


def test_a_photo_chosen_before_the_script_came_is_uploaded_when_it_comes(
    open_page: Callable[..., Page], live_server: LiveServer, tmp_path: Path
):
    a_land()
    page = open_page(360, 740)
    script = Held(page, "**/photo-upload*.js")
    page.goto(f"{live_server.url}/new")
    says_what(page)
    page.get_by_role("button", name="Продолжить").click()
    says_where(page)
    with page.expect_request("**/photo-upload*.js"):
        page.get_by_role("button", name="Продолжить").click()
    page.locator("#field-photos").set_input_files(a_photo(tmp_path))
    script.let_go()
    expect(page.locator(".photos img")).to_have_attribute("alt", "яма.jpg")


def test_without_scripts_the_same_way_leads_to_the_same_end(
    open_page: Callable[..., Page], live_server: LiveServer, tmp_path: Path
):
    a_land()
    page = open_page(360, 740, java_script_enabled=False)
    page.goto(f"{live_server.url}/new")
    says_what(page)
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_label("Город, посёлок или деревня").fill("Липовка")
    page.get_by_label("Адрес проблемы").fill("у пруда")
    page.get_by_role("button", name="Показать на карте").click()
    page.locator(".press-phone-map").click(position={"x": 140, "y": 140})
    expect(page.get_by_text("Отмечено: 55.50000, 39.50000")).to_be_visible()
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_label("Описание проблемы").fill("Яма")
    page.locator("#field-photos").set_input_files(a_photo(tmp_path))
    page.get_by_role("button", name="Продолжить").click()
    expect(page.locator("main")).to_contain_text("Заполните поле «Глубина, см»")
    expect(page.locator(".photos img")).to_have_count(1)
    page.get_by_label("Глубина, см").fill("20")
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_label("Как к вам обращаться").fill("Вера")
    page.get_by_label("Электронная почта").fill("vera@example.test")
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", name="Подтвердите почту")).to_be_visible()
    assert Photo.objects.get().appeal == Appeal.objects.get()
