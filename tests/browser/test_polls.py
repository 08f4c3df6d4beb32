"""Polls in a browser: a ballot of every kind by the keyboard, an organisation's vote, results on a telephone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.kit import clock
from otklik.people.models import User
from otklik.places.models import Settlement
from otklik.polls import ending, publishing
from otklik.polls.models import Ballot
from otklik.polls.tests.given import EVERY_KIND, PARKS, YES_NO, a_citizen, a_poll, an_organisation_of
from otklik.web.polls.tests.test_pages import a_counted_poll, counted
from otklik.web.polls.vote import spaced
from tests.browser.given import a_land, sideways
from tests.browser.keys import Keys
from tests.browser.test_profile import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.sections, pytest.mark.django_db(transaction=True)]

THINGS = [{"code": "rink", "text": {"ru": "Каток"}}, {"code": "benches", "text": {"ru": "Лавки"}}]
QUESTIONS: list[dict[str, Any]] = [
    {"code": "park", "kind": "single", "options": YES_NO, "text": {"ru": "Нужен ли парк у реки?"}},
    {
        "code": "what", "kind": "multiple", "options": THINGS, "text": {"ru": "Что в нём должно быть?"},
        "asked_if": {"question": "park", "options": ["yes"]},
    },
    {
        "code": "mark", "kind": "scale", "text": {"ru": "Как вам берег сейчас?"},
        "rules": {"from": 1, "to": 5, "words": [{"ru": "плохо"}, {"ru": "отлично"}]},
    },
    {"code": "first", "kind": "ranking", "options": PARKS, "text": {"ru": "Что построить раньше?"}},
    {"code": "words", "kind": "text", "required": False, "text": {"ru": "Что ещё важно?"}},
    {"code": "where", "kind": "place", "text": {"ru": "Где поставить вход?"}},
]  # fmt: skip


def look(page: Page, name: str) -> None:
    """Whoever wants to see the pages names a folder in SHOTS."""
    if folder := os.environ.get("SHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def known(page: Page, site: str, user: User) -> None:
    """Signed in, with the hint that something of one's own waits."""
    sign_in(page, site, user)
    page.context.add_cookies([{"name": "otklik_me", "value": "1", "url": site}])


def filled_in(page: Page, keys: Keys) -> None:
    """All but the place, by the keyboard; a question that hangs on another comes when it is due."""
    expect(page.get_by_text("Что в нём должно быть?")).to_be_hidden()
    keys.check("Да")
    expect(page.get_by_text("Что в нём должно быть?")).to_be_visible()
    keys.check("Каток")
    keys.check("4")
    for name in ("Поставить 1-м: Stage", "Поставить 2-м: Pond", "Поставить 3-м: Trees", "Выше: Trees"):
        keys.press(name)
    expect(page.locator("#q-first li").nth(1)).to_contain_text("Trees")
    keys.type("Что ещё важно? (необязательно)", "Скамейки")


def dragged_to_the_top(page: Page, name: str) -> None:
    """The row of the ranking by its grip, in several steps as a hand does it."""
    grip = page.locator("#q-first li", has_text=name).locator("[data-part=grip]")
    top = page.locator("#q-first li").first
    grip.scroll_into_view_if_needed()
    at, to = grip.bounding_box(), top.bounding_box()
    assert at
    assert to
    page.mouse.move(at["x"] + 5, at["y"] + 5)
    page.mouse.down()
    page.mouse.move(to["x"] + 5, to["y"] + 2, steps=6)
    page.mouse.up()
    expect(top).to_contain_text(name)


def test_a_citizen_votes_by_the_keyboard_on_a_telephone_and_keeps_the_receipt(
    live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    a_land()
    poll = a_poll(*QUESTIONS, title={"ru": "Парк у реки"}, about={"ru": "Пустырь у реки станет парком."})
    page = open_page(360, 740)
    keys = Keys(page)
    home = Settlement.objects.values_list("code", flat=True)[0]
    known(page, live_server.url, a_citizen(home_code=home))
    page.goto(f"{live_server.url}/polls/{poll.code}")
    keys.press("Проголосовать", role="link")
    page.wait_for_url("**/vote")
    filled_in(page, keys)
    dragged_to_the_top(page, "Trees")
    axe(page)
    assert sideways(page) == 0
    look(page, "ballot")
    keys.press("Проголосовать")
    expect(page.locator("#q-where-error")).to_contain_text("Ответьте на этот вопрос")
    keys.to(page.locator("input.press-phone-map"))
    page.keyboard.press("Enter")
    expect(page.locator("#q-where [data-told]")).to_contain_text("Отмечено")
    axe(page)
    keys.press("Проголосовать")
    page.wait_for_url("**/receipt")
    axe(page)
    look(page, "receipt")
    ballot = Ballot.objects.get()
    said = {name: ballot.answers[name] for name in ("what", "first", "words")}
    assert said == {"what": ["rink"], "first": ["trees", "stage", "pond"], "words": "Скамейки"}
    expect(page.locator("#receipt")).to_have_text(spaced(ballot.receipt))
    page.goto(f"{live_server.url}/polls/{poll.code}")
    expect(page.get_by_text("Вы уже голосовали")).to_be_visible()


def test_a_representative_votes_for_the_organisation_without_a_script(
    live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    poll, user = a_poll(*QUESTIONS[:4], voters="organisations"), a_citizen()
    an_organisation_of(user)
    page = open_page(360, 740, java_script_enabled=False)
    sign_in(page, live_server.url, user)
    page.goto(f"{live_server.url}/polls/{poll.code}")
    page.get_by_role("link", name="Проголосовать").click()
    expect(page.get_by_text("Голосует организация: ООО «Липа»")).to_be_visible()
    expect(
        page.get_by_text("Ответьте, если в вопросе «Нужен ли парк у реки?» выбрано: «Да».")
    ).to_be_visible()
    page.get_by_label("Нет").check()
    page.get_by_label("5").check()
    for place, name in enumerate(("Trees", "Pond", "Stage"), 1):
        page.get_by_label(f"Место для «{name}»").select_option(str(place))
    look(page, "ballot-plain")
    page.get_by_role("button", name="Проголосовать").click()
    expect(page.get_by_role("heading", name="Голос принят")).to_be_visible()
    assert Ballot.objects.get().answers["first"] == ["trees", "pond", "stage"]


def test_results_check_and_lists_are_accessible_and_fit_a_telephone(
    live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None], settings, tmp_path
):
    settings.MEDIA_ROOT = settings.DATA = tmp_path
    a_land()
    named = [{**one, "text": {"ru": f"Вопрос {n}"}} for n, one in enumerate(EVERY_KIND)]
    done = counted(a_counted_poll(*named, title={"ru": "Парк у реки"}, quorum=5))
    straw = a_poll(*QUESTIONS, voters="anybody", title={"ru": "Какой автобус нужнее?"})
    closed = a_poll(title={"ru": "Как назвать сквер?"})
    ending.end_early(poll_id=closed.pk, why="Название выбрал совет.")
    publishing.finish(closed.pk, now=clock.now())
    for width in (320, 1280):
        page = open_page(width, 800)
        paths = ["", f"/{done.code}", f"/{closed.code}/check", f"/{straw.code}/vote", f"/{straw.code}/embed"]
        for n, path in enumerate(paths):
            page.goto(f"{live_server.url}/polls{path}")
            look(page, f"polls-{n}")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            axe(page)
            assert sideways(page) == 0, (width, path)
    dark = open_page(1280, 900, color_scheme="dark")
    dark.goto(f"{live_server.url}/polls/{done.code}")
    axe(dark)
