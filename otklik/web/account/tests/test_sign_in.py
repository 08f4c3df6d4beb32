"""Ways in: e-mail or phone with a password, a code in a letter; what strangers learn from them: nothing."""

import sys

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.web.account.tests.given import PASSWORD, VERA, a_person, code_of, is_in, later, sign_in
from otklik.web.citizen.tests.given import beside, seen

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def confirmed(**more):
    return a_person(phone="+79001234567", phone_confirmed_at=clock.now(), **more)


@pytest.mark.parametrize("who", [VERA, " VERA@Example.test ", "+79001234567", "8 (900) 123-45-67"])
def test_an_email_and_a_confirmed_phone_open_the_same_account(who):
    confirmed()
    client = Client()
    assert sign_in(client, who).status_code == 302
    assert is_in(client)


def test_a_password_alone_does_not_load_what_passkeys_need(monkeypatch):
    for name in ("allauth.mfa.stages", "fido2", "fido2.webauthn"):
        monkeypatch.setitem(sys.modules, name, None)  # importing it fails
    a_person()
    client = Client()
    assert sign_in(client).status_code == 302
    assert "_auth_user_id" in client.session


def test_a_phone_that_is_only_written_down_opens_nothing():
    a_person(phone="+79001234567")
    answer = sign_in(Client(), "+79001234567")
    assert (answer.status_code, answer.content) == (422, answer.content)
    assert "не подходят" in seen(answer)


def test_tries_by_phone_and_by_email_are_counted_together(settings):
    confirmed()
    for n in range(settings.SIGN_IN_TRIES):
        sign_in(Client(), VERA if n % 2 else "+79001234567", "wrong")
    assert "Слишком много попыток" in seen(sign_in(Client(), "+79001234567"))


def test_a_closed_account_opens_for_nobody():
    a_person(is_active=False)
    client = Client()
    assert sign_in(client).status_code == 422
    assert not is_in(client)


def test_an_account_that_was_closed_meanwhile_does_not_open_by_its_code():
    user = a_person()
    client = Client()
    asked(client)
    code = code_of("login-code")
    user.is_active = False
    user.save()
    answer = client.post("/login/code/confirm", {"code": code}, follow=True)
    assert "учётная запись закрыта" in answer.content.decode()
    assert not is_in(client)


def asked(client: Client, email: str = VERA, **more: str):
    return client.post("/login/code", {"email": email, **more})


def typed(client: Client, code: str):
    return client.post("/login/code/confirm", {"code": code})


def test_the_code_of_the_letter_signs_in_once_and_only_in_the_browser_that_asked():
    a_person()
    client, other = Client(), Client()
    assert asked(client, next="/appeals?tab=thanks")["Location"].startswith("/login/code/confirm")
    code = code_of("login-code")

    assert typed(other, code)["Location"] == "/login/code"
    assert client.post("/login/code/confirm", {"code": code, "next": "/appeals?tab=thanks"})["Location"] == (
        "/appeals?tab=thanks"
    )
    assert is_in(client)
    assert typed(Client(), code).status_code == 302
    assert not is_in(other)


def test_neither_the_session_nor_the_letters_row_holds_the_code():
    a_person()
    client = Client()
    asked(client)
    code = code_of("login-code").replace(" ", "")
    assert code not in str(dict(client.session))
    assert code not in str(Message.objects.get().context)


def test_an_unknown_an_unconfirmed_and_a_known_address_get_the_same_answers():
    a_person()
    EmailAddress.objects.create(user=a_person("other@example.test"), email="claimed@example.test")
    told = []
    for email in (VERA, "nobody@example.test", "claimed@example.test"):
        client = Client()
        answer = asked(client, email)
        wrong = typed(client, "0000 0000")
        told.append((answer.status_code, answer["Location"], wrong.status_code, beside(wrong, "code")))
    assert len(set(told)) == 1
    assert [message.to for message in Message.objects.all()] == [VERA]


def test_three_wrong_codes_end_it():
    a_person()
    client = Client()
    asked(client)
    code = code_of("login-code")
    for _try in range(2):
        assert "не подходит" in beside(typed(client, "1"), "code")
    assert typed(client, "1")["Location"] == "/login/code"
    assert typed(client, code)["Location"] == "/login/code"
    assert not is_in(client)


def test_a_code_is_good_for_a_quarter_of_an_hour(monkeypatch):
    a_person()
    client = Client()
    asked(client)
    code = code_of("login-code")
    later(monkeypatch, seconds=15 * 60 + 1)
    assert typed(client, code)["Location"] == "/login/code"
    assert not is_in(client)


def test_codes_are_not_sent_at_every_press():
    a_person()
    answers = [asked(Client()).status_code for _press in range(5)]
    assert answers == [302, 302, 302, 422, 422]
    assert Message.objects.count() == 3


def test_whoever_waits_for_a_code_may_sign_in_with_the_password():
    a_person()
    client = Client()
    asked(client)
    assert client.get("/login").status_code == 200
    assert sign_in(client).status_code == 302
    assert is_in(client)


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "javascript:alert(1)",
    "\\\\evil.example",
    "/\\evil.example",
]


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_way_in_leads_to_another_site(there):
    a_person()
    client = Client()
    asked(client, next=there)
    answer = client.post("/login/code/confirm", {"code": code_of("login-code"), "next": there})
    assert answer["Location"] == "/"
    assert client.post("/account/again", {"password": PASSWORD, "next": there})["Location"] == "/"


def test_a_key_that_nobody_has_opens_nothing():
    a_person()
    client = Client()
    options = client.get("/login/passkey", headers={"Accept": "application/json"})
    assert "challenge" in options.json()["request_options"]["publicKey"]
    for said in (
        "",
        "nonsense",
        "[]",
        "{}",
        '{"id": "AQ", "rawId": "AQ", "type": "public-key", "response": {}}',
    ):
        answer = client.post("/login/passkey", {"credential": said})
        assert (answer.status_code, answer["Location"]) == (302, "/login"), said
    assert not is_in(client)


def test_passkeys_too_are_limited_by_network(settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": "2/m/ip"}
    client = Client()
    answers = [client.post("/login/passkey", {"credential": "{}"}).status_code for _try in range(3)]
    assert answers == [302, 302, 429]
