"""An administrator takes borders, publishes a look and moves a configuration, by keyboard, on a phone and a monitor."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals import borders
from otklik.configuration import uploads
from otklik.configuration.models import Upload
from otklik.kit import clock
from otklik.people.models import User
from otklik.places.models import BorderPlan
from otklik.places.tests.given import a_box, a_territory
from otklik.places.tests.test_plans import EAST, WEST, a_feature, a_file
from tests.browser.given import sideways, sign_in
from tests.browser.keys import awake

pytestmark = [pytest.mark.browser, pytest.mark.desks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    a_territory(WEST, a_box(40.0, 54.0, 40.1, 54.1))
    a_territory(EAST, a_box(40.1, 54.0, 40.2, 54.1))
    admin = User.objects.create_user("admin@example.test", "pass", name="Ася Холмская", role="admin")
    sign_in(page, live_server.url, admin)
    page.goto(f"{live_server.url}/staff/")
    return page


def good(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert sideways(page) == 0


def press(page: Page, role: str, name: str) -> None:
    """Once the page is there whole: at its end a browser goes to the #part of the address and takes the focus away."""
    awake(page)
    page.get_by_role(role, name=name).first.press("Enter")  # type: ignore[arg-type]


def test_borders_are_compared_on_a_map_and_taken(desk: Page, axe: Callable[[Page], None], tmp_path: Path):
    good(desk, axe)
    press(desk, "link", "Территории")
    good(desk, axe)
    press(desk, "button", "Загрузить и сравнить")
    expect(desk.get_by_role("alert")).to_contain_text("Выберите файл")
    good(desk, axe)
    file = tmp_path / "borders.geojson"
    file.write_bytes(a_file(a_feature(WEST, 40.0, 40.08), a_feature("99703000", 40.08, 40.2)))
    desk.get_by_label("Файл GeoJSON").set_input_files(file)
    desk.get_by_label("Действуют с").fill("2027-01-01")
    press(desk, "button", "Загрузить и сравнить")
    expect(desk.get_by_role("progressbar")).to_be_visible()
    good(desk, axe)
    borders.check_later(plan_id=BorderPlan.objects.get().pk)
    expect(desk.get_by_role("heading", name="Земля, которая меняет хозяина")).to_be_visible()
    good(desk, axe)
    press(desk, "link", "Показать на карте строку 1")
    expect(desk.get_by_role("heading", name="Земля в строке 1")).to_be_visible()
    expect(desk.get_by_label(f"Преемник: Округ {EAST}")).to_have_value("99703000")
    press(desk, "button", "Принять границы")
    expect(desk.get_by_text("Границы записываются…")).to_be_visible()
    borders.take_later(plan_id=BorderPlan.objects.get().pk)
    expect(desk.get_by_text("Границы приняты")).to_be_visible()
    good(desk, axe)


def test_a_look_is_tried_and_published(desk: Page, axe: Callable[[Page], None]):
    press(desk, "link", "Вид портала")
    expect(desk.get_by_text("читается")).to_be_visible()
    good(desk, axe)
    desk.get_by_label("Цвет кнопок и ссылок").fill("#ffcc00")
    expect(desk.get_by_text("не прочитать")).to_be_visible()
    press(desk, "button", "Посмотреть, как будет")
    press(desk, "button", "Взять #")
    expect(desk.get_by_role("heading", name="Так будет выглядеть портал")).to_be_visible()
    good(desk, axe)
    desk.get_by_label("Название региона", exact=True).fill("Приокский край")
    press(desk, "button", "Опубликовать")
    expect(desk.get_by_role("status").first).to_contain_text("Вид портала изменён")
    good(desk, axe)
    accent = desk.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()")
    assert accent != "#1450b8"


def test_a_configuration_goes_out_and_comes_in(desk: Page, axe: Callable[[Page], None], tmp_path: Path):
    press(desk, "link", "Регион")
    press(desk, "link", "Перенос настроек")
    good(desk, axe)
    with desk.expect_download() as coming:
        press(desk, "button", "Скачать .zip")
    file = tmp_path / "region.zip"
    coming.value.save_as(file)
    desk.get_by_label("Выгрузка (.zip)").set_input_files(file)
    press(desk, "button", "Загрузить и посмотреть")
    expect(desk.get_by_text("Смотрим, что изменится")).to_be_visible()
    uploads.work(Upload.objects.get().pk, now=clock.now())
    expect(desk.get_by_text("ничего не изменится")).to_be_visible()
    good(desk, axe)
    press(desk, "button", "Отказаться от этого файла")
    expect(desk.get_by_role("status").first).to_contain_text("ничего не изменилось")
