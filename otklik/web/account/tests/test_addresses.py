"""Another e-mail, another phone: nothing changes until the new one is proved; the old e-mail is told."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.people import accounts
from otklik.people.models import User
from otklik.web.account.tests.given import VERA, a_person, code_of, letter, link_of, sign_in, signed_in
from otklik.web.citizen.tests.given import beside, seen

pytestmark = [pytest.mark.people, pytest.mark.django_db]

NEW = "vera.new@example.test"
PHONE = "+79001234567"


def wants(client: Client, email: str = NEW):
    return client.post("/account/email", {"action_add": "1", "email": email})


def test_the_email_changes_when_the_new_one_is_proved_and_the_old_one_is_told():
    user = a_person()
    client = signed_in(user)
    assert wants(client).status_code == 302
    user.refresh_from_db()
    assert user.email == VERA
    assert NEW in seen(client.get("/account/email"))

    assert client.post(link_of("confirm"))["Location"] == "/account/security"
    user.refresh_from_db()
    assert user.email == NEW
    told = Message.objects.get(kind="email-changed")
    assert told.to == VERA
    assert NEW in letter("email-changed")
    assert sign_in(Client(), NEW).status_code == 302
    assert sign_in(Client(), VERA).status_code == 422


def test_the_code_of_the_letter_does_the_same():
    user = a_person()
    client = signed_in(user)
    wants(client)
    client.post("/register/code", {"email": NEW, "code": code_of("confirm")})
    user.refresh_from_db()
    assert user.email == NEW


def test_an_address_of_another_account_gets_the_same_answer_and_is_not_taken_over():
    a_person("anna@example.test")
    user = a_person()
    client = signed_in(user)
    free, taken = wants(client, NEW), wants(client, "anna@example.test")
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    client.post(link_of("confirm"))
    user.refresh_from_db()
    assert user.email == VERA
    assert User.objects.get(email="anna@example.test") != user


def test_a_change_can_be_called_off():
    client = signed_in(a_person())
    wants(client)
    there = link_of("confirm")
    client.post("/account/email", {"email": NEW, "action_remove": "1"})
    assert NEW not in seen(client.get("/account/email"))
    assert client.post(there).status_code == 404


@pytest.mark.parametrize("email", ["", "nonsense", VERA, "verа@example.test", "x@exаmple.test"])
def test_what_is_no_new_address_is_told_at_the_field(email):
    answer = wants(signed_in(a_person()), email)
    assert answer.status_code == 422
    assert beside(answer, "email")


def test_the_address_may_change_with_a_second_step():
    from otklik.web.account.tests.given import an_app

    client = signed_in(a_person())
    an_app(client)
    assert wants(client).status_code == 302


def asked(client: Client, phone: str = "8 900 123-45-67"):
    return client.post("/account/phone", {"phone": phone})


def typed(client: Client, code: str):
    return client.post("/account/phone/code", {"code": code})


def test_the_code_of_the_sms_confirms_the_phone_and_the_email_is_told():
    user = a_person(phone="+79009999999")
    client = signed_in(user)
    assert asked(client)["Location"] == "/account/phone/code"
    sms = Message.objects.get(channel="sms")
    assert (sms.to, sms.user, sms.kind) == (PHONE, user, "phone-code")
    user.refresh_from_db()
    assert user.phone == "+79009999999"

    assert typed(client, code_of("phone-code"))["Location"] == "/account/security"
    user.refresh_from_db()
    assert user.phone == PHONE
    assert user.phone_confirmed_at
    told = Message.objects.get(kind="phone-changed")
    assert (told.to, told.context["phone"]) == (VERA, PHONE)
    assert sign_in(Client(), PHONE).status_code == 302


def test_the_code_of_the_sms_is_nowhere_in_the_database():
    client = signed_in(a_person())
    asked(client)
    code = code_of("phone-code").replace(" ", "")
    assert code not in str(list(Message.objects.values()))
    assert code not in str(dict(client.session))


def test_three_wrong_codes_end_it():
    user = a_person()
    client = signed_in(user)
    asked(client)
    code = code_of("phone-code")
    assert [typed(client, "1").status_code for _try in range(3)] == [422, 422, 302]
    assert typed(client, code)["Location"] == "/account/phone"
    user.refresh_from_db()
    assert not user.phone_confirmed_at


def test_a_code_is_good_for_ten_minutes_and_for_its_own_browser(monkeypatch):
    user = a_person()
    client = signed_in(user)
    asked(client)
    code = code_of("phone-code")
    assert typed(signed_in(user), code)["Location"] == "/account/phone"
    late = clock.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert typed(client, code)["Location"] == "/account/phone"


def test_messages_cost_money_so_they_are_few(settings):
    client = signed_in(a_person())
    answers = [asked(client).status_code for _press in range(4)]
    assert answers == [302, 302, 302, 429]
    assert Message.objects.filter(channel="sms").count() == 3


def test_who_proves_a_number_has_it_and_the_one_before_is_told():
    before = a_person("anna@example.test", phone=PHONE, phone_confirmed_at=clock.now())
    user = a_person()
    client = signed_in(user)
    asked(client)
    typed(client, code_of("phone-code"))
    before.refresh_from_db()
    user.refresh_from_db()
    assert (before.phone_confirmed_at, user.phone) == (None, PHONE)
    told = Message.objects.get(kind="phone-changed", user=before)
    assert "подтвердил другой человек" in letter_of(told)

    accounts.confirm_phone(user, phone=PHONE, now=clock.now())  # a repeat
    assert Message.objects.filter(kind="phone-changed").count() == 2


def letter_of(message: Message) -> str:
    from otklik.outbox.wording import text_of

    return text_of(message)[1]


@pytest.mark.parametrize("phone", ["", "12", "8 900 123-45-67 доб. 5", "+7900123456789012345", "я" * 30])
def test_what_is_no_number_is_told_at_the_field(phone):
    cache.clear()
    answer = asked(signed_in(a_person()), phone)
    assert answer.status_code == 422
    assert beside(answer, "phone")
    assert not Message.objects.exists()
