"""Госуслуги in a real browser, by a fake that checks each signature: enter, join an account, be refused."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.integrations.esia.tests.given import a_fake, connect
from otklik.people.models import Representation, User
from tests.browser.given import link_of_letter, sideways

pytestmark = [pytest.mark.browser, pytest.mark.people, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _esia(live_server: LiveServer, tmp_path: Path, settings) -> Iterator[None]:
    with a_fake(tmp_path, back=f"{live_server.url}/login/with/esia/callback") as server:
        connect(settings, server, tmp_path)
        yield


def enter(page: Page, site: str, who: str) -> None:
    page.goto(f"{site}/login")
    page.get_by_role("button", name="Войти через «Госуслуги»").click()
    page.get_by_role("button", name=re.compile(who)).click()


def test_a_new_person_enters_and_sees_the_way_in(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    site = live_server.url
    page.goto(f"{site}/login")
    axe(page)
    enter(page, site, "Ясенев")
    expect(page.get_by_role("heading", name="Первый вход")).to_be_visible()
    expect(page.get_by_label("Электронная почта")).to_have_value("yasenev@example.test")
    axe(page)
    assert sideways(page) <= 0

    page.get_by_role("button", name="Продолжить").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/")
    assert Representation.objects.get().organisation.inn == "5001000002"

    page.goto(f"{site}/account/identities")
    expect(page.get_by_role("heading", name="Госуслуги")).to_be_visible()
    axe(page)
    assert sideways(page) <= 0
    page.get_by_role("button", name="Отключить").click()
    expect(page.get_by_text("Это ваш единственный вход")).to_be_visible()


def test_whose_e_mail_has_an_account_joins_it_by_the_letter(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    User.objects.create_user("olkhina@example.test", "pass", name="Мария")
    enter(page, live_server.url, "Ольхина")
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_role("heading", name="Проверьте почту")).to_be_visible()
    axe(page)
    assert sideways(page) <= 0

    page.goto(live_server.url + link_of_letter("identity-prove"))
    axe(page)
    page.get_by_role("button", name="Подтвердить и войти").click()
    expect(page).to_have_url(f"{live_server.url}/")
    assert User.objects.count() == 1


def test_an_unconfirmed_account_and_a_refusal_are_told_in_words(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    enter(page, live_server.url, "Вязова")
    expect(page.get_by_role("heading", name="Учётная запись на Госуслугах не подтверждена")).to_be_visible()
    axe(page)
    assert sideways(page) <= 0
    enter(page, live_server.url, "Отказаться")
    expect(page.get_by_role("heading", name="Вы отказались от входа")).to_be_visible()
