"""An administrator gives rights, the person signs in anew and finds the desk; an official's page. Keyboard alone."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import a_territory, a_topic, an_appeal
from otklik.authorities.models import Membership
from otklik.authorities.tests.given import an_authority
from otklik.people.models import User
from tests.browser.given import sideways, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.people, pytest.mark.django_db(transaction=True)]

LONG = "Управление жилищно-коммунального хозяйства и благоустройства Верхнеокского муниципального округа"


def someone(role: str, name: str) -> User:
    return User.objects.create_user(f"{role}@example.test", "pass", name=name, role=role, surname=name)


def good(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert sideways(page) == 0


def give_moderation(page: Page, axe: Callable[[Page], None]) -> None:
    """On the person's page; the reason is forgotten first."""
    page.get_by_label("Роль").select_option("moderator")
    page.get_by_text("Модератору: территории и категории").press("Enter")
    page.get_by_label("Округ 99701000").press("Space")
    good(page, axe)
    page.get_by_role("button", name="Изменить права").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("на каком основании")
    good(page, axe)
    expect(page.get_by_label("Округ 99701000")).to_be_checked()
    page.get_by_label("Основание").fill("Приказ № 7")
    page.get_by_role("button", name="Изменить права").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Права изменены")
    good(page, axe)


def test_rights_are_given_by_keyboard_and_the_person_finds_the_desk(
    page: Page, open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None]
):
    a_topic()
    for n in range(12):
        a_territory(code=f"997{n:02}000", west=39.0 + n)
    an_authority(name=LONG)
    admin, citizen = someone("admin", "Ася Холмская"), someone("citizen", "Полевая")
    sign_in(page, live_server.url, admin)
    page.goto(f"{live_server.url}/staff/people")
    good(page, axe)

    page.get_by_label("Найти человека").focus()
    page.keyboard.type("полев")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Полевая").press("Enter")
    good(page, axe)
    give_moderation(page, axe)
    page.goto(f"{live_server.url}/staff/journal")
    expect(page.get_by_role("cell", name="Модератор: Округ 99701000")).to_be_visible()
    good(page, axe)

    theirs = open_page(360, 740)
    sign_in(theirs, live_server.url, citizen)
    theirs.goto(f"{live_server.url}/desk/")
    expect(theirs.get_by_role("heading", name="На модерации")).to_be_visible()
    expect(theirs.get_by_role("link", name="Обмен с МСЭД")).to_have_count(0)


def test_an_officials_page(page: Page, live_server: LiveServer, axe: Callable[[Page], None]):
    clerk, body = someone("clerk", "Игорь Стрельцов"), an_authority(name=LONG)
    Membership.objects.create(user=clerk, authority=body)
    for day in (date(2026, 3, 2), date(2030, 3, 2), None):
        an_appeal(state=State.REGISTERED, authority=body, answer_by=day, text="слово " * 60)
    sign_in(page, live_server.url, clerk)
    page.goto(f"{live_server.url}/desk/authority")
    good(page, axe)
    page.get_by_role("link", name="срок прошёл").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Яма на дороге")
