"""An administrator without a mouse: a rule drafted, tried and published; topics put in order; a question; words."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals import rehearsal
from otklik.appeals.tests.given import a_duty, a_territory, a_topic, an_appeal
from otklik.authorities.models import Duty, Rehearsal
from otklik.authorities.tests.given import an_authority
from otklik.classifier import content, drafting
from otklik.people.models import User
from tests.browser.given import sideways, sign_in
from tests.browser.held import Held
from tests.browser.keys import Keys, awake

pytestmark = [pytest.mark.browser, pytest.mark.desks, pytest.mark.django_db(transaction=True)]

LONG = "Управление жилищно-коммунального хозяйства и благоустройства Верхнеокского муниципального округа"


def good(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert sideways(page) == 0


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    admin = User.objects.create_user("admin@example.test", "pass", name="Ася Холмская", role="admin")
    sign_in(page, live_server.url, admin)
    return page


def test_a_rule_is_drafted_tried_and_published_by_keyboard(
    desk: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    old, new = an_authority(name=LONG, has_desk=True), an_authority(name="Дорожная служба", has_desk=True)
    a_territory()
    a_topic()
    a_duty(authority=old)
    an_appeal()
    keys = Keys(desk)
    desk.goto(f"{live_server.url}/staff/authorities")
    good(desk, axe)
    desk.goto(f"{live_server.url}/staff/duties")
    good(desk, axe)
    keys.press("Изменить", role="link")
    desk.get_by_label("Кто отвечает").select_option(new.code)
    good(desk, axe)
    keys.press("Положить в черновик")
    expect(desk.get_by_role("heading", name="Черновик правил")).to_be_visible()
    good(desk, axe)
    keys.press("Проверить")
    expect(desk.get_by_role("progressbar")).to_be_visible()
    good(desk, axe)
    rehearsal.rehearse(rehearsal_id=Rehearsal.objects.get().pk)
    expect(desk.get_by_text(f"{LONG} → Дорожная служба")).to_be_visible()  # htmx asked by itself
    good(desk, axe)
    keys.press("Черновик правил", role="link")
    keys.type("Зачем", "Приказ № 7")
    keys.press("Опубликовать")
    expect(desk.get_by_role("status")).to_contain_text("версия 1")
    good(desk, axe)
    assert Duty.objects.get().authority == new


def test_topics_are_put_in_order_by_the_arrows_and_a_question_is_added(
    desk: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    for n, code in enumerate(("pothole", "ice", "light"), start=1):
        a_topic(code=code, title=f"Тема {code}", order=n * 10)
    keys = Keys(desk)
    desk.goto(f"{live_server.url}/staff/classifier")
    handle = desk.get_by_role("button", name="Переставить: Тема pothole")
    keys.to(handle)
    good(desk, axe)
    desk.keyboard.press("ArrowDown")
    expect(handle).to_be_focused()
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_text("Порядок сохранён в черновике")).to_be_visible()
    assert [one["code"] for one in content.topics(drafting.planned(), "roads")] == ["ice", "light", "pothole"]

    desk.goto(f"{live_server.url}/staff/classifier/topics/pothole/questions")
    good(desk, axe)
    keys.press("Добавить вопрос")
    keys.type("Текст вопроса", "Глубина, см")
    desk.get_by_label("Вид ответа").select_option("number")
    expect(desk.get_by_label("Глубина, см (необязательно)")).to_be_visible()  # the preview follows by itself
    good(desk, axe)
    keys.press("Сохранить в черновик")
    expect(desk.get_by_role("status").first).to_contain_text("Вопросы сохранены")
    good(desk, axe)
    for path in (
        "classifier",
        "classifier/draft",
        "duties/gaps",
        "words",
        "words/refusal/threats/ru",
        "changes",
    ):
        desk.goto(f"{live_server.url}/staff/{path}")
        good(desk, axe)


def test_the_preview_shows_the_last_that_was_typed_however_slow_the_answers(
    desk: Page, live_server: LiveServer
):
    """By itself htmx keeps the first of the waiting requests and drops those after it."""
    a_topic()
    answers = Held(desk, "**/questions/preview")
    typing_a_question(desk, live_server.url)
    for words in ("Глубина", "Глубина, м", "Глубина, см"):
        with desk.expect_request("**/questions/preview"):
            desk.get_by_label("Текст вопроса").fill(words)
    answers.let_go()
    expect(desk.get_by_label("Глубина, см (необязательно)")).to_be_visible()


def test_what_is_typed_before_the_script_has_come_is_shown_too(desk: Page, live_server: LiveServer):
    a_topic()
    script = Held(desk, "**/htmx*.js")
    typing_a_question(desk, live_server.url)
    with desk.expect_request("**/htmx*.js"):
        desk.get_by_label("Текст вопроса").fill("Глубина, см")
    script.let_go()
    expect(desk.get_by_label("Глубина, см (необязательно)")).to_be_visible()


def typing_a_question(desk: Page, portal: str) -> None:
    desk.goto(f"{portal}/staff/classifier/topics/pothole/questions")
    desk.get_by_role("button", name="Добавить вопрос").click()
    desk.get_by_role("group", name="Вопрос 1").wait_for()
    awake(desk)


def test_order_and_questions_work_without_a_script(
    open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None]
):
    for n, code in enumerate(("pothole", "ice"), start=1):
        a_topic(code=code, title=f"Тема {code}", order=n * 10)
    admin = User.objects.create_user("admin@example.test", "pass", name="Ася Холмская", role="admin")
    page = open_page(1280, 900, java_script_enabled=False)
    sign_in(page, live_server.url, admin)
    page.goto(f"{live_server.url}/staff/classifier")
    page.get_by_role("button", name="Ниже: Тема pothole").press("Enter")
    assert [one["code"] for one in content.topics(drafting.planned(), "roads")] == ["ice", "pothole"]
    page.goto(f"{live_server.url}/staff/classifier/topics/pothole/questions")
    page.get_by_role("button", name="Добавить вопрос").press("Enter")
    page.get_by_label("Текст вопроса").fill("Где именно")
    page.get_by_role("button", name="Обновить и проверить").press("Enter")
    expect(page.get_by_label("Где именно (необязательно)")).to_be_visible()
