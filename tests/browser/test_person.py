"""A person's whole way, by keyboard only: registers, shows a face, files, follows the appeal, rates it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.steps import dispatch, moderation
from otklik.exchange import inbox
from otklik.integrations.msed.stand import command
from otklik.jobs import inbound
from otklik.kit import clock
from otklik.people.models import User
from tests.browser.given import a_land, a_moderator, a_photo, link_of_letter, sideways
from tests.browser.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.people, pytest.mark.django_db(transaction=True)]

PASSWORD = "синий трактор едет"  # noqa: S105
Look = Callable[[], None]


@pytest.fixture
def look(page: Page, axe: Callable[[Page], None]) -> Look:
    """`look()`: the page as it stands is accessible and nothing of it lies beyond the right edge."""

    def looked() -> None:
        axe(page)
        assert sideways(page) == 0, page.url

    return looked


def registers(page: Page, site: str, look: Look) -> None:
    keys = Keys(page)
    page.goto(f"{site}/register")
    look()
    keys.type("Фамилия", "Полевая")
    keys.type("Имя", "Вера")
    keys.type("Электронная почта", "vera@example.test")
    keys.type("Пароль", PASSWORD)
    keys.check("Я принимаю правила портала")
    keys.press("Зарегистрироваться")
    expect(page).to_have_url(f"{site}/register/sent")
    look()
    page.goto(site + link_of_letter("confirm"))
    look()
    keys.press("Подтвердить почту")
    expect(page.get_by_role("status").get_by_text("Почта подтверждена.")).to_be_visible()


def tells_of_herself(page: Page, site: str, photo: Path, look: Look) -> None:
    """The profile: a photo, and the name to be shown."""
    keys = Keys(page)
    page.goto(f"{site}/account/profile")
    look()
    keys.attach(page.locator('input[type="file"]'), photo)
    keys.press("Загрузить фото")
    expect(page.locator("main img")).to_be_visible()
    look()
    keys.check("Имя и первая буква фамилии")
    keys.press("Сохранить")
    expect(page.get_by_text("Профиль сохранён")).to_be_visible()
    person = User.objects.get()
    assert person.photo
    assert person.name_shown == User.NameShown.SHORT


def files(page: Page, site: str, photo: Path) -> None:
    keys = Keys(page)
    page.goto(f"{site}/new")
    keys.press("Сообщить о проблеме")
    keys.press("Дороги")
    keys.check("Яма на дороге")
    keys.press("Продолжить")
    keys.type("Город, посёлок или деревня", "лип")
    expect(page.get_by_role("option", name="д. Липовка")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    keys.to(page.get_by_label("Адрес проблемы"))
    page.keyboard.type("новая 5")
    expect(page.get_by_role("option", name="ул. Новая, д. 5")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    keys.press("Продолжить")
    keys.to(page.get_by_label("Описание проблемы"))
    page.keyboard.type("Яма у дома, третью неделю")
    keys.to(page.get_by_label("Глубина, см"))
    page.keyboard.type("20")
    keys.attach(page.locator("#field-photos"), photo)
    expect(page.locator(".photos img")).to_have_attribute("alt", "яма.jpg")
    keys.press("Продолжить")
    keys.press("Отправить")
    expect(page.get_by_text("Обращение принято. Его номер:")).to_be_visible()


def answered(spool: Path) -> None:
    """The moderator publishes, the worker sends, МСЭД registers and the authority answers."""
    appeal = Appeal.objects.get()
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=clock.now())
    for pk in Dispatch.objects.values_list("pk", flat=True):
        dispatch.send(dispatch_id=pk, now=clock.now())
    spool.mkdir(parents=True, exist_ok=True)
    for _turn in range(12):
        command.main(["--spool", str(spool), "--delay", "0", "--once"])
        inbox.collect(heed=inbound.heed, now=clock.now() + timedelta(days=5))
    appeal.refresh_from_db()
    assert appeal.state == State.ANSWERED


def rates(page: Page, site: str, look: Look) -> None:
    keys = Keys(page)
    page.goto(f"{site}/mine")
    look()
    keys.press("Яма на дороге", role="link")
    expect(page.get_by_role("heading", name="Оцените ответ")).to_be_visible()
    look()
    keys.check("5")
    keys.check("Да, решён")
    keys.press("Отправить оценку")
    expect(page.get_by_text("Спасибо! Ваша оценка сохранена.")).to_be_visible()
    look()


def test_a_person_registers_files_and_follows_the_appeal_until_it_is_closed(
    page: Page, live_server: LiveServer, tmp_path: Path, settings, look: Look
):
    a_land()
    site = live_server.url
    registers(page, site, look)
    photo = a_photo(tmp_path)
    tells_of_herself(page, site, photo, look)
    files(page, site, photo)
    answered(settings.MSED_SPOOL)
    rates(page, site, look)
    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.rating, appeal.author_email) == (State.CLOSED, 5, "vera@example.test")
    letter = link_of_letter("closed")
    assert appeal.number in letter
