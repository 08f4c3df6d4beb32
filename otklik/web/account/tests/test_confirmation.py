"""The proof that an e-mail is one's own: the letter's link, or its code on another device."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.people import accounts
from otklik.people.models import User
from otklik.web.account.tests.given import PASSWORD, VERA, code_of, is_in, later, link_of, sign_in
from otklik.web.citizen.tests.given import beside, seen

pytestmark = [pytest.mark.people, pytest.mark.django_db]

FORM = {
    "surname": "Полевая", "given_name": "Вера", "patronymic": "", "email": VERA, "phone": "", "password1": PASSWORD,
    "website": "", "rules": "1",
}  # fmt: skip


def registered(client: Client | None = None, **other: str):
    return (client or Client()).post("/register", {**FORM, **other})


def typed(code: str, *, email: str = VERA, client: Client | None = None):
    return (client or Client()).post("/register/code", {"email": email, "code": code})


def test_the_code_confirms_on_another_device_and_signs_in_only_where_one_registered():
    client = Client()
    registered(client)
    phone = Client()
    assert typed(code_of("confirm"), client=phone)["Location"] == "/login"
    assert not is_in(phone)
    assert sign_in(phone).status_code == 302

    registered(client := Client(), email="anna@example.test")
    assert (
        typed(code_of("confirm").replace(" ", ""), email="Anna@example.test", client=client).status_code
        == 302
    )
    assert is_in(client)


def test_a_wrong_code_and_an_address_that_waits_for_none_get_the_same_words():
    registered()
    answers = [typed("1234 5678", email=email) for email in (VERA, "nobody@example.test")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert {beside(answer, "code") for answer in answers} == {
        "Ошибка: Код не подходит или устарел. Проверьте адрес и код или запросите новое письмо."
    }


def test_a_code_confirms_once_and_only_its_own_address():
    registered()
    code = code_of("confirm")
    registered(email="anna@example.test")
    assert typed(code, email="anna@example.test").status_code == 422
    assert typed(code).status_code == 302
    assert typed(code).status_code == 422


def test_codes_cannot_be_tried_out():
    registered()
    code = code_of("confirm")
    for _try in range(settings.SIGN_IN_TRIES):
        typed("1")
    answer = typed(code)
    assert answer.status_code == 429
    assert "Слишком много попыток" in seen(answer)
    assert not EmailAddress.objects.get().verified


def test_a_code_is_taken_until_the_end_of_the_next_day():
    registered()
    code, now = code_of("confirm"), clock.now()
    assert accounts.waiting_for(code, email=VERA, now=now + timedelta(days=1))
    assert accounts.waiting_for(code, email=VERA, now=now + timedelta(days=2)) is None


def test_the_code_is_nowhere_in_the_database():
    registered()
    assert code_of("confirm").replace(" ", "") not in str(list(Message.objects.values()))


def test_a_link_works_for_some_days_and_not_a_minute_longer(monkeypatch):
    registered()
    there = link_of("confirm")
    later(monkeypatch, seconds=settings.CONFIRM_DAYS * 86400 - 60)
    assert "Подтвердить почту" in seen(Client().get(there))
    later(monkeypatch, seconds=120)
    assert "уже не действует" in seen(Client().get(there))
    assert Client().post(there).status_code == 404
    assert not EmailAddress.objects.get().verified


def test_a_mail_scanner_that_opens_the_link_confirms_nothing():
    registered()
    there = link_of("confirm")
    for method in ("get", "head", "get"):
        assert getattr(Client(), method)(there).status_code == 200
    assert not EmailAddress.objects.get().verified
    Client().post(there)
    assert EmailAddress.objects.get().verified


LOOKALIKES = [
    "verа@example.test", "vera@exаmple.test", "vera@example.tеst", "Ⅴera@example.test", "ſam@example.test",
    "vera@example.test\nBcc: x@example.test", "vera@example.test\r\n", "vera@example.test,x@a.example",
    "vera@" + "a" * 250 + ".test", "v" * 300 + "@example.test",
]  # fmt: skip


@pytest.mark.parametrize("email", LOOKALIKES)
def test_an_address_that_only_looks_like_one_is_told_so(email):
    answer = registered(email=email)
    if email.strip() == VERA:  # blanks at the ends are a slip of the hand
        assert User.objects.get().email == VERA
        return
    assert answer.status_code == 422
    assert beside(answer, "email")
    assert not User.objects.exists()


def test_the_sign_of_kelvin_becomes_the_letter_that_it_looks_like():
    registered(email="\u212aira@example.test")
    assert User.objects.get().email == "kira@example.test"


def test_an_address_in_one_alphabet_is_taken():
    assert registered(email="vera@почта.example").status_code == 302


@pytest.mark.parametrize("name", ["Bepa\u0430", "Вeра", "Ⅴера", "Вера\u200b", "Вера\u202e", "x" * 500])
def test_a_name_that_only_looks_like_one_is_told_so(name):
    assert beside(registered(given_name=name), "given_name")


def test_ten_megabytes_are_refused_before_they_are_read():
    for field in ("given_name", "password1", "email"):
        answer = registered(Client(), **{field: "я" * 5_000_000})
        assert answer.status_code in (400, 413)
    assert not User.objects.exists()


def test_a_password_longer_than_any_is_told_so():
    assert "слишком длинный" in beside(registered(password1="синий трактор " * 100), "password1")


def test_a_flood_from_one_network_reads_to_wait(settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "3/h/ip"}
    answers = [registered(email=f"n{n}@example.test").status_code for n in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert User.objects.count() == 3


def test_a_flood_is_counted_for_all_web_processes_together(settings):
    settings.REGISTRATIONS = 2
    answers = []
    for n in range(3):
        answers.append(registered(email=f"n{n}@example.test").status_code)
        cache.clear()
    assert answers == [302, 302, 429]


def test_a_flood_at_one_address_makes_one_account_and_one_letter():
    for _try in range(5):
        registered()
    assert User.objects.count() == 1
    assert Message.objects.count() == 1


def test_registering_over_a_strangers_claim_leaves_one_owner():
    registered()
    stranger = User.objects.get()
    cache.clear()
    EmailAddress.objects.create(
        user=User.objects.create_user("m@example.test", PASSWORD, name="М"), email=VERA
    )
    assert typed(code_of("confirm")).status_code == 302
    assert EmailAddress.objects.get(email=VERA).user == stranger
