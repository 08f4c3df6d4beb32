"""A citizen complains about what is published, a moderator hides it, merges, takes both back. Keyboard alone."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Photo
from otklik.appeals.tests.given import MONDAY, a_moderator, an_appeal
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.kit import clock
from otklik.people.models import User
from tests.browser.given import sideways, sign_in
from tests.browser.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.desks, pytest.mark.django_db(transaction=True)]

TEXT = "Третью неделю яма у подъезда. Звоните 89161234567, спросить Петрову Марию Ивановну."


def good(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert sideways(page) == 0


def with_photo(appeal: Appeal) -> None:
    photo = uuid4()
    photos.keep(a_picture(), photo_id=photo)
    Photo.objects.create(id=photo, appeal=appeal, place=0, width=400, height=300, created_at=MONDAY)


def complain(page: Page, appeal: Appeal, base: str, axe: Callable[[Page], None]) -> None:
    keys = Keys(page)
    page.goto(f"{base}/appeals/{appeal.number}")
    keys.press("Пожаловаться на обращение", role="link")
    page.wait_for_url("**/complain")
    good(page, axe)
    keys.press("Отправить жалобу")
    expect(page.get_by_role("alert")).to_contain_text("Выберите, что не так")
    good(page, axe)
    page.get_by_label("Чьи-то личные данные").press("Space")
    keys.press("Отправить жалобу")
    page.wait_for_url(f"**/appeals/{appeal.number}")


def hide(page: Page, axe: Callable[[Page], None]) -> None:
    keys = Keys(page)
    expect(page.get_by_label("89161234567")).to_be_checked()
    page.get_by_label("Петрову Марию Ивановну").press("Space")
    keys.press("Скрыть отмеченное")
    expect(page.get_by_role("status").first).to_contain_text("так текст увидят все")
    page.get_by_text("Обрезать").press("Enter")
    page.get_by_label("слева").fill("40")
    good(page, axe)
    page.get_by_role("button", name="Оставить кусок").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Показан только кусок")
    keys.press("Скрыть автора")
    expect(page.get_by_text("Имя скрыто модератором")).to_be_visible()
    good(page, axe)


def test_a_complaint_is_settled_by_hiding_a_part(
    page: Page, open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None]
):
    base, moderator = live_server.url, a_moderator()
    appeal = an_appeal(state=State.PUBLISHED, text=TEXT, published_at=clock.now(), has_photo=True)
    with_photo(appeal)
    complain(page, appeal, base, axe)

    desk = open_page(*(page.viewport_size or {}).values())
    sign_in(desk, base, moderator)
    desk.goto(f"{base}/desk/complaints")
    good(desk, axe)
    Keys(desk).press("Яма на дороге", role="link")
    desk.wait_for_url("**/desk/appeals/*")
    good(desk, axe)
    hide(desk, axe)
    desk.get_by_role("button", name="Часть скрыта").press("Enter")
    expect(desk.get_by_text("Жалоб нет")).to_be_visible()

    page.goto(f"{base}/appeals/{appeal.number}")
    expect(page.get_by_text("Звоните [скрыто], спросить [скрыто].")).to_be_visible()
    good(page, axe)


def test_a_duplicate_is_merged_and_split_again(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    an_appeal(state=State.PUBLISHED, text=TEXT, published_at=clock.now(), supporters=3)
    mine = an_appeal(text=TEXT)
    sign_in(page, live_server.url, a_moderator())
    path = f"{live_server.url}/desk/appeals/{mine.pk}"
    page.goto(path)
    expect(page.get_by_text("текст похож на 100 %")).to_be_visible()
    Keys(page).press("Объединить с ним")
    page.wait_for_url("**/desk/")
    page.goto(path)
    good(page, axe)
    Keys(page).press("Разъединить")
    expect(page.get_by_role("status").first).to_contain_text("снова на модерации")


def test_the_list_of_words(page: Page, live_server: LiveServer, axe: Callable[[Page], None]):
    admin = User.objects.create_user("admin@example.test", "pass", name="Ася Холмская", role="admin")
    sign_in(page, live_server.url, admin)
    page.goto(f"{live_server.url}/staff/unwanted")
    good(page, axe)
    keys = Keys(page)
    page.get_by_label("Слово или его начало").fill("редиск")
    keys.press("Добавить")
    expect(page.get_by_role("status").first).to_contain_text("Слово в списке")
    page.get_by_label("Текст", exact=True).fill("Ты, PEДИСКА!")
    keys.press("Проверить")
    expect(page.locator("mark")).to_have_text("PEДИСКА")
    good(page, axe)
