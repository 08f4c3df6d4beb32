"""A citizen from a tax notice to an appeal, on a phone; nothing scrolls sideways, axe finds nothing."""

from datetime import date

import pytest
from playwright.sync_api import expect

from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import a_topic
from otklik.cadastre.tests.given import a_complaint, a_figure, an_outcome
from otklik.stats import folding
from otklik.web.cadastre.tests.test_pages import FIELDS
from tests.browser.given import a_land, sideways
from tests.browser.test_way import says_where

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR = date(date.today().year, 1, 1)  # noqa: DTZ011  # the pages go by today


@pytest.fixture
def site(live_server):
    a_land()
    a_topic(code="cadastre-too-high", title="Завышена стоимость участка", fields=FIELDS)
    for kind, value in (("rate", "0.2"), ("average", "1111.11")):
        a_figure(kind, "housing", value, place="99701000", valid_from=YEAR)
    a_complaint()
    an_outcome()
    folding.fold()
    return live_server.url


def looked_at(page, axe):
    axe(page)  # waits for the styles
    assert sideways(page) == 0


def reckons_the_tax(page):
    page.get_by_label("Кадастровая стоимость").fill("1 200 000")
    page.get_by_label("Площадь участка").fill("0")
    page.get_by_label("Для чего участок").select_option("housing")
    page.get_by_label("Округ").select_option("99701000")
    page.get_by_role("button", name="Посчитать").click()
    expect(page.get_by_role("link", name="Площадь 0 м² не подойдёт")).to_be_visible()
    page.get_by_label("Площадь участка").fill("6 соток")
    page.get_by_role("button", name="Посчитать").click()
    expect(page.locator("#tax")).to_contain_text("Налог за")


def files(page):
    says_where(page)
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_label("Кадастровый номер")).to_have_value("99:04:0012003:128")
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_label("Как к вам обращаться").fill("Вера")
    page.get_by_label("Электронная почта").fill("vera@example.test")
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", name="Подтвердите почту")).to_be_visible()


def test_from_the_number_to_the_appeal(open_page, axe, site):
    page = open_page(360, 740)
    page.goto(f"{site}/cadastre")
    looked_at(page, axe)
    page.get_by_label("Кадастровый номер").fill("99-04-0012003-128")
    page.get_by_role("button", name="Проверить номер").click()
    expect(page.get_by_role("heading", name="Номер 99:04:0012003:128 записан верно")).to_be_visible()
    looked_at(page, axe)
    page.get_by_role("link", name="Посчитать земельный налог").click()
    reckons_the_tax(page)
    looked_at(page, axe)
    page.get_by_role("link", name="Сравнить со средним").click()
    expect(page.get_by_label("Кадастровый номер")).to_have_value("99:04:0012003:128")
    expect(page.get_by_label("Итог сравнения")).to_contain_text("в 1,8 раза выше среднего")
    looked_at(page, axe)
    page.get_by_role("link", name="Как оспорить стоимость").click()
    page.get_by_label("На какую дату отчёт").fill(YEAR.isoformat())
    page.get_by_role("button", name="Посчитать сроки").click()
    expect(page.locator("#steps")).to_contain_text("Не позже")
    looked_at(page, axe)
    page.get_by_role("link", name="Написать обращение").click()
    looked_at(page, axe)
    page.get_by_role("button", name="Начать обращение").click()
    files(page)
    appeal = Appeal.objects.get(topic__code="cadastre-too-high", text__contains="600 м²")
    assert ["Кадастровый номер", "99:04:0012003:128"] in appeal.fields


@pytest.mark.parametrize("where", ["statistics", "outcomes", "averages", "documents"])
def test_what_only_shows_passes_axe_on_a_phone(open_page, axe, site, where):
    page = open_page(360, 740)
    page.goto(f"{site}/cadastre/{where}")
    looked_at(page, axe)
