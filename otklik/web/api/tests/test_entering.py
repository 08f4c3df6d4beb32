"""The app signs in and out. The tokens themselves: people/tests/test_devices.py."""

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from otklik.outbox.tests.given import kinds
from otklik.people.models import Device, User
from otklik.web.account.tests.given import PASSWORD, VERA, a_person, app_code, signed_in

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]


def ask(path: str, said: Any = None, *, access: str = "", status: int = 200, **headers: str) -> Any:
    """POST where something is said, GET where not; what came, as JSON."""
    client = Client(enforce_csrf_checks=True)
    headers |= {"Authorization": f"Bearer {access}"} if access else {}
    if said is None:
        answer = client.get(f"/api/v1/{path}", headers=headers)
    else:
        body = json.dumps(said)
        answer = client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.content.decode()
    return answer.json() if answer.content else answer


def enter(status: int = 200, **more: str) -> Any:
    return ask("session", {"login": VERA, "password": PASSWORD, **more}, status=status)


def test_a_person_signs_in_with_the_password_sees_the_device_and_signs_it_out():
    a_person()
    access = enter(device="  Pixel 8,\n Android ")["access"]
    (device,) = ask("devices", access=access)["devices"]
    assert (device["name"], device["here"]) == ("Pixel 8, Android", True)
    ask("session/end", {}, access=access, status=204)
    assert ask("devices", access=access, status=401)["code"] == "signed_out"


def test_a_confirmed_phone_signs_in_as_well():
    a_person(phone="+79991234567", phone_confirmed_at="2026-01-01T00:00Z")
    assert ask("session", {"login": "8 999 123-45-67", "password": PASSWORD})["access"]


def test_the_session_is_renewed_and_each_token_says_for_how_long_it_opens():
    a_person()
    first = enter()
    assert first["expires_in"] == 900
    following = ask("session/renew", {"refresh": first["refresh"]})
    assert following["refresh"] != first["refresh"]
    assert ask("session/renew", {"refresh": "1.nonsense"}, status=401)["code"] == "signed_out"


def test_a_wrong_password_says_so_where_it_was_typed_and_is_counted_as_on_the_page(settings):
    settings.SIGN_IN_TRIES = 3
    a_person()
    for _attempt in range(3):
        assert "не подходят" in enter(422, password="wrong")["fields"]["password"]
    assert "Слишком много попыток" in enter(422)["detail"]
    assert not Device.objects.exists()


def test_a_second_step_is_asked_for_and_a_wrong_code_opens_nothing():
    user, secret = a_person(), generate_totp_secret()
    TOTP.activate(user, secret)
    assert enter(422)["code"] == "code_wanted"
    assert "one_time_code" in enter(422, one_time_code="000000")["fields"]
    assert enter(one_time_code=app_code(secret))["access"]


def test_a_recovery_code_is_good_once():
    user = a_person()
    TOTP.activate(user, generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    assert enter(one_time_code=code)["access"]
    enter(422, one_time_code=code)


def test_staff_without_a_second_factor_are_told_where_to_set_it_up(settings):
    settings.STAFF_SECOND_FACTOR = True
    a_person(role=User.Role.MODERATOR)
    assert "Безопасность" in enter(403)["detail"]


def test_an_unconfirmed_e_mail_gets_its_letter_once_more_and_nobody_in():
    user = a_person()
    EmailAddress.objects.filter(user=user).update(verified=False)
    assert enter(403)["code"] == "email_unconfirmed"
    assert kinds() == ["confirm"]
    enter(403)
    assert kinds() == ["confirm"]  # once in a while only


def test_a_closed_account_does_not_open():
    a_person(is_active=False)
    assert enter(422)["code"] == "not_proved"


def test_a_cookie_of_the_portal_opens_nothing_of_the_api():
    client = signed_in(a_person())
    answer = client.get("/api/v1/devices")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_only_its_person_may_keep_an_answer_and_asks_whether_it_changed():
    a_person()
    access = enter()["access"]
    client = Client(headers={"Authorization": f"Bearer {access}"})
    first = client.get("/api/v1/devices")
    assert first["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first["Vary"]
    assert client.get("/api/v1/devices", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_device_is_signed_out_from_another_one_and_from_the_cabinet():
    user = a_person()
    here, there, third = (enter(device=name)["access"] for name in ("Телефон", "Планшет", "Третье"))
    numbers = {row["name"]: row["device_id"] for row in ask("devices", access=here)["devices"]}
    ask(f"devices/{numbers['Планшет']}/end", {}, access=here, status=204)
    ask("devices", access=there, status=401)

    cabinet = signed_in(user)
    assert "Третье" in cabinet.get("/account/sessions").content.decode()
    cabinet.post("/account/sessions", {"device": str(numbers["Третье"])})
    ask("devices", access=third, status=401)
    ask("devices", access=here)
    cabinet.post("/account/sessions", {"end": "others"})
    ask("devices", access=here, status=401)


def test_refusals_speak_the_language_of_the_caller():
    said = ask("devices", access="x", status=401, **{"Accept-Language": "en"})
    assert said["detail"].startswith("Sign in again")


def test_a_page_of_another_site_may_ask_with_a_token():
    answer = Client().options("/api/v1/devices")
    assert "Authorization" in answer["Access-Control-Allow-Headers"]
