"""The pages of one's own account in a browser: with the keyboard, on a phone and on a monitor, clean for axe."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from otklik.appeals import watches
from otklik.files.tests.given import a_picture
from otklik.kit import clock
from otklik.people import consents, organisations
from otklik.people.models import Representation, User
from otklik.web.profile.tests.given import PASSWORD, vera
from tests.browser.given import a_land, sideways

pytestmark = [pytest.mark.browser, pytest.mark.people, pytest.mark.django_db(transaction=True)]

LONG = "Муниципальное бюджетное учреждение «Верхнеокское городское благоустройство и озеленение»"
PAGES = ["profile", "places", "organisations", "data", "delete"]


def sign_in(page: Page, site: str, user: User) -> None:
    """By the cookie of a session: signing in has tests of its own."""
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def look(page: Page, name: str) -> None:
    """Whoever wants to see the pages names a folder in SHOTS."""
    if folder := os.environ.get("SHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def a_full_account() -> User:
    """Everything that the pages can show, with the longest words."""
    user = vera(email_trouble="550 5.1.1 mailbox unavailable", phone="+79001234567", name_shown="short")
    admin = User.objects.create_user("admin@example.test", "pass", name="Ада", role="admin")
    now = clock.now()
    consents.give(user, consents.RULES, now=now)
    consents.give(user, consents.PUBLICATION, now=now)
    for n in range(3):
        watches.add_place(user_id=user.pk, title=f"{LONG} {n}", point=(39 + n, 55), radius=3000, now=now)
    for inn, ogrn in (("1234567894", "1022200525819"), ("123456789047", "385768585948949")):
        organisations.ask(user=user, claim=organisations.Claim(inn, ogrn, LONG, "Директор"), now=now)
    first = Representation.objects.earliest("id")
    organisations.confirm(representation_id=first.pk, by=admin, now=now)
    other = vera("anna@example.test", name="Анна Луговая")
    claim = organisations.Claim("1234567894", "1022200525819", "ООО «Другое имя»", "Секретарь")
    organisations.ask(user=other, claim=claim, now=now)
    return user


def test_every_page_is_clean_and_fits(
    live_server: LiveServer, page: Page, axe: Callable[[Page], None]
) -> None:
    user = a_full_account()
    sign_in(page, live_server.url, user)
    for name in PAGES:
        page.goto(f"{live_server.url}/account/{name}")
        look(page, name)
        axe(page)
        assert sideways(page) == 0, name
    for name in ("rules", "consents/publication"):
        page.goto(f"{live_server.url}/{name}")
        look(page, name.replace("/", "-"))
        axe(page)
    sign_in(page, live_server.url, User.objects.get(role="admin"))
    page.goto(f"{live_server.url}/staff/organisations")
    look(page, "staff")
    axe(page)
    assert sideways(page) == 0


def test_a_person_fills_the_profile_and_adds_a_place(
    live_server: LiveServer, page: Page, tmp_path: Path
) -> None:
    a_land()
    user = vera()
    file = tmp_path / f"{uuid4()}.jpg"
    file.write_bytes(a_picture(size=(800, 600)))
    sign_in(page, live_server.url, user)

    page.goto(f"{live_server.url}/account/profile")
    page.locator("#field-photo").set_input_files(file)
    page.get_by_role("button", name="Загрузить фото").click()
    picture = page.get_by_alt_text("Ваше фото")
    picture.evaluate("image => image.decode()")  # it may still be on its way
    assert picture.evaluate("image => image.naturalWidth") > 100
    page.get_by_label("Имя и первая буква фамилии").check()
    page.get_by_label("Населённый пункт").press_sequentially("Липо")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Сохранить").press("Enter")
    page.get_by_text("Профиль сохранён").wait_for()
    look(page, "profile-saved")
    user.refresh_from_db()
    assert (user.name_shown, bool(user.home_code), bool(user.photo)) == ("short", True, True)

    page.goto(f"{live_server.url}/account/places")
    page.get_by_label("Город, посёлок или деревня").fill("Липовка")
    page.get_by_label("Улица и дом").fill("ул. Новая, 5")
    page.get_by_role("button", name="Добавить место").press("Enter")
    page.get_by_text("Место добавлено").wait_for()
    look(page, "places-added")


def test_a_person_takes_their_data_away_and_leaves(live_server: LiveServer, page: Page) -> None:
    user = vera()
    sign_in(page, live_server.url, user)
    page.goto(f"{live_server.url}/account/data")
    page.get_by_label("Ваш пароль").fill(PASSWORD)
    with page.expect_download() as begun:
        page.get_by_role("button", name="Скачать архив").press("Enter")
    archive = zipfile.ZipFile(begun.value.path())
    assert archive.testzip() is None
    assert {"profile.json", "appeals.json"} <= set(archive.namelist())

    page.goto(f"{live_server.url}/account/delete")
    page.get_by_label("Ваш пароль").fill("не тот")
    page.get_by_role("button", name="Удалить навсегда").click()
    page.get_by_role("alert").wait_for()
    look(page, "delete-wrong")
    page.get_by_label("Ваш пароль").fill(PASSWORD)
    page.get_by_role("button", name="Удалить навсегда").click()
    page.get_by_text("Ваша учётная запись удалена").wait_for()
    user.refresh_from_db()
    assert user.deleted_at
