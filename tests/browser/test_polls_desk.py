"""The desk of polls without a mouse: built, tried out, published, ended with a reason; a poll of what grows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.tests.given import a_settlement, a_territory, a_topic, an_appeal
from otklik.kit import clock
from otklik.people.models import User
from otklik.polls.models import Poll
from otklik.stats import folding
from tests.browser.given import sideways, sign_in
from tests.browser.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.sections, pytest.mark.django_db(transaction=True)]


def good(page: Page, axe: Callable[[Page], None], shot: str = "") -> None:
    axe(page)
    page.set_viewport_size({"width": 360, "height": 800})
    assert sideways(page) == 0
    page.set_viewport_size({"width": 1280, "height": 900})


def write_questions(page: Page, keys: Keys, axe: Callable[[Page], None]) -> None:
    """One that everybody is asked, and one for those who say yes."""
    keys.press("Добавить вопрос", role="link")
    keys.type("Вопрос", "Нужен ли парк?")
    keys.type("Вариант 1", "Да")
    keys.type("Вариант 2", "Нет")
    keys.press("Сохранить и добавить ещё")
    expect(page.get_by_role("status")).to_contain_text("Вопрос сохранён")
    keys.type("Вопрос", "Что сделать первым?")
    keys.to(page.get_by_label("Как отвечают")).select_option("ranking")
    for n, words in enumerate(("Пруд", "Сцена", "Деревья"), start=1):
        if n == 3:
            keys.press("Ещё варианты")
        keys.type(f"Вариант {n}", words)
    keys.check("Да")
    good(page, axe, "question")
    keys.press("Сохранить вопрос")
    expect(page.get_by_text("Только по ответу на вопрос «Нужен ли парк?»")).to_be_visible()
    good(page, axe, "questions")


def test_an_administrator_builds_a_poll_by_keyboard_tries_it_publishes_and_ends_it(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    a_settlement(name="Липовка", territory=a_territory())
    admin = User.objects.create_user("admin@example.test", "pass", name="Ася Холмская", role="admin")
    sign_in(page, live_server.url, admin)
    keys = Keys(page)
    page.goto(f"{live_server.url}/desk/polls")
    good(page, axe, "list")
    keys.press("Новый опрос", role="link")
    keys.type("Название (Русский)", "Нужен ли парк?")
    keys.type("Зачем опрос и на что повлияет результат (Русский)", "Решит, что строить весной.")
    page.get_by_label("Последний день").fill(
        (timezone.localdate(clock.now()) + timedelta(days=9)).isoformat()
    )
    good(page, axe, "about")
    keys.press("Сохранить в черновике")

    write_questions(page, keys, axe)
    keys.press("Просмотр и публикация", role="link")
    keys.press("Попробовать проголосовать")
    expect(page.get_by_role("alert")).to_contain_text("Ответьте на этот вопрос")
    good(page, axe, "preview")
    keys.press("Опубликовать опрос")
    expect(page.get_by_role("status")).to_contain_text("Опрос опубликован")
    keys.type("Почему", "Парк уже строят")
    good(page, axe, "published")
    keys.press("Завершить голосование")
    expect(page.get_by_role("status")).to_contain_text("Голосование завершено")
    poll = Poll.objects.get()
    assert (poll.state, poll.ended_why) == ("ended", "Парк уже строят")
    assert [one.kind for one in poll.questions.order_by("order")] == ["single", "ranking"]


def test_an_analyst_makes_a_poll_of_a_growing_topic_in_two_presses(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
):
    land, topic = a_territory(), a_topic(title="Ямы на дорогах")
    a_settlement(name="Липовка", territory=land)
    noon = timezone.localtime(clock.now()).replace(hour=12)
    week = noon - timedelta(days=noon.weekday() + 7)
    for n in range(9):
        for _ in range(2 if n else 12):
            an_appeal(topic=topic, territory=land, received_at=week - timedelta(weeks=n))
    folding.fold()
    analyst = User.objects.create_user("analyst@example.test", "pass", name="Рита Заречная", role="analyst")
    sign_in(page, live_server.url, analyst)
    keys = Keys(page)
    page.goto(f"{live_server.url}/desk/growing")
    expect(page.get_by_role("row", name="Ямы на дорогах")).to_contain_text("6,0")
    good(page, axe, "growing")
    keys.press("Спросить жителей")
    page.get_by_role("button", name="Опубликовать опрос").wait_for()
    good(page, axe, "topical")
    keys.press("Опубликовать опрос")
    expect(page.get_by_role("status")).to_contain_text("Опрос опубликован")
    assert Poll.objects.get().state == "open"
