"""Sign-in by an OpenID Connect server over HTTP, with real signatures."""

import json

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.people.tests.given import link
from otklik.web.access import ASKED_ELSEWHERE
from otklik.web.citizen.tests.given import seen
from otklik.web.identity.tests.given import CALLBACK, by_oidc, finished, signed_in, start

pytestmark = [pytest.mark.people, pytest.mark.django_db]

MAIL = "vera@example.test"


def test_a_new_person_becomes_a_citizen_whatever_the_server_says_of_roles(oidc):
    oidc.person |= {"roles": ["admin"], "role": "admin", "is_superuser": True}
    client = Client()
    assert "Войти через «Вход служащих»" in seen(client.get("/login"))
    assert by_oidc(client)["Location"] == "/login/finish"
    finished(client, MAIL)
    assert signed_in(client)
    user = User.objects.get()
    assert (user.name, user.role, user.is_superuser) == ("Вера Полевая", "citizen", False)
    assert SocialAccount.objects.get().extra_data == {"label": "vera"}


def test_staff_whose_account_is_there_join_it_by_the_letter_and_keep_their_role(oidc):
    User.objects.create_user(MAIL, "pass", name="Вера", role="moderator")
    client = Client()
    by_oidc(client)
    finished(client, MAIL)
    assert not signed_in(client)
    client.post(link())
    assert client.get("/desk/").status_code == 200
    again = Client()
    assert by_oidc(again)["Location"] == "/"
    assert again.get("/desk/").status_code == 200


def test_an_e_mail_that_the_server_has_not_verified_is_proved_by_a_letter(oidc):
    for said in (False, "false", "true", None, 1):
        oidc.person |= {"sub": f"u-{said!r}", "email_verified": said}
        client = Client()
        by_oidc(client)
        assert finished(client, MAIL)["Location"] == "/login/finish/sent"
    assert not User.objects.exists()


def test_a_verified_e_mail_that_the_person_replaced_is_proved_by_a_letter(oidc):
    client = Client()
    by_oidc(client)
    assert finished(client, "other@example.test")["Location"] == "/login/finish/sent"
    assert Message.objects.get().to == "other@example.test"


def test_a_name_that_is_missing_or_no_name_is_asked(oidc):
    oidc.person |= {"given_name": "<b>1</b>", "family_name": None, "middle_name": 5}
    client = Client()
    by_oidc(client)
    assert finished(client, MAIL).status_code == 422
    finished(client, MAIL, given_name="Вера", surname="Луговая")
    assert User.objects.get().name == "Вера Луговая"


def test_a_name_of_ten_megabytes_is_not_taken_over(oidc):
    oidc.person |= {"given_name": "я" * 5_000_000, "preferred_username": "v" * 100_000}
    client = Client()
    by_oidc(client)
    finished(client, MAIL, given_name="Вера", surname="Луговая")
    assert len(SocialAccount.objects.get().extra_data["label"]) == 200


def test_the_servers_second_factor_is_believed_only_where_the_settings_say_so(oidc, settings):
    oidc.change = {"amr": ["pwd", "otp"], "acr": "silver"}
    by_oidc(client := Client())
    finished(client, MAIL)
    user = User.objects.get()
    assert ASKED_ELSEWHERE not in client.session
    for trusted, said in ((["otp"], True), (["silver"], True), (["gold"], False)):
        settings.OIDC_SECOND_FACTOR = trusted
        by_oidc(client := Client())
        assert client.session.get(ASKED_ELSEWHERE) == (user.pk if said else None)


def test_staff_whose_second_factor_was_asked_there_are_not_made_to_set_up_another(oidc, settings):
    settings.STAFF_SECOND_FACTOR, settings.OIDC_SECOND_FACTOR = True, ["mfa"]
    User.objects.create_user(MAIL, "pass", name="Вера", role="moderator")
    by_oidc(first := Client())
    finished(first, MAIL)
    first.post(link())
    assert first.get("/desk/").status_code == 302
    oidc.change = {"acr": "mfa"}
    by_oidc(client := Client())
    assert client.get("/desk/").status_code == 200


SPOILED = [
    {"iss": "http://evil.example"},
    {"aud": "another"},
    {"exp": 1_700_000_000},
    {"sub": "u-2"},
    {"sub": 5},
]


@pytest.mark.parametrize("change", SPOILED, ids=str)
def test_a_token_that_is_not_ours_opens_nothing(oidc, change):
    oidc.change = change
    client = Client()
    answer = by_oidc(client)
    assert answer.status_code == 403
    assert "не подтвердил вход" in seen(answer)
    assert client.get("/login/finish").status_code == 302


@pytest.mark.parametrize(("signer", "algorithm"), [("stranger", "RS256"), ("ours", "HS256")])
def test_a_token_that_somebody_else_signed_opens_nothing(oidc, signer, algorithm):
    oidc.signer, oidc.algorithm = signer, algorithm
    assert by_oidc(Client()).status_code == 403


@pytest.mark.parametrize("where", ["token", "certs", "userinfo", "openid-configuration"])
@pytest.mark.parametrize(
    "answer", [(500, b"{}"), (200, b"<html>"), (200, b"[1]"), (200, b"{}"), (200, b'"x"')]
)
def test_trouble_at_the_server_is_a_page_that_says_what_to_do(oidc, where, answer):
    client = Client()
    there = start(client, "staff")["Location"]
    come_back = requests.get(there, allow_redirects=False, timeout=10).headers["Location"]
    oidc.answers[where] = answer
    page = client.get(come_back.partition("testserver")[2])
    assert page.status_code in (403, 503)
    assert "<h1>" in page.content.decode()
    assert "Вход" in seen(page)
    assert not signed_in(client)


@pytest.mark.parametrize("answer", [(500, b"{}"), (200, b"<html>"), (200, b"[1]"), (200, b"{}")])
def test_a_server_that_cannot_tell_its_addresses_is_told_at_the_button(oidc, answer):
    oidc.answers["openid-configuration"] = answer
    assert start(Client(), "staff").status_code in (403, 503)


def test_a_server_of_another_name_is_not_believed(oidc):
    said = {**oidc.discovery(), "issuer": "http://evil.example"}
    oidc.answers["openid-configuration"] = (200, json.dumps(said).encode())
    assert start(Client(), "staff").status_code == 403


def test_nobody_listening_is_told_as_such(settings, oidc):
    settings.OIDC_URL = "http://127.0.0.1:1"
    answer = start(Client(), "staff")
    assert (answer.status_code, "сейчас не отвечает" in seen(answer)) == (503, True)


def test_a_server_that_is_too_slow_is_told_as_such(settings, oidc):
    oidc.slow, settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.6, 0.2
    assert start(Client(), "staff").status_code == 503


def test_an_error_of_the_server_and_a_refusal_are_told_apart(oidc):
    for error, status in (("access_denied", 200), ("server_error", 403)):
        client = Client()
        state = start(client, "staff")["Location"].partition("state=")[2].partition("&")[0]
        assert client.get(CALLBACK.format("staff"), {"error": error, "state": state}).status_code == status


def test_a_state_of_one_service_does_not_do_for_another(oidc, esia):
    client = Client()
    state = start(client, "staff")["Location"].partition("state=")[2].partition("&")[0]
    assert client.get(CALLBACK.format("esia"), {"code": "x", "state": state}).status_code == 400
