"""Whatever goes wrong while an appeal is filed in the app: nothing is lost, nothing is doubled, it is said in words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.models import Appeal
from otklik.appeals.rules.number import spoken
from otklik.appeals.tests.given import a_topic
from otklik.classifier.models import Topic
from otklik.files.tests.given import a_bomb, a_heic, a_picture, with_gps
from tests.browser import filing
from tests.browser.given import FIELDS, a_land, a_photo
from tests.browser.test_app import PHONE, opened

pytestmark = [pytest.mark.browser, pytest.mark.mobile, pytest.mark.django_db(transaction=True)]

FILES = "**/api/v1/appeals"


@pytest.fixture
def phone(open_page: Callable[..., Page], live_server: LiveServer) -> Page:
    """The app with its worker; topics are kept, a draft is begun."""
    a_land()
    page = open_page(390, 800, **PHONE)
    opened(page, live_server.url, "report")
    filing.begin(page)
    expect(page.get_by_label("Найти тему")).to_be_visible()
    return page


@pytest.fixture
def plain(open_page: Callable[..., Page], live_server: LiveServer) -> Page:
    """Without the worker, which would send behind the back of a test that answers in the portal's place."""
    a_land()
    page = open_page(390, 800, **PHONE, service_workers="block")
    page.goto(f"{live_server.url}/app/report")
    return page


def once(page: Page, how: Callable[[Route], None], url: str = FILES) -> None:
    """The next request there is answered so; those after it by the portal."""
    page.route(url, how, times=1)


def problem(
    status: int, code: str, headers: dict[str, str] | None = None, **more: Any
) -> Callable[[Route], None]:
    body = json.dumps({"status": status, "code": code, "title": code, "type": code, **more})
    return lambda route: route.fulfill(
        status=status, headers={"Content-Type": "application/problem+json", **(headers or {})}, body=body
    )


def picture(folder: Path, name: str, body: bytes) -> Path:
    file = folder / name
    file.write_bytes(body)
    return file


def left(page: Page) -> Appeal:
    expect(page.get_by_text("Ушло", exact=True)).to_be_visible()
    return Appeal.objects.get()


# Without a network


def test_without_a_network_every_step_can_be_filled_and_opened_again(phone: Page, tmp_path: Path):
    phone.context.set_offline(True)
    filing.topic(phone)
    phone.reload()
    filing.place(phone)
    phone.reload()
    phone.get_by_label("Глубина, см").fill("50")
    phone.get_by_label("Что случилось").fill("Половина слова")
    expect(phone.get_by_text("Черновик сохранён")).to_be_visible()
    phone.reload()
    expect(phone.get_by_label("Что случилось")).to_have_value("Половина слова")
    filing.next_step(phone)
    filing.choose(phone, a_photo(tmp_path))
    expect(phone.get_by_role("img", name="Фото 1")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("img", name="Фото 1")).to_be_visible()
    filing.next_step(phone)
    filing.author(phone)
    phone.reload()
    expect(phone.get_by_text("уйдёт само, когда связь появится")).to_be_visible()
    filing.send(phone)
    expect(phone.get_by_text("Ждёт отправки", exact=True)).to_be_visible()
    assert Appeal.objects.count() == 0
    phone.context.set_offline(False)
    assert left(phone).photos.count() == 1


def test_a_tab_that_is_killed_between_photo_and_sending_loses_nothing(
    phone: Page, live_server: LiveServer, tmp_path: Path
):
    phone.goto(f"{live_server.url}/app/report")
    filing.choose(phone, a_photo(tmp_path), picture(tmp_path, "два.png", a_picture("PNG")))
    expect(phone.get_by_role("img", name="Фото 2")).to_be_visible()
    again = phone.context.new_page()
    phone.close()
    again.goto(f"{live_server.url}/app/report")
    again.get_by_role("link", name="Продолжить").first.tap()
    expect(again.get_by_role("img", name="Фото 2")).to_be_visible()
    filing.next_step(again)
    again.get_by_label("Проблема").check()
    filing.topic(again)
    filing.place(again)
    filing.details(again)
    filing.author(again)
    expect(again.get_by_text("2 фото")).to_be_visible()
    filing.send(again)
    assert left(again).photos.count() == 2


