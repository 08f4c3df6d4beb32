"""Filing in the app: every step, drafts, photos, places, and whatever goes wrong on the way."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import a_topic, an_appeal
from otklik.files import documents
from tests.browser import filing
from tests.browser.given import a_land, a_photo, sideways, works_go_on
from tests.browser.test_app import PHONE, looked_at, opened
from tests.browser.test_app_account import signed_in, vera

pytestmark = [pytest.mark.browser, pytest.mark.mobile, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(open_page: Callable[..., Page], live_server: LiveServer) -> Page:
    """The app is open at «Сообщить», its topics are kept."""
    a_land()
    page = open_page(390, 800, **PHONE)
    opened(page, live_server.url, "report")
    return page


LOOKS: list[tuple[str, int, dict[str, str]]] = [
    ("light", 360, {}),
    ("dark", 360, {}),
    ("large", 320, {"size": "200", "scheme": "black"}),
    ("wide", 1280, {}),
]


@pytest.mark.parametrize(("name", "width", "vision"), LOOKS, ids=[look[0] for look in LOOKS])
def test_each_step_can_be_used_by_everybody(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    axe: Callable[[Page], None],
    tmp_path: Path,
    name: str,
    width: int,
    vision: dict[str, str],
):
    a_land()
    an_appeal(state=State.PUBLISHED, point=Point(39.51, 55.51, srid=4326))
    page = open_page(width, 740, color_scheme="dark" if name == "dark" else "light", **PHONE)
    opened(page, live_server.url, "report")
    page.evaluate("(said) => localStorage.setItem('otklik-vision', JSON.stringify(said))", vision)
    page.reload()
    expect(page.get_by_role("heading", name="Или выберите")).to_be_visible()

    def looked(step: str) -> None:
        axe(page)
        assert sideways(page) == 0, step
        looked_at(page, f"{name}-{step}")

    looked("start")
    what_and_where(page, looked)
    photos_and_author(page, looked, a_photo(tmp_path))
    page.goto(f"{live_server.url}/app/report")
    expect(page.get_by_role("heading", name="Черновики")).to_be_visible()
    looked("drafts")
    page.get_by_role("link", name="Продолжить").tap()
    page.context.set_offline(True)
    filing.send(page)
    expect(page.get_by_text("Ждёт отправки", exact=True)).to_be_visible()
    looked("outbox-waiting")
    page.context.set_offline(False)
    expect(page.get_by_text("Ушло", exact=True)).to_be_visible()
    looked("outbox-sent")


def what_and_where(page: Page, looked: Callable[[str], None]) -> None:
    filing.begin(page)
    page.get_by_role("button", name="Дороги").tap()
    looked("topic")
    page.get_by_label("Найти тему").fill("яма")
    expect(page.get_by_text("Нашлось: 1 тема")).to_be_visible()
    looked("topic-found")
    page.get_by_role("button", name="Яма на дороге").tap()
    expect(page.get_by_role("heading", level=1, name="Место")).to_be_visible()
    page.get_by_role("button", name="Дальше").tap()
    expect(page.locator("#wrong")).to_be_focused()
    looked("place-wrong")
    page.get_by_role("button", name="Взять моё место").tap()
    expect(page.get_by_text("Это здесь")).to_be_visible()
    looked("place")
    page.get_by_label("Адрес или ориентир").fill("Новая, 5")
    filing.next_step(page)
    looked("details")
    filing.details(page)


def photos_and_author(page: Page, looked: Callable[[str], None], photo: Path) -> None:
    filing.choose(page, photo, photo)
    expect(page.get_by_role("img", name="Фото 2")).to_be_visible()
    looked("photos")
    filing.next_step(page)
    looked("author")
    filing.author(page)
    expect(page.get_by_role("heading", name="Похожие рядом")).to_be_visible()
    looked("review")


def test_photos_are_put_in_another_order_and_taken_out(phone: Page, tmp_path: Path):
    filing.begin(phone)
    filing.topic(phone)
    filing.place(phone)
    filing.details(phone)
    filing.choose(phone, *[a_photo(tmp_path)] * 3)
    expect(phone.get_by_role("img", name="Фото 3")).to_be_visible()

    def order() -> list[str]:
        found: list[str] = phone.evaluate(ORDER)
        return found

    before = order()
    phone.get_by_role("button", name="Фото 3: поставить раньше").tap()
    phone.get_by_role("button", name="Убрать фото 1").tap()
    expect(phone.get_by_role("img", name="Фото 3")).to_have_count(0)
    phone.reload()
    expect(phone.get_by_role("img", name="Фото 2")).to_be_visible()
    assert order() == [before[2], before[1]]


def test_photos_beyond_the_limit_are_told(phone: Page, tmp_path: Path):
    filing.choose(phone, *[a_photo(tmp_path)] * 9)
    expect(phone.get_by_role("img", name="Фото 9")).to_be_visible()
    filing.choose(phone, *[a_photo(tmp_path)] * 2)
    expect(phone.get_by_role("img", name="Фото 10")).to_be_visible()
    expect(phone.get_by_text("Фото не больше 10")).to_be_visible()
    expect(phone.get_by_role("button", name="Из галереи")).to_have_count(0)


def test_similar_ones_are_shown_without_a_network_out_of_what_was_near(phone: Page, live_server: LiveServer):
    an_appeal(state=State.PUBLISHED, point=Point(39.5105, 55.51, srid=4326))
    an_appeal(state=State.PUBLISHED, point=Point(39.52, 55.51, srid=4326), address="Далеко")
    phone.goto(f"{live_server.url}/app/")
    phone.get_by_role("button", name="Показать").tap()
    expect(phone.locator("main li")).to_have_count(2)
    filing.begin(phone)
    expect(phone.get_by_label("Найти тему")).to_be_visible()
    phone.context.set_offline(True)
    filing.fill(phone)
    expect(phone.get_by_role("heading", name="Похожие рядом")).to_be_visible()
    expect(phone.get_by_text("смотрим в том, что было рядом")).to_be_visible()
    expect(phone.get_by_text("Далеко")).to_have_count(0)
    phone.get_by_role("main").get_by_role("link", name="Яма на дороге").tap()
    phone.go_back()
    expect(phone.get_by_role("button", name="Отправить", exact=True)).to_be_visible()


def test_what_is_off_at_the_place_is_told_before_it_is_sent(phone: Page, live_server: LiveServer):
    works_go_on()
    filing.fill(phone)
    expect(phone.get_by_role("heading", name="Здесь уже идут работы")).to_be_visible()
    expect(phone.get_by_role("link", name="Отключение горячей воды")).to_have_attribute(
        "href", re.compile(r"/works/\d+$")
    )
    expect(phone.get_by_role("button", name="Отправить", exact=True)).to_be_visible()


LAND = [
    {"code": "number", "label": "Кадастровый номер", "type": "cadastral", "required": True},
    {"code": "report", "label": "Отчёт об оценке", "type": "document"},
]


def test_an_appeal_on_the_value_of_land_is_filed_without_a_network_with_the_report(
    open_page: Callable[..., Page], live_server: LiveServer, tmp_path: Path, axe: Callable[[Page], None]
):
    a_land()
    a_topic(code="land", title="Стоимость земли", fields=LAND)
    phone = open_page(390, 800, **PHONE)
    opened(phone, live_server.url, "report")
    filing.begin(phone)
    expect(phone.get_by_label("Найти тему")).to_be_visible()
    phone.context.set_offline(True)
    filing.topic(phone, "земл", "Стоимость земли")
    filing.place(phone)
    the_plot(phone, tmp_path, axe)
    filing.photos(phone)
    filing.author(phone)
    expect(phone.get_by_text("Отчёт об оценке: отчёт.pdf")).to_be_visible()
    phone.get_by_role("button", name="Отправить", exact=True).tap()
    expect(phone.get_by_text("1 документ")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text("Ушло", exact=True)).to_be_visible()
    appeal = Appeal.objects.get()
    assert appeal.fields == [["Кадастровый номер", "99:04:0012003:128"]]
    (paper,) = appeal.enclosures.all()
    assert (paper.code, paper.title, documents.read(paper.pk)) == ("report", "отчёт.pdf", b"%PDF-1.4 report")


def the_plot(phone: Page, folder: Path, axe: Callable[[Page], None]) -> None:
    """Its own questions, with everything done wrong first."""
    report, program = folder / "отчёт.pdf", folder / "отчёт.exe"
    report.write_bytes(b"%PDF-1.4 report")
    program.write_bytes(b"MZ")
    phone.get_by_label("Кадастровый номер").fill("99:04:12003")
    phone.get_by_label("Что случилось").fill("Стоимость завышена втрое")
    phone.get_by_label("Приложить файл").set_input_files([program, report])
    expect(phone.get_by_text("«отчёт.exe» не подойдёт")).to_be_visible()
    phone.get_by_role("button", name="Дальше", exact=True).tap()
    expect(phone.get_by_role("link", name="четыре группы цифр")).to_be_visible()
    axe(phone)
    assert sideways(phone) == 0
    looked_at(phone, "documents")
    phone.reload()
    expect(phone.get_by_role("button", name="Убрать «отчёт.pdf»")).to_be_visible()
    phone.get_by_label("Кадастровый номер").fill("99 04 0012003 128")
    filing.next_step(phone)


def test_whoever_is_signed_in_supports_a_similar_one_instead(
    open_page: Callable[..., Page], live_server: LiveServer
):
    a_land()
    there = an_appeal(state=State.PUBLISHED, point=Point(39.51, 55.51, srid=4326))
    vera()
    page = open_page(390, 800, **PHONE)
    signed_in(page, live_server.url)
    filing.fill(page, is_signed_in=True)
    with page.expect_response(lambda answer: answer.url.endswith("/support")):
        page.get_by_role("button", name="Поддержать вместо").tap()
    expect(page.get_by_text("Вы поддержали это обращение")).to_be_visible()
    there.refresh_from_db()
    assert there.supporters == 1
    page.get_by_role("main").get_by_role("link", name="Черновики").tap()
    expect(page.get_by_role("button", name="Удалить черновик: Яма на дороге")).to_be_visible()


# Of the draft that is open, in the order of the person.
ORDER = """() => new Promise((found) => {
  indexedDB.open('otklik').onsuccess = ({ target }) => {
    target.result.transaction('drafts').objectStore('drafts').getAll().onsuccess = (all) =>
      found(all.target.result.find((one) => location.pathname.includes(one.id)).photos)
  }
})"""
