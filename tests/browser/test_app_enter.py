"""The app's sign-in through the browser, as a person meets it. What is refused: otklik/web/account/tests."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.people.models import User
from otklik.web.account.tests.given import PASSWORD
from tests.browser.given import sideways

pytestmark = [pytest.mark.browser, pytest.mark.mobile, pytest.mark.django_db(transaction=True)]

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
STATE = "af0ifjsldkj-af0ifjsldkj"


@pytest.fixture
def asked(live_server: LiveServer) -> str:
    User.objects.create_user("vera@example.test", PASSWORD, name="Вера", given_name="Вера", surname="Полевая")
    challenge = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    return f"{live_server.url}/app-enter?challenge={challenge}&state={STATE}"


def sign_in(page: Page) -> None:
    page.get_by_label("Электронная почта или телефон").fill("vera@example.test")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()


def test_a_person_signs_in_on_the_portal_presses_the_button_and_is_led_into_the_app(
    page: Page, asked: str, live_server: LiveServer, axe: Callable[[Page], None]
):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(asked)
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Вход в приложение")
    axe(page)
    assert sideways(page) == 0
    page.get_by_role("button", name="Войти в приложение как Вера П.").click()
    page.wait_for_url(f"{live_server.url}/app/enter?code=*&state={STATE}")


def test_the_browser_lets_the_form_lead_to_an_app_of_a_store_and_to_no_other_scheme(
    page: Page, asked: str, settings
):
    settings.APP_SCHEMES = ("ru.region.otklik",)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{asked}&app=ru.region.otklik")
    sign_in(page)
    with page.expect_request(lambda sent: sent.method == "POST"):
        page.get_by_role("button", name="Войти в приложение как").click()
    page.wait_for_timeout(500)
    assert [text for text in said if "form-action" in text] == []
