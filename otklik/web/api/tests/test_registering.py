"""An account is begun in the app: the same letters, limits and answers as on the pages."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache

from otklik.outbox.tests.given import kinds
from otklik.people.models import Attempt, Consent, Device, User
from otklik.web.account.tests.given import PASSWORD, VERA, a_person, code_of, letter
from otklik.web.api.tests.test_entering import ask

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

SAID = {"surname": "Полевая", "given_name": "Вера", "email": VERA, "password": PASSWORD, "rules": True}


def register(status: int = 204, **more: object):
    return ask("registration", {**SAID, **more}, status=status)


def confirm(code: str, status: int = 200, **more: str):
    return ask("registration/confirm", {"email": VERA, "code": code, **more}, status=status)


def test_a_person_registers_types_the_code_of_the_letter_and_is_signed_in():
    register(patronymic="Ивановна", phone="8 900 123-45-67", email="Vera@example.test")
    user = User.objects.get()
    assert (user.name, user.phone) == ("Вера Ивановна Полевая", "+79001234567")
    assert Consent.objects.get().kind == "rules"
    session = confirm(code_of("confirm"), password=PASSWORD, device="Pixel 8")["session"]
    assert ask("devices", access=session["access"])["devices"][0]["name"] == "Pixel 8"
    assert EmailAddress.objects.get().verified


def test_the_code_alone_confirms_and_signs_nobody_in():
    """Somebody else may have begun the account and wait for its owner to confirm it."""
    register()
    assert confirm(code_of("confirm"))["session"] is None
    assert EmailAddress.objects.get().verified
    assert not Device.objects.exists()


def test_another_password_than_that_of_the_registration_confirms_and_signs_nobody_in():
    register()
    assert confirm(code_of("confirm"), password="чужой пароль")["session"] is None
    assert not Device.objects.exists()


def test_a_repeat_after_a_lost_answer_signs_in_by_the_password_and_says_nothing_without_it():
    register()
    code = code_of("confirm")
    confirm(code, password=PASSWORD)
    assert confirm(code, password=PASSWORD)["session"]
    assert confirm(code, 422)["code"] == "wrong_code"


def test_a_second_step_is_not_passed_by_a_code_of_a_letter():
    TOTP.activate(a_person(), generate_totp_secret())
    assert confirm("1234 5678", 422, password=PASSWORD)["code"] == "wrong_code"
    assert not Device.objects.exists()


def test_wrong_codes_are_counted_and_say_the_same_for_an_unknown_address(settings):
    settings.SIGN_IN_TRIES = 3
    register()
    known = confirm("0000 0000", 422)
    assert known["fields"] == {"code": known["detail"]}
    unknown = ask("registration/confirm", {"email": "no@example.test", "code": "0000 0000"}, status=422)
    assert unknown == known
    for _attempt in range(2):
        confirm("0000 0000", 422)
    assert confirm(code_of("confirm"), 429)["code"] == "too_many"
    assert not EmailAddress.objects.get().verified


def test_an_address_that_has_an_account_gets_another_letter_and_the_app_the_same_answer():
    new = register(email="new@example.test")
    a_person()
    assert register().content == new.content
    assert kinds() == ["confirm", "already-yours"]
    assert User.objects.get(email=VERA).name == "Вера Полевая"


def test_a_repeat_adds_nothing():
    register()
    register(given_name="Чужая")
    assert User.objects.get().given_name == "Вера"
    assert "confirm" in kinds()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("surname", "", "фамилию"),
        ("given_name", "Vеra", "алфавитов"),
        ("email", "vera", "адрес"),
        ("password", "1234567890", "распространён"),
        ("phone", "12", "номера нет"),
        ("rules", False, "согласия"),
    ],
)
def test_what_is_wrong_is_told_by_the_name_of_its_field(field, typed, said):
    refused = register(422, **{field: typed})
    assert refused["code"] == "bad_body"
    assert list(refused["fields"]) == [field]
    assert said in refused["fields"][field]
    assert not User.objects.exists()


def test_a_network_registers_so_many_an_hour(settings):
    settings.REGISTRATIONS = 2
    register()
    register(email="anna@example.test")
    assert register(429, email="oleg@example.test")["code"] == "too_many"
    assert User.objects.count() == 2


def test_the_letter_is_sent_once_more_only_to_whom_waits():
    register()
    for email in (VERA, "no@example.test"):
        cache.clear()  # as some minutes later
        ask("registration/again", {"email": email}, status=204)
    assert kinds() == ["confirm", "confirm"]
    assert "email" in ask("registration/again", {"email": "vera"}, status=422)["fields"]


def test_a_new_password_is_asked_for_with_the_same_answer_for_everybody(settings):
    a_person()
    for email in (VERA, "no@example.test"):
        ask("password/reset", {"email": email}, status=204)
    assert kinds() == ["reset"]
    assert re.search(r"/password/reset/\w+/", letter("reset"))
    assert "email" in ask("password/reset", {"email": "vera"}, status=422)["fields"]
    for _attempt in range(2):
        ask("password/reset", {"email": VERA}, status=204)
    assert ask("password/reset", {"email": VERA}, status=429)["code"] == "too_many"


def test_no_cookie_is_set_and_the_statements_are_few(django_assert_num_queries):
    with django_assert_num_queries(19):
        answer = register()
    assert not answer.cookies
    code = code_of("confirm")
    with django_assert_num_queries(30):
        confirm(code, password=PASSWORD)
    assert Attempt.objects.exists()
