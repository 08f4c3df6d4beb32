"""The account in the app: signing in and out, registering, devices, notifications, sharing."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import an_appeal
from otklik.people.models import Device, User
from otklik.web.account.tests.given import PASSWORD, VERA, a_person, app_code, code_of
from tests.browser.filing import report
from tests.browser.given import a_land, sideways, until
from tests.browser.test_app import PHONE, looked_at, opened

pytestmark = [pytest.mark.browser, pytest.mark.mobile, pytest.mark.django_db(transaction=True)]

SIGNED_OUT = (
    "sign-in",
    "register",
    "reset",
    "sign-out",
    "enter",
    "profile/look",
    "profile/language",
    "profile/data",
)
SIGNED_IN = ("profile", "devices", "profile/me", "profile/notices", "profile/about", "profile/delete")


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    a_land()
    return open_page(390, 800, **PHONE)


def vera(**more: Any) -> User:
    user = a_person(**more)
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def enter(page: Page, login: str = VERA, password: str = PASSWORD) -> None:
    page.get_by_label("Электронная почта или телефон").fill(login)
    page.get_by_label("Пароль", exact=True).fill(password)
    page.get_by_role("button", name="Войти", exact=True).tap()


def signed_in(page: Page, site: str) -> None:
    opened(page, site, "sign-in")
    enter(page)
    expect(page.get_by_role("heading", name="Мои обращения")).to_be_visible()


def test_a_person_signs_in_sees_what_waits_for_them_and_stays_signed_in_when_the_app_is_opened_again(
    phone: Page, live_server: LiveServer
):
    user = vera()
    an_appeal(state=State.ANSWERED, author=user)
    an_appeal(state=State.REGISTERED, author=user)
    signed_in(phone, live_server.url)
    expect(phone.get_by_role("heading", name="Ждут вас")).to_be_visible()
    expect(phone.locator("main li")).to_have_count(2)
    expect(phone.locator("main li").first).to_contain_text("Оцените ответ")
    looked_at(phone, "mine")
    phone.reload()
    expect(phone.locator("main li")).to_have_count(2)
    assert Device.objects.get().title == "Linux, Chrome"


def test_a_wrong_password_is_told_at_its_field_and_a_second_step_is_asked_for(
    phone: Page, live_server: LiveServer
):
    secret = generate_totp_secret()
    TOTP.activate(vera(), secret)
    opened(phone, live_server.url, "sign-in")
    enter(phone, password="wrong")
    expect(phone.locator("#password-error")).to_contain_text("не подходят")
    expect(phone.get_by_label("Пароль", exact=True)).to_be_focused()
    phone.get_by_role("button", name="Показать пароль").tap()
    expect(phone.get_by_label("Пароль", exact=True)).to_have_attribute("type", "text")
    enter(phone)
    expect(phone.get_by_label("Код второго шага")).to_be_focused()
    phone.get_by_label("Код второго шага").fill(app_code(secret))
    phone.get_by_role("button", name="Войти", exact=True).tap()
    expect(phone.get_by_role("heading", name="Мои обращения")).to_be_visible()


def test_a_newcomer_registers_although_the_app_was_closed_and_files_a_first_appeal(
    phone: Page, live_server: LiveServer
):
    opened(phone, live_server.url, "register")
    for label, value in (
        ("Фамилия", "Полевая"),
        ("Имя", "Вера"),
        ("Электронная почта", VERA),
        ("Придумайте пароль", PASSWORD),
    ):
        phone.get_by_label(label, exact=True).fill(value)
    phone.get_by_role("button", name="Продолжить").tap()
    expect(phone.get_by_text("Без согласия с правилами")).to_be_visible()
    phone.get_by_role("checkbox").check()
    phone.get_by_role("button", name="Продолжить").tap()
    expect(phone.get_by_role("heading", name="Код из письма")).to_be_visible()
    again = phone.context.new_page()
    phone.close()
    again.goto(f"{live_server.url}/app/register")
    expect(again.get_by_text(VERA)).to_be_visible()
    again.get_by_label("Код", exact=True).fill(code_of("confirm"))
    again.get_by_label("Пароль, который вы придумали").fill(PASSWORD)
    again.get_by_role("button", name="Подтвердить и войти").tap()
    expect(again.get_by_role("heading", name="Мои обращения")).to_be_visible()
    report(again, is_signed_in=True)
    expect(again.get_by_text("Ушло")).to_be_visible()
    assert Appeal.objects.count() == 1


def test_two_tabs_renew_one_after_the_other_and_both_stay_signed_in(
    phone: Page, live_server: LiveServer, settings: Any
):
    settings.ACCESS_MINUTES = 0.05  # three seconds: shorter than the app's own margin, so each request renews
    an_appeal(state=State.REGISTERED, author=vera())
    signed_in(phone, live_server.url)
    second = phone.context.new_page()
    second.goto(f"{live_server.url}/app/mine")
    for page in (phone, second, phone, second):
        page.get_by_role("button", name="Обновить").tap()
        expect(page.locator("main li")).to_have_count(1)
        expect(page.get_by_role("heading", name="Вход")).to_have_count(0)
    assert Device.objects.count() == 1


def test_signing_out_asks_about_the_outbox_keeps_it_and_hides_what_is_personal(
    phone: Page, live_server: LiveServer
):
    an_appeal(state=State.REGISTERED, author=vera())
    signed_in(phone, live_server.url)
    expect(phone.locator("main li")).to_have_count(1)
    with phone.expect_response("**/api/v1/classifier"):
        phone.goto(f"{live_server.url}/app/report")
    phone.context.set_offline(True)
    report(phone, is_signed_in=True)
    phone.get_by_role("link", name="Профиль").tap()
    phone.get_by_role("link", name="Выйти").tap()
    expect(phone.get_by_text("Яма на дороге")).to_be_visible()
    looked_at(phone, "sign-out")
    phone.get_by_role("button", name="Выйти, исходящие оставить").tap()
    expect(phone.get_by_text("Вы не вошли")).to_be_visible()
    phone.get_by_role("link", name="Мои", exact=True).tap()
    expect(phone.get_by_text("Войдите, чтобы видеть путь")).to_be_visible()
    expect(phone.locator("main li")).to_have_count(0)
    phone.get_by_role("link", name="Исходящие").last.tap()
    expect(phone.get_by_text("Ждёт отправки")).to_be_visible()
    assert Device.objects.count() == 1  # nobody could tell the portal yet
    phone.context.set_offline(False)
    until(phone, lambda: not Device.objects.exists())
    assert Appeal.objects.count() == 1  # what was filed with the account waits for its person
    comes_back_from_the_outbox(phone)
    assert Appeal.objects.count() == 2


def comes_back_from_the_outbox(page: Page) -> None:
    """The door knows whose appeal waits."""
    page.get_by_role("link", name="Войти").tap()
    expect(page.get_by_label("Электронная почта или телефон")).to_have_value(VERA)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).tap()
    expect(page.get_by_text("Ушло")).to_be_visible()


def test_what_one_person_has_written_is_never_sent_in_the_name_of_another(
    phone: Page, live_server: LiveServer
):
    vera()
    vera(email="petr@example.test", name="Пётр")
    signed_in(phone, live_server.url)
    phone.goto(f"{live_server.url}/app/report")
    expect(phone.get_by_role("button", name="Проблема")).to_be_visible()
    phone.context.set_offline(True)
    report(phone, is_signed_in=True)
    phone.goto(f"{live_server.url}/app/sign-out")
    phone.get_by_role("button", name="Выйти, исходящие оставить").tap()
    expect(phone.get_by_text("Вы не вошли")).to_be_visible()
    phone.context.set_offline(False)
    phone.goto(f"{live_server.url}/app/sign-in")
    enter(phone, "petr@example.test")
    expect(phone.get_by_role("heading", name="Мои обращения")).to_be_visible()
    phone.get_by_role("link", name="Исходящие").last.tap()
    phone.get_by_role("button", name="Отправить сейчас").tap()
    expect(
        phone.get_by_text(f"Сделано под другой учётной записью: войдите под ней. ({VERA})")
    ).to_be_visible()
    assert not Appeal.objects.exists()
    comes_back_from_the_outbox(phone)
    assert Appeal.objects.get().author == User.objects.get(email=VERA)


def test_a_device_that_was_signed_out_elsewhere_is_led_to_the_door_and_keeps_its_outbox(
    phone: Page, live_server: LiveServer
):
    an_appeal(state=State.REGISTERED, author=vera())
    signed_in(phone, live_server.url)
    expect(phone.locator("main li")).to_have_count(1)
    Device.objects.all().delete()
    phone.get_by_role("button", name="Обновить").tap()
    expect(phone.get_by_text("Войдите снова")).to_be_visible()
    phone.get_by_role("link", name="Мои", exact=True).tap()
    expect(phone.get_by_text("Войдите, чтобы видеть путь")).to_be_visible()


def test_another_device_is_signed_out_from_the_list(phone: Page, live_server: LiveServer):
    user = vera()
    signed_in(phone, live_server.url)
    here = Device.objects.get()
    Device.objects.create(
        user=user,
        title="Старый телефон",
        secret="x",
        stamp=here.stamp,
        since=here.since,
        renewed_at=here.renewed_at,
    )
    phone.goto(f"{live_server.url}/app/devices")
    expect(phone.get_by_text("Это устройство")).to_be_visible()
    phone.get_by_role("button", name="Выйти на устройстве «Старый телефон»").tap()
    expect(phone.get_by_text("Других устройств нет")).to_be_visible()
    assert Device.objects.get() == here


def test_a_person_signs_in_by_a_page_of_the_portal_and_nobody_can_send_them_a_way_back(
    phone: Page, live_server: LiveServer
):
    vera()
    opened(phone, live_server.url, "sign-in")
    phone.get_by_role("button", name="Войти через портал").tap()
    phone.wait_for_url("**/login?**")
    phone.get_by_label("Электронная почта").fill(VERA)
    phone.get_by_label("Пароль", exact=True).fill(PASSWORD)
    phone.get_by_role("button", name="Войти", exact=True).tap()
    phone.get_by_role("button", name="Войти в приложение").tap()
    expect(phone.get_by_role("heading", name="Мои обращения")).to_be_visible()
    assert Device.objects.count() == 1
    phone.goto(f"{live_server.url}/app/enter?code=somebody&state=else")
    expect(phone.get_by_text("начат не здесь")).to_be_visible()
    assert phone.url.endswith("/app/enter")
    assert Device.objects.count() == 1


def test_the_profile_is_changed_and_what_is_wrong_is_told_at_its_field(phone: Page, live_server: LiveServer):
    vera(given_name="Вера", surname="Полевая")
    signed_in(phone, live_server.url)
    phone.goto(f"{live_server.url}/app/profile/me")
    phone.get_by_label("Имя", exact=True).fill("")
    phone.get_by_role("button", name="Сохранить").tap()
    expect(phone.locator("#given_name-error")).to_be_visible()
    phone.get_by_label("Имя", exact=True).fill("Надежда")
    phone.get_by_label("Ничего: автор скрыт").check()
    phone.get_by_role("button", name="Сохранить").tap()
    expect(phone.get_by_text("Сохранено.")).to_be_visible()
    user = User.objects.get(email=VERA)
    assert (user.given_name, user.surname, user.name_shown) == ("Надежда", "Полевая", "hidden")
    phone.get_by_role("link", name="К профилю").tap()
    expect(phone.get_by_text("Надежда Полевая")).to_be_visible()


def test_an_account_is_deleted_with_the_password_and_the_phone_forgets_whose_it_was(
    phone: Page, live_server: LiveServer
):
    vera()
    signed_in(phone, live_server.url)
    phone.goto(f"{live_server.url}/app/profile/delete")
    expect(phone.get_by_role("heading", name="Что останется")).to_be_visible()
    phone.get_by_role("button", name="Удалить учётную запись").tap()
    expect(phone.locator("#password-error")).to_be_visible()
    phone.get_by_label("Пароль", exact=True).fill(PASSWORD)
    phone.get_by_label("Я понимаю").check()
    phone.get_by_role("button", name="Удалить учётную запись").tap()
    expect(phone.get_by_text("Вы не вошли")).to_be_visible()
    assert not User.objects.filter(email=VERA).exists()


def test_the_icon_of_the_app_carries_how_many_appeals_wait_for_the_person(
    phone: Page, live_server: LiveServer
):
    phone.add_init_script(
        """window.numbers = []
        Navigator.prototype.setAppBadge = async (n) => { window.numbers.push(n) }
        Navigator.prototype.clearAppBadge = async () => { window.numbers.push(0) }"""
    )
    user = vera()
    an_appeal(state=State.ANSWERED, author=user)
    an_appeal(state=State.ANSWERED, author=user)
    signed_in(phone, live_server.url)
    expect(phone.get_by_role("link", name="Мои , ждут вас: 2")).to_be_visible()
    phone.wait_for_function("() => window.numbers.at(-1) === 2")
    phone.get_by_role("link", name="Профиль").tap()
    phone.get_by_role("link", name="Выйти").tap()
    phone.get_by_role("button", name="Выйти", exact=True).tap()
    expect(phone.get_by_text("Вы не вошли")).to_be_visible()
    expect(phone.get_by_role("link", name="Мои , ждут вас: 2")).to_have_count(0)
    phone.wait_for_function("() => window.numbers.at(-1) === 0")


def test_a_photo_of_the_gallery_is_shared_into_a_new_appeal(phone: Page, live_server: LiveServer):
    opened(phone, live_server.url)
    phone.evaluate(
        """async () => {
            const canvas = document.createElement('canvas')
            canvas.width = canvas.height = 40
            const photo = await new Promise((made) => canvas.toBlob(made, 'image/jpeg'))
            const transfer = new DataTransfer()
            transfer.items.add(new File([photo], 'яма.jpg', { type: 'image/jpeg' }))
            const form = Object.assign(document.createElement('form'), {
                action: '/app/share', method: 'post', enctype: 'multipart/form-data' })
            const input = Object.assign(document.createElement('input'), { type: 'file', name: 'photos' })
            input.files = transfer.files
            form.append(input)
            document.body.append(form)
            form.submit()
        }"""
    )
    expect(phone.get_by_role("img", name="Фото 1")).to_be_visible()
    assert phone.url.endswith("/photos?shared=yes")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_doors_and_the_profile_can_be_used_by_everybody(
    open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None], scheme: str
):
    a_land()
    vera()
    page = open_page(320, 640, color_scheme=scheme, **PHONE)
    opened(page, live_server.url)
    for path in SIGNED_OUT:
        looked_through(page, live_server.url, path, axe, scheme)
    signed_in(page, live_server.url)
    for path in SIGNED_IN:
        looked_through(page, live_server.url, path, axe, scheme)


def test_with_low_vision_the_doors_and_the_profile_can_be_used(
    open_page: Callable[..., Page], live_server: LiveServer, axe: Callable[[Page], None]
):
    a_land()
    vera()
    page = open_page(320, 640, **PHONE)
    page.add_init_script(
        "localStorage.setItem('otklik-vision', JSON.stringify({size: '200', scheme: 'black', spacing: 'wide'}))"
    )
    signed_in(page, live_server.url)
    for path in ("sign-in", "register", "profile", "devices", "profile/notices"):
        looked_through(page, live_server.url, path, axe, "low-vision")


def looked_through(page: Page, site: str, path: str, axe: Callable[[Page], None], name: str) -> None:
    page.goto(f"{site}/app/{path}")
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("Открываю")).to_have_count(0)
    axe(page)
    assert sideways(page) == 0, path
    looked_at(page, f"{path.replace('/', '-')}-{name}")
