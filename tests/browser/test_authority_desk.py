"""The authority's desk by keyboard alone: a clerk answers, the head signs, a contractor sends a photo."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, DeskRules, ReplyTemplate
from otklik.appeals.tests.given import an_appeal
from otklik.authorities.models import Authority, Membership
from otklik.authorities.tests.given import an_authority
from otklik.kit import clock
from otklik.people.models import User
from tests.browser.given import a_photo, sideways, sign_in
from tests.browser.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.desks, pytest.mark.django_db(transaction=True)]

LONG = "Управление жилищно-коммунального хозяйства и благоустройства Верхнеокского муниципального округа"


def someone(role: str, body: Authority) -> User:
    user = User.objects.create_user(f"{role}@example.test", "pass", name=f"Имя {role}", role=role)
    Membership.objects.create(user=user, authority=body)
    return user


def good(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert sideways(page) == 0


@pytest.fixture
def body() -> Authority:
    made = an_authority(name=LONG, msed_uid=None, has_desk=True)
    DeskRules.objects.create(authority=made, signs=True)
    ReplyTemplate.objects.create(
        authority=made, title="Работы выполнены", text="По адресу {address} сделано."
    )
    return made


@pytest.fixture
def appeal(body: Authority) -> Appeal:
    by = timezone.localdate(clock.now()) + timedelta(days=3)
    return an_appeal(state=State.REGISTERED, authority=body, answer_by=by)


def contractor_sends(link: str, page: Page, photo: Path, axe: Callable[[Page], None]) -> None:
    keys = Keys(page)
    page.goto(link)
    good(page, axe)
    keys.press("Открыть поручение")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Яма на дороге")
    keys.attach(page.locator("#field-photos"), photo)
    keys.type("Что сделано (необязательно)", "Готово")
    keys.press("Отправить")
    expect(page.get_by_role("status").first).to_contain_text("отправлено")
    good(page, axe)


def clerk_gives_out(page: Page, keys: Keys, axe: Callable[[Page], None]) -> str:
    """From the inbox to the link of a contractor."""
    good(page, axe)
    keys.press("Яма на дороге", role="link")
    keys.press("Взять себе")
    expect(page.get_by_role("status")).to_contain_text("назначен")
    good(page, axe)
    keys.to(page.get_by_text("Поручить подрядчику", exact=True))
    page.keyboard.press("Enter")
    keys.press("Создать ссылку")
    link = page.locator(".fresh-link").inner_text()
    good(page, axe)
    return re.sub(r"\s", "", link)


def clerk_answers(page: Page, keys: Keys, axe: Callable[[Page], None]) -> None:
    keys.to(page.get_by_label("Шаблон", exact=True))
    page.keyboard.press("ArrowDown")
    keys.press("Вставить")
    expect(page.get_by_label("Текст ответа")).to_have_value(re.compile("сделано"))
    keys.check("Вопрос решён")
    keys.to(page.get_by_role("checkbox", name="Фото от подрядчика"))
    page.keyboard.press("Space")
    expect(page.locator(".draft-note")).to_contain_text("Черновик сохранён")
    keys.press("Посмотреть, как увидит житель")
    expect(page.get_by_role("heading", level=1)).to_have_text("Как увидит житель")
    expect(page.get_by_text("только шаблон")).to_be_visible()
    good(page, axe)
    keys.press("Отправить на подпись")
    expect(page.get_by_role("status")).to_contain_text("на подпись")


def test_from_the_inbox_to_a_signed_answer(
    page: Page,
    open_page: Callable[..., Page],
    live_server: LiveServer,
    axe: Callable[[Page], None],
    tmp_path: Path,
    body: Authority,
    appeal: Appeal,
):
    clerk, head = someone("clerk", body), someone("head", body)
    sign_in(page, live_server.url, clerk)
    page.goto(f"{live_server.url}/desk/authority")
    keys = Keys(page)
    link = clerk_gives_out(page, keys, axe)
    contractor_sends(link, open_page(360, 740), a_photo(tmp_path), axe)

    page.goto(f"{live_server.url}/desk/authority/{appeal.number}")
    expect(page.get_by_text("открыто с 1 устройства")).to_be_visible()
    clerk_answers(page, keys, axe)

    theirs = open_page(1280, 900)
    sign_in(theirs, live_server.url, head)
    theirs.goto(f"{live_server.url}/desk/authority?tab=signing")
    keys = Keys(theirs)
    keys.press("Яма на дороге", role="link")
    keys.press("Прочитать и подписать", role="link")
    keys.press("Подписать и опубликовать")
    expect(theirs.get_by_role("status")).to_contain_text("опубликован")
    good(theirs, axe)
    theirs.goto(f"{live_server.url}/desk/authority/rules")
    good(theirs, axe)
    theirs.goto(f"{live_server.url}/desk/opinions")
    good(theirs, axe)
    theirs.goto(f"{live_server.url}/appeals/{appeal.number}")
    expect(theirs.get_by_text("сделано.").first).to_be_visible()