def test_of_one_draft_in_two_tabs_one_appeal_is_filed(phone: Page, live_server: LiveServer):
    filing.topic(phone)
    filing.place(phone)
    filing.details(phone)
    filing.photos(phone)
    filing.author(phone)
    second = phone.context.new_page()
    second.goto(phone.url)
    expect(second.get_by_role("button", name="Отправить", exact=True)).to_be_visible()
    filing.send(phone)
    second.get_by_role("button", name="Отправить", exact=True).tap()
    expect(second.get_by_text("уже отправлено из другой вкладки")).to_be_visible()
    left(phone)
    second.goto(f"{live_server.url}/app/report")
    expect(second.get_by_role("heading", name="Или выберите")).to_be_visible()
    expect(second.get_by_role("heading", name="Черновики")).to_have_count(0)


@pytest.mark.parametrize("days", [-365, 365])
def test_a_clock_that_is_a_year_off_changes_nothing(
    open_page: Callable[..., Page], live_server: LiveServer, days: int
):
    a_land()
    page = open_page(390, 800, **PHONE)
    page.add_init_script(
        f"const real = Date.now.bind(Date); const off = {days} * 864e5; Date.now = () => real() + off"
    )
    opened(page, live_server.url, "report")
    filing.begin(page)
    expect(page.get_by_label("Найти тему")).to_be_visible()
    page.context.set_offline(True)
    filing.report(page)
    expect(page.get_by_text("Ждёт отправки", exact=True)).to_be_visible()
    page.context.set_offline(False)
    number = left(page).number
    expect(page.get_by_text(f"Номер {spoken(number)}")).to_be_visible()


def test_before_the_topics_were_ever_loaded_the_rest_can_be_written(plain: Page, tmp_path: Path):
    plain.route("**/api/v1/classifier", lambda route: route.abort("internetdisconnected"))
    filing.choose(plain, a_photo(tmp_path))
    expect(plain.get_by_role("img", name="Фото 1")).to_be_visible()
    filing.next_step(plain)
    expect(plain.get_by_text("Список тем ещё не загружен")).to_be_visible()
    plain.get_by_label("Проблема").check()
    filing.next_step(plain)
    filing.place(plain)
    plain.get_by_label("Что случилось").fill(filing.TEXT)
    filing.next_step(plain)
    filing.author(plain)
    plain.get_by_role("button", name="Отправить", exact=True).tap()
    expect(plain.locator("#wrong").get_by_text("Выберите тему")).to_be_visible()
    plain.unroute("**/api/v1/classifier")
    plain.locator("#wrong").get_by_role("button", name="Выберите тему").tap()
    plain.get_by_label("Найти тему").fill("яма")
    plain.get_by_role("button", name="Яма на дороге").tap()
    plain.get_by_label("Глубина, см").fill("50")
    filing.next_step(plain, "Готово")
    filing.send(plain)
    assert left(plain).photos.count() == 1


# What the portal answers


def test_a_failure_of_the_portal_passes_by_itself(plain: Page):
    once(plain, problem(500, "failure"))
    filing.report(plain)
    expect(plain.get_by_text("Пробовали: 1 раз")).to_be_visible()
    plain.get_by_role("button", name="Отправить сейчас").tap()
    left(plain)


def test_a_wait_that_the_portal_names_is_kept(plain: Page):
    once(plain, problem(429, "too_fast", {"Retry-After": "600"}, detail="Слишком часто. Подождите."))
    filing.report(plain)
    expect(plain.get_by_text("Слишком часто. Подождите.")).to_be_visible()
    plain.evaluate("dispatchEvent(new Event('online'))")
    plain.reload()
    expect(plain.get_by_text("Ждёт отправки", exact=True)).to_be_visible()
    assert Appeal.objects.count() == 0
    plain.get_by_role("button", name="Отправить сейчас").tap()
    left(plain)


