"""Terms by keyboard alone: a day and a rule are changed, a clerk takes note, a supervisor sees what is stuck."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import a_topic, an_appeal, an_authority
from otklik.authorities.models import Membership
from otklik.kit import clock
from otklik.oversight import guarantee, reminders
from otklik.people.models import User
from otklik.terms.models import RegionalDay, TermRule
from tests.browser.given import sideways, sign_in
from tests.browser.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.desks, pytest.mark.django_db(transaction=True)]

Looks = Callable[[Page], None]


def someone(role: str) -> User:
    return User.objects.create_user(f"{role}@example.test", "pass", name="Ася Холмская", role=role)


def good(page: Page, axe: Looks) -> None:
    """Nothing for axe to find, on a screen and on a telephone."""
    axe(page)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert sideways(page) == 0


def test_an_administrator_changes_a_day_and_a_rule(page: Page, live_server: LiveServer, axe: Looks):
    a_topic()
    sign_in(page, live_server.url, someone("admin"))
    keys = Keys(page)
    page.goto(f"{live_server.url}/staff/calendar?year=2026")
    good(page, axe)
    keys.to(page.get_by_label("Первый день"))
    page.keyboard.type("12282026")
    keys.check("Выходной")
    keys.press("Посмотреть, что изменится")
    expect(page.get_by_text("рабочий день станет выходным")).to_be_visible()
    good(page, axe)
    keys.type("Основание", "Указ № 5")
    keys.press("Сохранить")
    expect(page.get_by_role("status")).to_contain_text("Календарь изменён")
    assert RegionalDay.objects.get().reason == "Указ № 5"

    page.goto(f"{live_server.url}/staff/terms")
    keys.type("Ответ, дней", "3")
    keys.press("Посмотреть, что изменится")
    expect(page.get_by_text("По новому правилу")).to_be_visible()
    good(page, axe)
    keys.press("Сохранить правило")
    expect(page.get_by_role("status")).to_contain_text("Правило сохранено")
    good(page, axe)
    assert TermRule.objects.get().answer_days == 3


def test_a_clerk_takes_note_and_a_supervisor_sees_what_is_stuck(
    page: Page, live_server: LiveServer, axe: Looks
):
    body, clerk, keys = an_authority(), someone("clerk"), Keys(page)
    Membership.objects.create(user=clerk, authority=body)
    today = timezone.localdate(clock.now())
    for days in (3, None):
        day = today - timedelta(days=days) if days else None
        an_appeal(state=State.REGISTERED, authority=body, answer_by=day)
    reminders.write(now=clock.now())
    guarantee.check(night=None, now=clock.now())

    sign_in(page, live_server.url, clerk)
    page.goto(f"{live_server.url}/desk/terms")
    good(page, axe)
    keys.press("Принято")
    expect(page.get_by_role("status")).to_contain_text("Принято: 1")
    keys.press("Получить ссылку")
    expect(page.get_by_label("Ссылка календаря")).to_be_visible()
    good(page, axe)

    page.context.clear_cookies()
    sign_in(page, live_server.url, someone("supervisor"))
    page.goto(f"{live_server.url}/desk/guarantee")
    expect(page.get_by_text("У органа, но без срока ответа")).to_be_visible()
    good(page, axe)
