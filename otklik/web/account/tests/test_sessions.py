"""Sessions: seen, ended one by one and all at once, and dead with an old password."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.test import Client

from otklik.kit import clock
from otklik.people import sessions
from otklik.web.account.tests.given import (
    PASSWORD,
    VERA,
    a_person,
    is_in,
    letter,
    link_of,
    sign_in,
    signed_in,
)
from otklik.web.citizen.tests.given import beside, seen

pytestmark = [pytest.mark.people, pytest.mark.django_db]

NEW = {"password1": "новый красный мяч", "password2": "новый красный мяч"}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_the_list_says_where_one_is_signed_in_and_ends_one():
    user = a_person()
    other = Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="192.0.2.7")
    sign_in(other)
    client = signed_in(user)
    page = client.get("/account/sessions")
    assert "Firefox, Linux" in seen(page)
    assert "192.0.2.7" in seen(page)
    assert seen(page).count("это устройство") == 1

    end = UserSession.objects.get(ip="192.0.2.7").pk
    client.post("/account/sessions", {"end": str(end)})
    assert not is_in(other)
    assert is_in(client)
    client.post("/account/sessions", {"end": str(end)})  # a repeat


def test_somebody_elses_session_cannot_be_ended():
    a_person("anna@example.test")
    anna, vera = Client(), signed_in(a_person())
    sign_in(anna, "anna@example.test")
    for row in (*UserSession.objects.values_list("pk", flat=True), "nonsense", "9" * 30):
        if row != UserSession.objects.filter(user__email=VERA).values_list("pk", flat=True)[0]:
            vera.post("/account/sessions", {"end": str(row)})
    assert is_in(anna)


def test_others_end_and_everywhere_ends_here_too():
    user = a_person()
    others = [Client() for _n in range(3)]
    for other in others:
        sign_in(other)
    client = signed_in(user)
    client.post("/account/sessions", {"end": "others"})
    assert [is_in(other) for other in others] == [False] * 3
    assert is_in(client)
    sign_in(others[0])
    assert client.post("/account/sessions", {"end": "all"})["Location"] == "/login"
    assert not is_in(client)
    assert not is_in(others[0])
    assert not UserSession.objects.exists()


def test_a_stolen_session_dies_with_the_old_password():
    user = a_person()
    stolen, client = Client(), signed_in(user)
    sign_in(stolen)
    answer = client.post("/account/password", {"oldpassword": PASSWORD, **NEW})
    assert answer["Location"] == "/account/security"
    assert not is_in(stolen)
    assert is_in(client)
    assert seen(client.get("/account/sessions")).count("это устройство") == 1
    assert Session.objects.count() == 1
    assert "изменён" in letter("password-changed")


def test_a_wrong_old_password_changes_nothing():
    client = signed_in(a_person())
    answer = client.post("/account/password", {"oldpassword": "wrong", **NEW})
    assert "Прежний пароль не подходит" in beside(answer, "oldpassword")
    assert sign_in(Client()).status_code == 302


def test_a_new_password_by_the_letter_ends_every_session():
    user = a_person()
    stolen = signed_in(user)
    client = Client()
    client.post("/password/reset", {"email": VERA})
    client.post(client.get(link_of("reset"))["Location"], NEW)
    assert not is_in(stolen)
    assert not UserSession.objects.exists()


def test_a_mail_scanner_does_not_use_up_the_link_for_a_new_password():
    a_person()
    client = Client()
    client.post("/password/reset", {"email": VERA})
    there = link_of("reset")
    for method in ("get", "head", "get"):
        getattr(Client(), method)(there)
    assert client.post(client.get(there)["Location"], NEW)["Location"] == "/login"
    assert Client().get(there).status_code == 200
    assert "уже не действует" in seen(Client().get(there))


def test_a_link_for_a_new_password_works_for_a_day(monkeypatch):
    a_person()
    Client().post("/password/reset", {"email": VERA})
    there = link_of("reset")
    late = clock.now().replace(tzinfo=None) + timedelta(days=2)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _self: late)
    assert "уже не действует" in seen(Client().get(there))


def test_an_account_from_outside_sets_its_first_password():
    user = a_person()
    user.set_unusable_password()
    user.save()
    client = Client()
    client.force_login(user)
    assert client.get("/account/password")["Location"] == "/account/password/first"
    assert "Задать пароль" in seen(client.get("/account/security"))
    assert client.post("/account/password/first", NEW)["Location"] == "/account/security"
    assert sign_in(Client(), password=NEW["password1"]).status_code == 302


def test_a_session_that_was_planted_is_not_the_one_that_signs_in():
    a_person()
    client = Client()
    client.get("/login/passkey", headers={"Accept": "application/json"})
    planted = client.cookies["sessionid"].value
    sign_in(client)
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_in(thief)


def test_what_has_ended_is_forgotten_by_the_clock():
    sign_in(Client(), a_person().email)
    assert sessions.forget_ended(now=clock.now()) == 0
    assert sessions.forget_ended(now=clock.now() + timedelta(days=15)) == 2
    assert not UserSession.objects.exists()
