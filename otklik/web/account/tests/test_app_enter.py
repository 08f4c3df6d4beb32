"""The app signs in by way of the browser: a page with a button, a code for one use, the app's own verifier."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.test import Client

from otklik.people.models import Device, User
from otklik.web.account.tests.given import VERA, a_person, later, sign_in, signed_in
from otklik.web.api.tests.test_entering import ask
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
STATE = "af0ifjsldkj-af0ifjsldkj"
SCHEME = "ru.region.otklik"


def challenge(verifier: str = VERIFIER) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def address(**more: str) -> str:
    asked = {"challenge": challenge(), "state": STATE, **more}
    return "/app-enter?" + "&".join(f"{name}={quote(said)}" for name, said in asked.items())


def a_code(client: Client, **more: str) -> str:
    return parse_qs(urlsplit(client.post(address(**more))["Location"]).query)["code"][0]


def redeem(code: str, status: int = 200, *, verifier: str = VERIFIER):
    return ask(
        "session/from-browser", {"code": code, "verifier": verifier, "device": "Pixel 8"}, status=status
    )


def refuses(code: str, **more: str) -> bool:
    return bool(redeem(code, 422, **more)["code"] == "bad_code")


def test_the_example_of_the_standard_is_understood():
    """RFC 7636, appendix B."""
    assert challenge() == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_who_is_signed_in_presses_the_button_and_the_app_is_signed_in():
    client = signed_in(a_person(given_name="Вера", surname="Полевая"))
    assert "Войти в приложение как Вера П." in seen(client.get(address()))
    there = urlsplit(client.post(address())["Location"])
    assert (there.netloc, there.path) == ("", "/app/enter")
    said = parse_qs(there.query)
    assert said["state"] == [STATE]
    access = redeem(said["code"][0])["access"]
    assert ask("devices", access=access)["devices"][0]["name"] == "Pixel 8"


def test_who_is_not_signed_in_comes_back_after_the_sign_in():
    a_person()
    client = Client()
    way = client.get(address())["Location"]
    assert way.startswith("/login?next=")
    back = parse_qs(urlsplit(way).query)["next"][0]
    assert back == address()
    assert sign_in(client, next=back)["Location"] == address()
    assert redeem(a_code(client))["access"]


def test_opening_the_page_signs_nothing_in():
    client = signed_in(a_person())
    client.get(address())
    assert not Device.objects.exists()


def test_a_page_of_another_site_cannot_press_the_button():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(a_person())
    assert strict.post(address()).status_code == 403


def test_a_code_without_its_verifier_is_worth_nothing_and_stays_good_for_its_app():
    """Whoever sees the address of the way back has the code and no more."""
    code = a_code(signed_in(a_person()))
    for guess in ("", challenge(), VERIFIER[:-1] + "l", "я" * 43):
        assert refuses(code, verifier=guess)
    assert not Device.objects.exists()
    assert redeem(code)["access"]


def test_a_code_is_good_once():
    code = a_code(signed_in(a_person()))
    redeem(code)
    assert refuses(code)
    assert Device.objects.count() == 1


def test_a_code_is_good_for_two_minutes(monkeypatch):
    code = a_code(signed_in(a_person()))
    later(monkeypatch, seconds=122)
    assert refuses(code)


def test_an_altered_code_opens_nobody_elses_account():
    code = a_code(signed_in(a_person()))
    other = a_code(signed_in(a_person("oleg@example.test")))
    whole, stamp, signature = code.rsplit(":", 2)
    mixed = ":".join((other.rsplit(":", 2)[0], stamp, signature))
    for wrong in (mixed, code[:-1], "", "x" * 300, f"{whole}:{signature}"):
        assert refuses(wrong)
    ask("devices", access=redeem(code)["access"])
    assert Device.objects.get().user.email == VERA


def test_after_a_new_password_and_in_a_closed_account_the_code_opens_nothing():
    user = a_person()
    code = a_code(signed_in(user))
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert refuses(code)
    user.set_password("другой длинный пароль")
    user.save()
    assert refuses(code)


@pytest.mark.parametrize(
    "wrong",
    [
        {"challenge": ""},
        {"challenge": VERIFIER + "A"},
        {"challenge": "я" * 43},
        {"state": "short"},
        {"state": "x" * 129},
        {"state": "https://evil.example/?"},
        {"app": "ru.stranger.app"},
        {"app": "javascript"},
    ],
    ids=str,
)
def test_what_no_app_of_ours_asks_is_refused_in_words_and_leads_nowhere(settings, wrong):
    settings.APP_SCHEMES = (SCHEME,)
    client = signed_in(a_person())
    for answer in (client.get(address(**wrong)), client.post(address(**wrong))):
        assert answer.status_code == 400
        assert "приложени" in seen(answer)
        assert "Location" not in answer


def test_an_app_of_a_store_is_led_back_to_by_a_scheme_of_the_settings_alone(settings):
    settings.APP_SCHEMES = (SCHEME,)
    client = signed_in(a_person())
    page = client.get(address(app=SCHEME))
    assert f"form-action 'self' {SCHEME}:" in page["Content-Security-Policy"]
    assert client.post(address(app=SCHEME))["Location"].startswith(f"{SCHEME}:/app/enter?code=")
    assert SCHEME not in client.get("/account/security")["Content-Security-Policy"]
    settings.APP_SCHEMES = ()
    assert client.post(address(app=SCHEME)).status_code == 400


def test_staff_without_a_second_factor_are_told_what_to_do_first(settings):
    client = signed_in(a_person(role=User.Role.MODERATOR))
    settings.STAFF_SECOND_FACTOR = True
    assert client.post(address()).status_code == 400
    assert "нужен второй шаг входа" in seen(client.get(address()))
    assert "/account/security" in client.get(address()).content.decode()


def test_redeeming_takes_few_statements(django_assert_num_queries):
    code = a_code(signed_in(a_person()))
    with django_assert_num_queries(7):
        redeem(code)
