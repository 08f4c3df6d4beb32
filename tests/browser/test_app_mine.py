"""«Мои» in the app: the whole of an own appeal, and what its author does with it, with and without a network."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.rules.number import spoken
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.kit import clock
from tests.browser.filing import choose
from tests.browser.given import a_land, a_moderator, a_photo, sideways
from tests.browser.test_app import PHONE, looked_at
from tests.browser.test_app_account import signed_in, vera

pytestmark = [pytest.mark.browser, pytest.mark.mobile, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    a_land()
    return open_page(390, 800, **PHONE)


def opened(page: Page, site: str, appeal: Appeal) -> None:
    """As a person comes to it: from the list."""
    signed_in(page, site)
    page.locator(f"a[href='/app/mine/{appeal.number}']").tap()
    expect(page.get_by_role("heading", name="Кто отвечает")).to_be_visible()


def test_support_without_a_network_is_shown_at_once_can_be_taken_back_and_leaves_once(
    phone: Page, live_server: LiveServer
):
    vera()
    appeal = an_appeal(state=State.PUBLISHED)
    signed_in(phone, live_server.url)
    phone.goto(f"{live_server.url}/app/appeals/{appeal.number}")
    support, waits = phone.get_by_role("button", name="Поддержать"), "Ваша поддержка ждёт связи"
    expect(support).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Следить").tap()
    expect(phone.get_by_role("button", name="Вы следите", pressed=True)).to_be_visible()
    support.tap()
    expect(phone.get_by_text(waits)).to_be_visible()
    looked_at(phone, "beside-offline")
    phone.get_by_role("button", name="Вы поддержали · 1", pressed=True).tap()
    expect(phone.get_by_text(waits)).to_have_count(0)
    support.tap()
    expect(phone.get_by_text(waits)).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(waits)).to_be_visible()
    expect(phone.get_by_role("button", name="Вы поддержали · 1", pressed=True)).to_be_visible()
    sent: list[str] = []
    phone.context.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    phone.context.set_offline(False)
    expect(phone.get_by_text(waits)).to_have_count(0)
    expect(phone.get_by_text("Подписка ждёт связи")).to_have_count(0)
    expect(phone.get_by_role("button", name="Вы поддержали · 1", pressed=True)).to_be_visible()
    appeal.refresh_from_db()
    assert (appeal.supporters, appeal.followers) == (1, 1)
    deeds = [
        url.rpartition("/")[2] for url in sent if "/session/" not in url
    ]  # a page opened anew asks for a token
    assert sorted(deeds) == ["follow", "support"]


def moves(appeal: Appeal) -> list[str]:
    return [*appeal.journal.order_by("id").values_list("move", flat=True)]


def rate(page: Page, *, solved: bool, words: str = "") -> None:
    page.get_by_label("Да, решено" if solved else "Нет, не решено").check()
    page.locator(".star").nth(4 if solved else 1).tap()
    if words:
        page.get_by_label("Что осталось нерешённым").fill(words)
    page.get_by_role("button", name="Отправить оценку" if solved else "Вернуть исполнителю").tap()


def test_a_rating_without_a_network_waits_on_the_phone_and_arrives_once(phone: Page, live_server: LiveServer):
    appeal = an_appeal(state=State.ANSWERED, author=vera())
    opened(phone, live_server.url, appeal)
    expect(phone.get_by_role("heading", name="Оцените ответ")).to_be_visible()
    looked_at(phone, "own")
    phone.context.set_offline(True)
    rate(phone, solved=True)
    expect(phone.get_by_text("Ваша оценка ждёт связи")).to_be_visible()
    expect(phone.get_by_role("heading", name="Оцените ответ")).to_have_count(0)
    phone.reload()
    expect(phone.get_by_text("Ваша оценка ждёт связи")).to_be_visible()
    second = phone.context.new_page()
    second.goto(f"{live_server.url}/app/outbox")
    expect(second.get_by_role("group", name="Оценка ответа")).to_be_visible()
    assert moves(appeal) == []
    sent: list[str] = []
    phone.context.on("request", lambda one: sent.append(one.url) if one.url.endswith("/rating") else None)
    phone.context.set_offline(False)
    expect(phone.get_by_text("Оценка отправлена")).to_be_visible()
    expect(phone.get_by_text("Ваша оценка: 5 из 5")).to_be_visible()
    expect(second.get_by_role("group", name="Оценка ответа")).to_have_count(0)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating, appeal.solved) == (State.CLOSED, 5, True)
    assert len(moves(appeal)) == 2
    assert len(sent) == 1


def test_not_solved_wants_words_and_goes_back_to_the_authority(phone: Page, live_server: LiveServer):
    appeal = an_appeal(state=State.ANSWERED, author=vera())
    opened(phone, live_server.url, appeal)
    rate(phone, solved=False)
    expect(phone.locator("#verdict-error")).to_have_text("Напишите, что осталось нерешённым")
    expect(phone.locator("#verdict")).to_be_focused()
    rate(phone, solved=False, words="Яма на месте.")
    expect(phone.get_by_text("Вы сказали: не решено")).to_be_visible()
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating, appeal.verdict) == (State.RETURNED, 2, "Яма на месте.")


def test_the_moderators_question_is_answered(phone: Page, live_server: LiveServer):
    appeal = an_appeal(state=State.MODERATION, author=vera())
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="У какого дома?", now=clock.now())
    opened(phone, live_server.url, appeal)
    expect(phone.get_by_text("У какого дома?").first).to_be_visible()
    phone.get_by_role("button", name="Ответить").tap()
    expect(phone.locator("#reply-error")).to_have_text("Напишите ответ")
    phone.get_by_label("Ваш ответ").fill("У пятого")
    phone.get_by_role("button", name="Ответить").tap()
    expect(phone.get_by_text("Ответ отправлен.")).to_be_visible()
    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION


def test_words_and_a_photo_are_added_without_a_network_and_arrive_once(
    phone: Page, live_server: LiveServer, tmp_path: Path
):
    appeal = an_appeal(state=State.REGISTERED, author=vera())
    opened(phone, live_server.url, appeal)
    phone.context.set_offline(True)
    phone.get_by_text("Дополнить", exact=True).tap()
    phone.get_by_label("Что добавить").fill("Со стороны двора")
    choose(phone, a_photo(tmp_path))
    expect(phone.get_by_role("img", name="Фото 1")).to_be_visible()
    phone.get_by_role("button", name="Отправить дополнение").tap()
    expect(phone.get_by_text("Дополнение ждёт связи")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text("Дополнение отправлено.")).to_be_visible()
    expect(phone.get_by_role("img", name="Фото 1")).to_be_visible()
    assert appeal.photos.count() == 1
    assert len(moves(appeal)) == 1


def test_an_appeal_is_withdrawn_after_a_press_that_says_so(phone: Page, live_server: LiveServer):
    appeal = an_appeal(state=State.MODERATION, author=vera())
    opened(phone, live_server.url, appeal)
    phone.get_by_text("Отозвать обращение", exact=True).tap()
    phone.get_by_role("button", name="Да, отозвать").tap()
    expect(phone.get_by_text("Обращение отозвано.")).to_be_visible()
    appeal.refresh_from_db()
    assert appeal.state == State.WITHDRAWN


def test_what_the_portal_does_not_take_is_told_in_its_words_and_can_be_removed(
    phone: Page, live_server: LiveServer
):
    appeal = an_appeal(state=State.ANSWERED, author=vera())
    opened(phone, live_server.url, appeal)
    phone.context.set_offline(True)
    rate(phone, solved=True)
    expect(phone.get_by_text("Ваша оценка ждёт связи")).to_be_visible()
    Appeal.objects.update(state=State.CLOSED)  # rated on the portal meanwhile
    phone.context.set_offline(False)
    expect(phone.get_by_text("Портал не принял")).to_be_visible()
    phone.get_by_role("button", name="Убрать").tap()
    expect(phone.get_by_text("Портал не принял")).to_have_count(0)
    expect(phone.get_by_text("Оценка отправлена")).to_have_count(0)
    assert moves(appeal) == []


def test_lists_and_opened_appeals_are_read_without_a_network(phone: Page, live_server: LiveServer):
    appeal = an_appeal(state=State.REGISTERED, author=vera(), text="Яма у дома 5, глубокая")
    opened(phone, live_server.url, appeal)
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/app/mine")
    expect(phone.locator("main li")).to_have_count(1)
    expect(phone.get_by_text("Показано, как было")).to_be_visible()
    phone.locator("main li a").tap()
    expect(phone.get_by_text("Яма у дома 5, глубокая")).to_be_visible()


def test_the_address_of_an_appeal_opens_the_authors_own_screen_and_for_others_the_public_one(
    phone: Page, live_server: LiveServer
):
    own = an_appeal(state=State.MODERATION, author=vera())
    public = an_appeal(state=State.PUBLISHED)
    signed_in(phone, live_server.url)
    phone.goto(f"{live_server.url}/app/appeals/{own.number}")
    expect(phone.get_by_text("Исполнителя назначат")).to_be_visible()
    phone.goto(f"{live_server.url}/app/appeals/{public.number}")
    expect(phone.get_by_text(f"№ {spoken(public.number)}")).to_be_visible()
    expect(phone.get_by_text("Исполнителя назначат")).to_have_count(0)


def test_what_has_moved_is_marked_as_new_until_it_is_looked_at(phone: Page, live_server: LiveServer):
    appeal = an_appeal(state=State.MODERATION, author=vera())
    signed_in(phone, live_server.url)
    expect(phone.locator("main li")).to_have_count(1)
    expect(phone.get_by_text("Новое")).to_have_count(0)
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="У какого дома?", now=clock.now())
    phone.get_by_role("button", name="Обновить").tap()
    expect(phone.get_by_text("Новое")).to_be_visible()
    expect(phone.get_by_role("link", name="Мои , ждут вас: 1")).to_be_visible()
    phone.locator("main li a").tap()
    expect(phone.get_by_role("heading", name="Вопрос модератора")).to_be_visible()
    phone.get_by_role("link", name="К списку").tap()
    expect(phone.locator("main li")).to_have_count(1)
    expect(phone.get_by_text("Новое")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark", "low-vision"])
def test_an_own_appeal_can_be_read_and_acted_on_by_everybody(
    open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None], scheme: str
):
    a_land()
    user = vera()
    answered = an_appeal(state=State.ANSWERED, author=user)
    asked = an_appeal(state=State.MODERATION, author=user)
    moderation.ask(appeal_id=asked.pk, moderator=a_moderator(), words="У какого дома?", now=MONDAY)
    more = {} if scheme == "low-vision" else {"color_scheme": scheme}
    page = open_page(320, 640, **PHONE, **more)
    if scheme == "low-vision":
        page.add_init_script(
            "localStorage.setItem('otklik-vision', JSON.stringify({size: '200', scheme: 'white'}))"
        )
    signed_in(page, live_server.url)
    for path in ("mine", f"mine/{answered.number}", f"mine/{asked.number}"):
        page.goto(f"{live_server.url}/app/{path}")
        expect(page.locator("h1")).to_be_visible()
        expect(page.get_by_text("Открываю")).to_have_count(0)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        axe(page)
        assert sideways(page) == 0, path
        looked_at(page, f"{path.replace(str(answered.number), 'answered').replace('/', '-')}-{scheme}")
