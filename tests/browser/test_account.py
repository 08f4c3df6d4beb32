"""Keys, codes and second steps as a person meets them: with Chromium's own virtual authenticator."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.people.models import User
from tests.browser.given import sideways

pytestmark = [pytest.mark.browser, pytest.mark.people, pytest.mark.django_db(transaction=True)]

PASSWORD = "синий трактор едет"  # noqa: S105


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """By name: browsers give no keys to a bare address."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def vera() -> User:
    return User.objects.create_user("vera@example.test", PASSWORD, name="Вера Полевая")


@pytest.fixture
def authenticator(page: Page) -> Iterator[Any]:
    """A device with a finger on it."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield lambda: cdp.send("WebAuthn.getCredentials", made)["credentials"]
    cdp.send("WebAuthn.disable")


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/login")
    page.get_by_label("Электронная почта или телефон").fill("vera@example.test")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()


def prove(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Подтвердите, что это вы")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Продолжить").click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def checked(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)  # waits until the page has its styles
    assert sideways(page) == 0, page.url


def app_code(secret: str) -> str:
    cache.clear()
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_a_passkey_is_made_signs_in_and_is_the_second_step_too(page, site, vera, authenticator, axe):
    sign_in(page, site)
    page.goto(f"{site}/account/security")
    checked(page, axe)
    page.get_by_role("link", name="Добавить ключ").click()
    prove(page)
    checked(page, axe)
    page.get_by_label("Как назвать ключ").fill("телефон")
    page.get_by_role("button", name="Создать ключ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Запасные коды")
    assert len(authenticator()) == 1

    sign_out(page)
    page.goto(f"{site}/login?next=/account/security")
    checked(page, axe)
    page.get_by_role("button", name="Войти с ключом доступа").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Безопасность")
    expect(page.get_by_role("link", name="Удалить телефон")).to_be_visible()


def test_a_key_is_the_second_step_and_is_asked_for_before_it_is_taken_away(
    page, site, vera, authenticator, axe
):
    sign_in(page, site)
    page.goto(f"{site}/account/keys/add")
    prove(page)
    page.get_by_role("button", name="Создать ключ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Запасные коды")

    sign_out(page)
    sign_in(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Второй шаг входа")
    checked(page, axe)
    page.get_by_role("button", name="Предъявить ключ доступа").click()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/account/security")
    page.get_by_role("link", name="Удалить").click()
    page.get_by_role("link", name="Предъявить ключ доступа").click()
    page.get_by_role("button", name="Предъявить ключ доступа").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Удалить ключ")
    checked(page, axe)
    page.get_by_role("button", name="Удалить").click()
    expect(page.get_by_text("Ключ доступа удалён.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_who_has_no_key_reads_what_else_there_is(page, site, vera, authenticator, axe):
    page.goto(f"{site}/login")
    page.get_by_role("button", name="Войти с ключом доступа").click()
    expect(page.get_by_text("выберите другой способ")).to_be_visible(timeout=15_000)
    checked(page, axe)


def test_an_app_with_codes_is_set_up_and_signs_in(page, site, vera, axe):
    sign_in(page, site)
    page.goto(f"{site}/account/app/add")
    prove(page)
    expect(page.get_by_role("img", name=re.compile("Рисунок для камеры"))).to_be_visible()
    assert page.evaluate("() => document.querySelector('.qr').naturalWidth") > 0
    checked(page, axe)
    found = re.search(r"\b[A-Z2-7]{32}\b", page.content())
    assert found
    page.get_by_label("Код из приложения").fill(app_code(found[0]))
    page.get_by_role("button", name="Включить").click()
    page.get_by_role("button", name="Показать новые коды").click()
    expect(page.get_by_role("listitem").filter(has_text=re.compile(r"^\d{4} \d{4}$"))).to_have_count(10)
    checked(page, axe)
    with page.expect_download() as file:
        page.get_by_role("link", name="Скачать файлом").click()
    assert file.value.suggested_filename == "otklik-codes.txt"

    sign_out(page)
    sign_in(page, site)
    page.get_by_label("Код").fill(app_code(found[0]))
    page.get_by_role("button", name="Войти", exact=True).click()
    page.goto(f"{site}/account/security")
    expect(page.get_by_text("Осталось кодов: 10.")).to_be_visible()
    checked(page, axe)


PAGES = [
    "login/code", "register/sent", "account/sessions", "account/password", "account/email", "account/phone",
    "account/codes", "account/again",
]  # fmt: skip


def test_every_page_of_an_account_fits_and_is_accessible(page, site, vera, axe):
    for path in PAGES[:2]:
        page.goto(f"{site}/{path}")
        checked(page, axe)
    page.goto(f"{site}/login/code")
    page.get_by_label("Электронная почта").fill("nobody@example.test")
    page.get_by_role("button", name="Отправить код").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Введите код из письма")
    checked(page, axe)
    sign_in(page, site)
    for path in PAGES[2:]:
        page.goto(f"{site}/{path}")
        checked(page, axe)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Продолжить").click()
    page.goto(f"{site}/account/email")
    page.get_by_label("Новая электронная почта").fill("vera.with.a.very.long.address@example.test")
    page.get_by_role("button", name="Отправить письмо").click()
    expect(page.get_by_role("heading", name="Новый адрес ждёт подтверждения")).to_be_visible()
    checked(page, axe)
    page.goto(f"{site}/account/phone")
    page.get_by_label("Номер телефона").fill("8 900 123-45-67")
    page.get_by_role("button", name="Отправить код").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Введите код из сообщения")
    checked(page, axe)


def test_without_javascript_the_page_offers_the_other_ways(open_page, site, vera):
    page = open_page(360, 740, java_script_enabled=False)
    page.goto(f"{site}/login")
    expect(page.get_by_text("нужен JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Войти с ключом доступа")).to_be_hidden()
    sign_in(page, site)
    page.goto(f"{site}/account/sessions")
    page.get_by_role("button", name="Выйти везде").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Вход")
