"""Articles and the section for business in a browser: accessible, no wider than a telephone, nothing typed is lost."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.models import Draft
from otklik.business import front
from otklik.business.tests.given import a_measure
from otklik.kit import clock, kept
from otklik.knowledge.content import Words
from otklik.knowledge.tests.given import an_article
from otklik.people.models import User
from tests.browser.given import a_land, sideways, sign_in
from tests.browser.keys import awake

pytestmark = [pytest.mark.browser, pytest.mark.sections, pytest.mark.django_db(transaction=True)]
BODY = "## Куда звонить\n\n| Служба | Телефон |\n|-|-|\n| Аварийная служба водоканала | 8 800 000-00-00 |\n\n> **112**"
PAGES = (
    "/knowledge",
    "/knowledge?q=вода",
    "/knowledge?q=нетникогда",
    "/knowledge/water",
    "/knowledge/water/helped",
    "/business",
    "/business/support?okved=хлеб",
    "/business/support/loan",
)
STAFF = (
    "/staff/knowledge",
    "/staff/knowledge/articles/water",
    "/staff/knowledge/articles/water/versions",
    "/staff/knowledge/feedback",
    "/staff/knowledge/sections",
    "/staff/knowledge/upload",
    "/staff/business",
    "/staff/business/support",
    "/staff/business/support/measures/loan",
    "/staff/business/support/upload",
)


@pytest.fixture
def _guides() -> Iterator[None]:
    kept.forget()
    a_land()
    an_article("water", topics=("pothole",), texts={"ru": Words("Если нет воды", "Кому звонить.", BODY)})
    an_article("lamps", texts={"ru": Words("Не горит фонарь", "Кто чинит.", "Город.")})
    a_measure(valid_to="")
    typed = front.Typed(
        ["roads"], {"ru": {"name": "Иванова А. П.", "words": "С чем идти"}}, phone="8 800 000-00-00"
    )
    front.keep(typed, base=None, by=None, now=clock.now())
    yield
    kept.forget()


@pytest.mark.usefixtures("_guides")
def test_every_page_is_accessible_and_fits_a_telephone(
    live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    for scheme in ("light", "dark"):
        page = open_page(360, 740, color_scheme=scheme)
        for path in PAGES:
            page.goto(f"{live_server.url}{path}")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            axe(page)
            assert sideways(page) == 0, (scheme, path)


@pytest.mark.usefixtures("_guides")
def test_the_desk_is_accessible_and_an_article_goes_from_a_preview_to_its_page(
    live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    page = open_page(1280, 900)
    sign_in(
        page, live_server.url, User.objects.create_user("a@example.test", "pass", name="Анна", role="admin")
    )
    for path in STAFF:
        page.goto(f"{live_server.url}{path}")
        axe(page)
    page.goto(f"{live_server.url}/staff/knowledge/articles/water")
    page.get_by_label("Заголовок", exact=True).fill("Если совсем нет воды")
    page.get_by_role("button", name="Посмотреть, как будет").click()
    expect(page.get_by_label("Так увидят читатели (ru)")).to_contain_text("Аварийная служба")
    axe(page)
    page.get_by_role("button", name="Сохранить версию").click()
    page.get_by_role("button", name="Опубликовать версию 2").click()
    page.get_by_role("link", name="Открыть страницу статьи").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Если совсем нет воды")


@pytest.mark.usefixtures("_guides")
def test_who_files_sees_articles_while_typing_and_loses_nothing_by_reading(
    live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    page = open_page(360, 740)
    page.goto(f"{live_server.url}/new?kind=problem&category=roads")
    page.get_by_label("Ям").check()
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_label("Город, посёлок или деревня").fill("Липовка")
    page.get_by_label("Адрес проблемы").fill("ул. Новая, 5")
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_role("link", name="Если нет воды")).to_be_visible()
    awake(page)
    page.get_by_label("Описание проблемы").fill("Третью неделю не горит фонарь")
    found = page.get_by_role("link", name="Не горит фонарь")
    expect(found).to_be_visible()
    axe(page)
    with page.expect_popup() as opened:
        found.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Не горит фонарь")
    expect(page.get_by_label("Описание проблемы")).to_have_value("Третью неделю не горит фонарь")
    assert Draft.objects.get().data["text"] == "Третью неделю не горит фонарь"


@pytest.mark.usefixtures("_guides")
def test_whether_it_helped_is_said_with_and_without_scripts(
    live_server: LiveServer, open_page: Callable[..., Page]
):
    for scripts in (True, False):
        page = open_page(360, 740, java_script_enabled=scripts)
        page.goto(f"{live_server.url}/knowledge/water")
        if scripts:
            page.locator("#helped").hover()  # htmx comes with the reader
        else:
            page.get_by_role("link", name="Ответить").click()
        page.get_by_label("Чего не хватило?").fill("Телефона района")
        page.get_by_role("button", name="Нет, не помогла").click()
        expect(page).to_have_url(f"{live_server.url}/knowledge/water#helped")
