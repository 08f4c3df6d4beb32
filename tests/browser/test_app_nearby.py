"""What is near in the app: list, map, another place, without a network, files of a municipality, the public card."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import FloatRect, Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Photo
from otklik.appeals.tests.given import a_citizen, an_appeal
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.kit import clock
from otklik.places import offline
from otklik.places.models import Settlement, Territory
from tests.browser.given import a_land, sideways
from tests.browser.test_app import HERE, PHONE, looked_at, opened

pytestmark = [pytest.mark.browser, pytest.mark.mobile, pytest.mark.django_db(transaction=True)]

AWAY: dict[str, Any] = {**PHONE, "permissions": ["background-sync"]}
DRAWN = ".map__canvas[data-ready]"


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    a_land()
    Settlement.objects.update(point=Point(39.5, 55.5, srid=4326))
    return open_page(360, 740, **PHONE)


def near(metres: int = 0, **more: Any) -> Appeal:
    """Published so far north of where the phone is."""
    point = Point(HERE["longitude"], HERE["latitude"] + metres / 111_195, srid=4326)
    return an_appeal(**{"state": State.PUBLISHED, "point": point, **more})


def with_photo(appeal: Appeal) -> Photo:
    photo = uuid4()
    photos.keep(a_picture(), photo_id=photo)
    about = {"place": 0, "width": 9, "height": 9, "created_at": clock.now()}
    return Photo.objects.create(id=photo, appeal=appeal, **about)


def show(page: Page, site: str) -> None:
    opened(page, site)
    page.get_by_role("button", name="Показать рядом со мной").tap()
    expect(page.get_by_text("Данные от")).to_be_visible()


def test_the_nearest_come_first_with_distance_stage_and_photo(phone: Page, live_server: LiveServer):
    far, here = near(2_000, state=State.ANSWERED), near(150)
    photo = with_photo(here)
    near(7_000)
    show(phone, live_server.url)
    rows = phone.locator(".spot")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("150 м")
    expect(rows.nth(0).locator("img")).to_have_attribute("src", f"/photos/{photo.pk}-thumb.jpg")
    expect(rows.nth(1)).to_contain_text("Есть ответ")
    phone.get_by_role("button", name="10 км").tap()
    expect(rows).to_have_count(3)
    rows.nth(1).get_by_role("link").tap()
    expect(phone).to_have_url(f"{live_server.url}/app/appeals/{far.number}")


def test_conditions_narrow_the_list_and_nothing_found_says_what_to_do(phone: Page, live_server: LiveServer):
    near(100)
    near(200, kind="thanks")
    show(phone, live_server.url)
    phone.get_by_role("button", name="Условия").tap()
    phone.get_by_label("Вид").select_option("thanks")
    expect(phone.locator(".spot")).to_have_count(1)
    phone.get_by_label("Стадия").select_option("answered")
    expect(phone.get_by_text("С такими условиями ничего не нашлось")).to_be_visible()
    phone.get_by_role("button", name="Снять условия").tap()
    expect(phone.locator(".spot")).to_have_count(2)


def test_without_a_network_the_kept_list_is_narrowed_and_measured_anew(phone: Page, live_server: LiveServer):
    near(100)
    near(2_000, kind="thanks")
    show(phone, live_server.url)
    expect(phone.locator(".spot")).to_have_count(2)
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_text("Нет связи. Данные от")).to_be_visible()
    expect(phone.locator(".spot")).to_have_count(2)
    phone.get_by_role("button", name="1 км").tap()
    expect(phone.locator(".spot")).to_have_count(1)
    expect(phone.get_by_text("из сохранённого списка, 5 км")).to_be_visible()
    phone.context.set_geolocation({"latitude": 54.0, "longitude": 39.5})
    phone.get_by_role("button", name="Обновить").tap()
    expect(phone.get_by_text("для этого места и радиуса ничего не сохранено")).to_be_visible()


def test_who_does_not_tell_where_they_are_finds_a_place_by_its_name(
    open_page: Callable[..., Page], live_server: LiveServer
):
    a_land()
    Settlement.objects.update(point=Point(39.51, 55.51, srid=4326))
    near(100)
    page = open_page(360, 740, **AWAY)
    opened(page, live_server.url)
    page.get_by_role("button", name="Показать рядом со мной").tap()
    expect(page.get_by_text("Доступ к местоположению закрыт")).to_be_visible()
    page.get_by_label("Населённый пункт или адрес").fill("липовка, новая 5")
    page.get_by_role("button", name="д. Липовка, ул. Новая, д. 5").tap()
    expect(page.locator(".spot")).to_have_count(1)
    expect(page.get_by_text("д. Липовка, ул. Новая, д. 5").first).to_be_visible()


def test_a_rough_place_is_told_so(phone: Page, live_server: LiveServer):
    phone.context.set_geolocation({"latitude": 55.51, "longitude": 39.51, "accuracy": 3_000})
    show(phone, live_server.url)
    expect(phone.get_by_text("Место неточное: в пределах 3 км")).to_be_visible()


def test_the_map_has_the_same_points_and_a_press_opens_a_card(phone: Page, live_server: LiveServer):
    shown = near(0)
    show(phone, live_server.url)
    phone.get_by_role("button", name="Карта").tap()
    phone.locator(DRAWN).wait_for()
    card = phone.get_by_role("link", name="Открыть обращение")

    def place() -> FloatRect:
        box = phone.locator(DRAWN).bounding_box()
        assert box
        return box

    for _try in range(40):  # the point is drawn a moment after the map, and the map finds its size
        box = place()
        phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        phone.wait_for_timeout(600)  # sooner it would be a double tap
        if card.is_visible():
            break
    expect(card).to_have_attribute("href", f"/app/appeals/{shown.number}")
    looked_at(phone, "map-card")
    phone.get_by_role("button", name="Закрыть карточку").tap()
    box = place()
    phone.mouse.move(box["x"] + 100, box["y"] + 200)
    phone.mouse.down()
    phone.mouse.move(box["x"] + 200, box["y"] + 250, steps=5)
    phone.mouse.up()
    phone.get_by_role("button", name="Искать здесь").tap()
    expect(phone.get_by_text("Место на карте")).to_be_visible()


def test_files_of_a_municipality_make_map_and_addresses_work_without_a_network(
    phone: Page, live_server: LiveServer
):
    offline.make(Territory.objects.get().code, now=clock.now())
    near(0)
    show(phone, live_server.url)
    phone.goto(f"{live_server.url}/app/profile/offline")
    phone.get_by_role("button", name="Определить по месту").tap()
    expect(phone.get_by_text("Улицы и дома")).to_be_visible()
    phone.get_by_role("button", name="Скачать").tap()
    expect(phone.get_by_text("Готово: работает без связи")).to_be_visible()
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/app/?view=map")
    phone.locator(DRAWN).wait_for()
    looked_at(phone, "map-offline")
    phone.get_by_role("button", name="Сменить").tap()
    phone.get_by_label("Населённый пункт или адрес").fill("липовка новая 5")
    phone.get_by_role("button", name="д. Липовка, ул. Новая, 5").tap()
    expect(phone.get_by_text("Нет связи. Данные от")).to_be_visible()
    phone.goto(f"{live_server.url}/app/profile/offline")
    phone.get_by_role("button", name="Удалить").tap()
    phone.get_by_role("button", name="Да, удалить").tap()
    expect(phone.get_by_text("Удалено.")).to_be_visible()
    expect(phone.get_by_role("heading", name="На телефоне")).to_have_count(0)


def test_files_that_do_not_fit_are_not_begun(phone: Page, live_server: LiveServer):
    offline.make(Territory.objects.get().code, now=clock.now())
    phone.add_init_script("navigator.storage.estimate = async () => ({ quota: 1000000, usage: 990000 })")
    opened(phone, live_server.url, "profile/offline")
    phone.get_by_role("button", name="Определить по месту").tap()
    phone.get_by_role("button", name="Скачать").tap()
    expect(phone.get_by_text("Не хватит места")).to_be_visible()


def test_an_opened_card_is_read_without_a_network(phone: Page, live_server: LiveServer):
    shown = near(0)
    with_photo(shown)
    opened(phone, live_server.url, f"appeals/{shown.number}")
    expect(phone.get_by_role("img", name="Фото 1")).to_be_visible()
    expect(phone.get_by_role("heading", name="Отвечает")).to_be_visible()
    phone.get_by_role("button", name="Поддержать").tap()
    expect(phone.get_by_role("link", name="Войдите, чтобы поддержать")).to_be_visible()
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/app/appeals/{shown.number}")
    expect(phone.get_by_text("Нет связи. Данные от")).to_be_visible()
    expect(phone.get_by_text(shown.text)).to_be_visible()
    phone.goto(f"{live_server.url}/app/appeals/{near(9).number}")
    expect(phone.get_by_text("Этого обращения нет на телефоне")).to_be_visible()


def test_a_number_that_there_is_not_and_one_taken_off_the_portal_say_so(phone: Page, live_server: LiveServer):
    opened(phone, live_server.url, "appeals/1")
    expect(phone.get_by_text("Обращения с таким номером нет")).to_be_visible()
    phone.goto(f"{live_server.url}/app/appeals/{near(withheld=True).number}")
    expect(phone.get_by_text("Модератор убрал это обращение")).to_be_visible()


def test_a_place_is_chosen_on_a_map_and_has_its_address(phone: Page, live_server: LiveServer):
    opened(phone, live_server.url, "report")
    phone.get_by_role("button", name="Проблема").tap()
    expect(phone.get_by_role("heading", name="Тема")).to_be_visible()
    phone.goto(phone.url.replace("topic", "place"))
    phone.get_by_role("button", name="карте").tap()
    phone.locator(DRAWN).wait_for()
    expect(phone.get_by_text("Место: д. Липовка, ул. Новая, д. 5")).to_be_visible()
    phone.get_by_role("button", name="Выбрать это место").tap()
    expect(phone.get_by_label("Адрес или ориентир")).to_have_value("д. Липовка, ул. Новая, д. 5")


def test_with_low_vision_nothing_is_cut_off(
    open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None]
):
    a_land()
    shown = near(0)
    with_photo(shown)
    page = open_page(320, 640, **PHONE)
    page.add_init_script(
        "localStorage.setItem('otklik-vision', JSON.stringify("
        "{size: '200', scheme: 'black', images: 'off', spacing: 'wide'}))"
    )
    show(page, live_server.url)
    page.get_by_role("button", name="Условия").tap()
    for path in ("", "?view=map", f"appeals/{shown.number}", "profile/offline"):
        page.goto(f"{live_server.url}/app/{path}")
        expect(page.locator("h1")).to_be_visible()
        expect(page.get_by_text("Загружаю карту")).to_have_count(0)
        axe(page)
        assert sideways(page) == 0, path
        looked_at(page, f"{path.replace('/', '-').replace('?', '') or 'near'}-black")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_list_map_card_and_files_can_be_used_by_everybody(
    open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None], scheme: str
):
    a_land()
    offline.make(Territory.objects.get().code, now=clock.now())
    shown = near(0, state=State.ANSWERED, author=a_citizen())
    with_photo(shown)
    page = open_page(320, 640, color_scheme=scheme, **PHONE)
    show(page, live_server.url)
    page.get_by_role("button", name="Условия").tap()
    page.get_by_role("button", name="Сменить").tap()
    for path, there in (
        ("", ""),
        ("?view=map", DRAWN),
        (f"appeals/{shown.number}", ".beside"),
        ("profile/offline", "select"),
    ):
        if path:
            page.goto(f"{live_server.url}/app/{path}")
            page.locator(there).wait_for()
        axe(page)
        assert sideways(page) == 0, path
        looked_at(page, f"{path.replace('/', '-').replace('?', '') or 'near'}-{scheme}")