def test_too_much_data_is_told_and_the_form_opens_at_the_photos(plain: Page, tmp_path: Path):
    once(plain, lambda route: route.fulfill(status=413, content_type="text/html", body="<h1>Too large</h1>"))
    filing.report(plain, a_photo(tmp_path))
    expect(plain.get_by_text("Портал не принял: слишком много данных")).to_be_visible()
    plain.get_by_role("button", name="Исправить").tap()
    plain.get_by_role("button", name="Убрать фото 1").tap()
    expect(plain.get_by_role("img", name="Фото 1")).to_have_count(0)
    filing.next_step(plain, "Готово")
    filing.send(plain)
    assert left(plain).photos.count() == 0


def test_the_page_of_a_guest_network_is_no_answer_of_the_portal(plain: Page):
    once(plain, lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi</h1>"))
    filing.report(plain)
    expect(plain.get_by_text("Ответил не портал")).to_be_visible()
    plain.get_by_role("button", name="Отправить сейчас").tap()
    left(plain)


def test_a_connection_that_dies_after_the_portal_has_filed_files_once(plain: Page):
    def lost(route: Route) -> None:
        assert route.fetch().status == 201
        route.abort("connectionreset")

    once(plain, lost)
    filing.report(plain)
    expect(plain.get_by_text("Нет связи с порталом")).to_be_visible()
    number = Appeal.objects.get().number
    plain.get_by_role("button", name="Отправить сейчас").tap()
    expect(plain.get_by_text(f"Номер {spoken(number)}")).to_be_visible()
    assert Appeal.objects.count() == 1


def test_a_changed_appeal_after_a_lost_answer_is_never_filed_silently_twice(plain: Page):
    def lost(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    once(plain, lost)
    filing.report(plain)
    expect(plain.get_by_text("Нет связи с порталом")).to_be_visible()
    plain.get_by_role("button", name="Исправить").tap()
    plain.get_by_role("link", name="Изменить: Описание").tap()
    plain.get_by_label("Что случилось").fill("Другое")
    filing.next_step(plain, "Готово")
    filing.send(plain)
    expect(plain.get_by_text("Раньше это обращение уже дошло")).to_be_visible()
    assert Appeal.objects.get().text == filing.TEXT
    plain.get_by_role("button", name="Отправить как новое").tap()
    expect(plain.get_by_text("Ушло", exact=True)).to_be_visible()
    assert sorted(Appeal.objects.values_list("text", flat=True)) == ["Другое", filing.TEXT]


def test_a_sign_in_that_ended_meanwhile_keeps_the_appeal_and_says_where_to_sign_in(plain: Page):
    plain.route(FILES, problem(401, "signed_out", detail="Войдите снова."))
    filing.report(plain)
    expect(plain.get_by_text("Войдите, и обращение уйдёт")).to_be_visible()
    expect(plain.get_by_role("main").get_by_role("link", name="Войти")).to_be_visible()
    plain.reload()
    expect(plain.get_by_text("Ждёт отправки", exact=True)).to_be_visible()
    plain.unroute(FILES)
    plain.get_by_role("button", name="Отправить сейчас").tap()
    left(plain)


def bodies(page: Page) -> list[dict[str, Any]]:
    """Of the appeals that the page sends from now on."""
    found: list[dict[str, Any]] = []

    def heard(asked: Request) -> None:
        if asked.url.endswith("/appeals"):
            found.append(asked.post_data_json or {})

    page.on("request", heard)
    return found


def test_at_a_border_the_person_says_on_which_side(plain: Page):
    sides = [{"code": "1", "name": "Город Ясный"}, {"code": "2", "name": "Ясенский округ"}]
    sent = bodies(plain)
    once(plain, problem(422, "near_border", detail="Выберите сторону.", choices=sides))
    filing.report(plain)
    plain.get_by_role("button", name="Ясенский округ").tap()
    left(plain)
    assert [body.get("territory") for body in sent] == [None, "2"]


def test_near_a_border_it_is_asked_before_sending_when_the_portal_answers(plain: Page):
    sides = [{"code": "1", "name": "Город Ясный"}, {"code": "2", "name": "Ясенский округ"}]
    plain.route(
        "**/api/v1/territory?*", lambda route: route.fulfill(json={"found": "border", "territories": sides})
    )
    sent = bodies(plain)
    filing.begin(plain)
    filing.topic(plain)
    plain.get_by_role("button", name="Взять моё место").tap()
    plain.get_by_label("Ясенский округ").check()
    plain.get_by_label("Адрес или ориентир").fill("У моста")
    filing.next_step(plain)
    filing.details(plain)
    filing.photos(plain)
    filing.author(plain)
    expect(plain.get_by_text("Ясенский округ")).to_be_visible()
    filing.send(plain)
    left(plain)
    assert sent[0]["territory"] == "2"


# The classifier is another


def test_a_topic_that_went_away_while_the_draft_waited_is_asked_again_and_nothing_else(
    plain: Page, live_server: LiveServer
):
    filing.fill(plain)
    a_topic(code="hole", fields=[], title="Провал на дороге")
    Topic.objects.filter(code="pothole").update(active=False)
    plain.goto(f"{live_server.url}/app/report")
    plain.get_by_role("link", name="Продолжить").tap()
    expect(plain.get_by_text("темы «Яма на дороге» не стало")).to_be_visible()
    plain.wait_for_timeout(500)  # longer than what is typed waits to be kept
    plain.goto(f"{live_server.url}/app/report")  # closed in between
    plain.get_by_role("link", name="Продолжить").tap()
    expect(plain.get_by_text("темы «Яма на дороге» не стало")).to_be_visible()
    plain.get_by_label("Найти тему").fill("провал")
    plain.get_by_role("button", name="Провал на дороге").tap()
    expect(plain.get_by_role("heading", level=1, name="Проверка")).to_be_visible()
    expect(plain.get_by_text(filing.TEXT)).to_be_visible()
    filing.send(plain)
    assert left(plain).topic.code == "hole"


def test_of_changed_questions_only_the_changed_are_asked_again(plain: Page, live_server: LiveServer):
    filing.fill(plain)
    stricter = [FIELDS[0], {"code": "lit", "label": "Есть ли свет?", "type": "yesno", "required": True}]
    Topic.objects.filter(code="pothole").update(fields=stricter)
    plain.goto(f"{live_server.url}/app/report")
    plain.get_by_role("link", name="Продолжить").tap()
    expect(plain.get_by_text("Ответьте только на отмеченные")).to_be_visible()
    expect(plain.get_by_label("Глубина, см")).to_have_value("50")
    expect(plain.get_by_text("Спрашиваем заново")).to_have_count(1)
    plain.get_by_label("Есть ли свет?").select_option(label="Нет")
    filing.next_step(plain, "Готово")
    filing.send(plain)
    assert left(plain).fields == [["Глубина, см", "50"], ["Есть ли свет?", "Нет"]]


def test_what_the_portal_refuses_opens_at_its_field_and_leaves_under_the_same_key(
    phone: Page, tmp_path: Path
):
    phone.context.set_offline(True)
    filing.report(phone, a_photo(tmp_path))
    Topic.objects.filter(code="pothole").update(fields=[dict(FIELDS[0], max=40), *FIELDS[1:]])
    phone.context.set_offline(False)
    expect(phone.get_by_text("Нужны вы", exact=True)).to_be_visible()
    phone.get_by_role("button", name="Исправить").tap()
    expect(phone.get_by_label("Глубина, см")).to_have_attribute("aria-invalid", "true")
    expect(phone.get_by_label("Что случилось")).to_have_value(filing.TEXT)
    phone.get_by_label("Глубина, см").fill("30")
    filing.next_step(phone, "Готово")
    expect(phone.get_by_text("1 фото")).to_be_visible()
    filing.send(phone)
    filed = left(phone)
    assert filed.fields == [["Глубина, см", "30"]]
    assert filed.photos.count() == 1


def test_an_emergency_is_called_about_and_not_filed(plain: Page):
    a_topic(code="gas", title="Пахнет газом", emergency_advice="Звоните 104.", fields=[])
    filing.begin(plain)
    plain.get_by_label("Найти тему").fill("газ")
    plain.get_by_role("button", name="Пахнет газом").tap()
    expect(plain.locator("#emergency")).to_be_focused()
    expect(plain.get_by_text("Звоните 104.")).to_be_visible()
    expect(plain.get_by_role("link", name="Позвонить 112")).to_have_attribute("href", "tel:112")
    plain.get_by_role("button", name="Дальше").tap()
    expect(plain.get_by_role("heading", level=1, name="Тема")).to_be_visible()


def test_what_a_newer_portal_adds_is_passed_over(plain: Page):
    def newer(route: Route) -> None:
        said = route.fetch().json()
        topic = said["categories"][0]["topics"][0]
        topic["questions"].append(
            {**topic["questions"][0], "code": "new", "label": "Новое", "type": "slider"}
        )
        topic["kinds"].append("wish")
        said["categories"].append({"code": "x", "title": "Новый раздел", "topics": [], "picture": "y"})
        route.fulfill(json={**said, "added": {"a": 1}})

    plain.route("**/api/v1/classifier", newer)
    plain.route(
        "**/api/v1/nearby?*",
        lambda route: route.fulfill(json={"complete": True, "appeals": [], "added": [1]}),
    )
    filing.begin(plain)
    filing.topic(plain)
    filing.place(plain)
    expect(plain.get_by_label("Новое")).to_be_visible()
    plain.get_by_label("Новое").fill("7")
    filing.details(plain)
    filing.photos(plain)
    filing.author(plain)
    filing.send(plain)
    left(plain)


# Photos and places


def test_photos_that_are_none_are_told_one_by_one_and_the_good_ones_stay(plain: Page, tmp_path: Path):
    filing.begin(plain)
    filing.topic(plain)
    filing.place(plain)
    filing.details(plain)
    filing.choose(
        plain,
        picture(tmp_path, "порвано.jpg", a_picture()[:300]),
        picture(tmp_path, "огромное.png", a_bomb()),
        picture(tmp_path, "страница.jpg", b"<html>" + b" " * 100),
        a_photo(tmp_path),
    )
    expect(plain.get_by_text("«порвано.jpg» не открывается: файл повреждён")).to_be_visible()
    expect(plain.get_by_text("«огромное.png»: снимок слишком подробный")).to_be_visible()
    expect(plain.get_by_text("«страница.jpg» не похоже на фото")).to_be_visible()
    expect(plain.get_by_role("img", name="Фото 1")).to_be_visible()
    expect(plain.get_by_role("button", name="Ещё раз")).to_have_count(3)
    plain.get_by_role("button", name="Убрать", exact=True).first.tap()
    expect(plain.get_by_role("button", name="Ещё раз")).to_have_count(2)


def test_a_photo_that_only_the_portal_can_read_goes_as_it_is(plain: Page, tmp_path: Path):
    filing.begin(plain)
    filing.topic(plain)
    filing.place(plain)
    filing.details(plain)
    filing.choose(plain, picture(tmp_path, "снимок.heic", a_heic()))
    expect(plain.get_by_text("не показывает HEIC")).to_be_visible()
    filing.next_step(plain)
    filing.author(plain)
    filing.send(plain)
    assert left(plain).photos.count() == 1


def test_the_place_of_a_photo_is_taken_only_when_the_person_says_so_and_is_not_sent_with_it(
    plain: Page, tmp_path: Path
):
    sent: list[bytes] = []
    plain.on(
        "request",
        lambda asked: sent.append(asked.post_data_buffer or b"") if "/photos/" in asked.url else None,
    )
    filing.choose(plain, picture(tmp_path, "с местом.jpg", with_gps()))
    expect(plain.get_by_role("img", name="Фото 1")).to_be_visible()
    filing.next_step(plain)
    plain.get_by_label("Проблема").check()
    filing.topic(plain)
    expect(plain.get_by_text("На фото записано, где его сняли")).to_be_visible()
    plain.get_by_role("button", name="Взять моё место").tap()
    expect(plain.get_by_text("На фото записано другое место")).to_be_visible()  # Moscow, and we are elsewhere
    plain.get_by_role("button", name="Взять место с фото").tap()
    expect(plain.get_by_text("55.75194, 37.61778")).to_be_visible()
    plain.get_by_role("button", name="Убрать точку").tap()
    filing.place(plain)
    filing.details(plain)
    filing.author(plain)
    filing.send(plain)
    left(plain)
    assert len(sent) == 1
    assert b"Exif" not in sent[0]
    assert b"Telephone" not in sent[0]


def test_without_the_phones_place_a_settlement_does(open_page: Callable[..., Page], live_server: LiveServer):
    a_land()
    page = open_page(390, 800, **{**PHONE, "permissions": []}, service_workers="block")
    page.goto(f"{live_server.url}/app/report")
    filing.begin(page)
    filing.topic(page)
    page.get_by_role("button", name="Взять моё место").tap()
    expect(page.get_by_text("Доступ к местоположению закрыт")).to_be_visible()
    page.get_by_label("Или населённый пункт").fill("Лип")
    page.get_by_role("option", name="Липовка").tap()
    page.get_by_label("Адрес или ориентир").fill("Нов")
    page.get_by_role("option").first.tap()
    filing.next_step(page)
    filing.details(page)
    filing.photos(page)
    filing.author(page)
    filing.send(page)
    assert left(page).settlement.name == "Липовка"


def test_a_rough_place_asks_for_a_better_one(open_page: Callable[..., Page], live_server: LiveServer):
    a_land()
    rough = {"latitude": 55.51, "longitude": 39.51, "accuracy": 3000}
    page = open_page(390, 800, **{**PHONE, "geolocation": rough}, service_workers="block")
    page.goto(f"{live_server.url}/app/report")
    filing.begin(page)
    filing.topic(page)
    page.get_by_role("button", name="Взять моё место").tap()
    expect(page.get_by_text("Место неточное: 3 км. Уточните")).to_be_visible()
    page.context.set_geolocation({"latitude": 55.51, "longitude": 39.51, "accuracy": 8})
    page.get_by_role("button", name="Определить заново").tap()
    expect(page.get_by_text("точность 8 м")).to_be_visible()
    expect(page.get_by_text("Место неточное")).to_have_count(0)


# Room on the device


def test_a_full_device_is_told_before_and_what_is_typed_stays_on_the_screen(
    plain: Page, live_server: LiveServer
):
    filing.begin(plain)
    filing.topic(plain)
    filing.place(plain)
    plain.add_init_script("navigator.storage.estimate = async () => ({ quota: 2e7, usage: 1e7 })")
    plain.reload()
    expect(plain.get_by_text("На устройстве мало места")).to_be_visible()
    # Chromium's own quota (Storage.overrideQuotaForOrigin) lets small rows through: the store itself refuses here.
    plain.evaluate(
        """() => { const put = IDBObjectStore.prototype.put
        IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }
        window.makeRoom = () => void (IDBObjectStore.prototype.put = put) }"""
    )
    plain.get_by_label("Что случилось").fill("Не пропади")
    expect(plain.get_by_text("последнее изменение не сохранилось")).to_be_visible()
    expect(plain.get_by_label("Что случилось")).to_have_value("Не пропади")
    plain.evaluate("window.makeRoom()")
    plain.get_by_role("button", name="Сохранить").tap()
    expect(plain.get_by_text("последнее изменение не сохранилось")).to_have_count(0)
    plain.reload()
    expect(plain.get_by_label("Что случилось")).to_have_value("Не пропади")


def test_a_draft_is_deleted_after_a_question_only(plain: Page, live_server: LiveServer):
    filing.begin(plain)
    filing.topic(plain)
    plain.goto(f"{live_server.url}/app/report")
    plain.get_by_role("button", name="Удалить черновик: Яма на дороге").tap()
    plain.get_by_role("button", name="Оставить").tap()
    plain.get_by_role("button", name="Удалить черновик: Яма на дороге").tap()
    plain.get_by_role("button", name="Да, удалить").tap()
    expect(plain.get_by_role("heading", name="Черновики")).to_have_count(0)
    plain.reload()
    expect(plain.get_by_role("heading", name="Или выберите")).to_be_visible()
    expect(plain.get_by_role("heading", name="Черновики")).to_have_count(0)
