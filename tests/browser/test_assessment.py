"""The board and the yearly survey in a browser: accessible, no wider than a telephone, answered by keys."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.assessment import survey, surveys
from otklik.assessment.models import SurveyReply
from otklik.kit import clock
from otklik.kit.kept import forget
from otklik.people.models import User
from otklik.places.models import Settlement
from otklik.stats.tests.given import many_lives
from tests.browser.given import a_land, sideways, sign_in
from tests.browser.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.sections, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def this_year(settings) -> int:
    """A survey that is open today, and somebody who answered it."""
    settings.SURVEY_LEAST = 1
    a_land()
    now = clock.now()
    admin = User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin")
    days = {"opens_on": date(now.year, 1, 1), "closes_on": date(now.year, 12, 31)}
    rows = surveys.FIRST[:3]
    surveys.save(year=now.year, **days, rows=rows, by=admin, now=now)
    _answer(admin, now)
    forget()
    return now.year


def _answer(person: User, now: datetime) -> None:
    asked = survey.on(now.date())
    assert asked
    marks = {q.code: 4 for q in asked.questions}
    survey.fill(survey=asked, person_id=person.pk, area="99701000", marks=marks, now=now)
    survey.count()


def test_every_page_is_accessible_and_fits_a_telephone(
    this_year, live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    many_lives(120, until=clock.now())
    forget()
    for width in (360, 1280):
        page = open_page(width, 800)
        for path in ("/board", "/board/method", "/survey", "/survey/results?area=99701000"):
            page.goto(f"{live_server.url}{path}")
            axe(page)
            assert sideways(page) == 0, (width, path)
    page = open_page(360, 800)
    page.context.add_cookies([{"name": "vision", "value": "size=200&spacing=wide", "url": live_server.url}])
    for path in ("/board", "/survey/results?area=99701000"):
        page.goto(f"{live_server.url}{path}")
        assert sideways(page) == 0, path


def test_a_citizen_fills_the_survey_by_keys_on_a_telephone(
    this_year, live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    page = open_page(360, 740)
    citizen = User.objects.create_user("citizen@example.test", "pass", name="Вера")
    User.objects.filter(pk=citizen.pk).update(home_code=Settlement.objects.values_list("code", flat=True)[0])
    sign_in(page, live_server.url, citizen)
    page.wait_for_load_state()
    page.goto(f"{live_server.url}/survey")
    keys = Keys(page)
    for name, steps in (("Дороги", 1), ("Дворы и благоустройство", 4)):
        first = page.get_by_role("group", name=name).get_by_role("radio").first
        keys.to(first)
        page.keyboard.press("Space")
        for _step in range(steps):
            page.keyboard.press("ArrowRight")
    axe(page)
    save = page.get_by_role("button", name="Сохранить ответы")
    keys.to(save)
    page.keyboard.press("Enter")
    # The third line was left out: the page says which and keeps the rest.
    expect(page.locator(".error-summary")).to_contain_text("Выберите оценку")
    expect(page.get_by_role("group", name="Дороги").get_by_role("radio", name="4 хорошо")).to_be_checked()
    axe(page)
    assert sideways(page) == 0
    keys.to(page.get_by_role("group", name="Жильё и ЖКХ").get_by_role("radio").first)
    page.keyboard.press("Space")
    keys.to(page.get_by_role("button", name="Сохранить ответы"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ответы сохранены")).to_be_visible()
    assert SurveyReply.objects.get(person=citizen).marks == [4, 1, 5]
