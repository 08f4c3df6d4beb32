"""What a reader sets for themselves; sign-in and sign-out; health."""

import pytest
from django.test import Client

from otklik.appeals.tests.given import a_citizen
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen
from otklik.web.parts.vision_panel.prefs import CHOICES, Vision

pytestmark = [pytest.mark.public, pytest.mark.django_db]

CHOSEN = {"size": "200", "scheme": "black", "images": "off", "spacing": "wide"}


def test_the_page_is_painted_as_chosen_from_the_first_byte_on():
    client = Client()
    client.post("/settings/vision", CHOSEN)
    page = client.get("/").content.decode()
    assert 'data-size="200" data-scheme="black" data-images="off" data-spacing="wide"' in page
    assert 'value="black" checked' in client.get("/settings/vision").content.decode()


def test_the_usual_look_comes_back_by_one_button():
    client = Client()
    client.post("/settings/vision", CHOSEN)
    client.post("/settings/vision", {**CHOSEN, "reset": "1"})
    assert Vision.from_cookie(client.cookies["vision"].value) == Vision()


@pytest.mark.parametrize("name", list(CHOICES))
def test_a_value_that_nobody_offered_is_the_usual_one(name):
    client = Client()
    client.post("/settings/vision", {name: '"><script>'})
    page = client.get("/").content.decode()
    assert f'data-{name}="{CHOICES[name][0]}"' in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("cookie", "language"), [("en", "en"), ("ru", "ru"), ("de", "ru"), ("<x>", "ru"), ("", "ru")]
)
def test_the_language_is_the_chosen_one_and_russian_otherwise(cookie, language):
    client = Client()
    client.cookies["django_language"] = cookie
    answer = client.get("/", headers={"Accept-Language": "de,en"})
    assert answer["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()


def test_a_language_that_we_do_not_have_is_not_kept():
    client = Client()
    client.post("/settings/language", {"to": "xx"})
    assert "django_language" not in client.cookies


@pytest.mark.parametrize(
    ("email", "password"), [("vera@example.test", "wrong"), ("nobody@example.test", "pass")]
)
def test_a_wrong_password_and_an_unknown_email_sound_the_same(email, password):
    User.objects.create_user("vera@example.test", "pass", name="Вера")
    answer = Client().post("/login", {"username": email, "password": password})
    assert "Почта, телефон или пароль не подходят" in seen(answer)
    assert f'value="{email}"' in answer.content.decode()
    assert 'type="password" value=""' in answer.content.decode()


def test_someone_switched_off_can_not_sign_in():
    User.objects.create_user("vera@example.test", "pass", name="Вера", is_active=False)
    assert "не подходят" in seen(
        Client().post("/login", {"username": "vera@example.test", "password": "pass"})
    )


def test_demo_logins_are_shown_in_the_demo_only(settings):
    User.objects.create_user("vera@example.test", "pass", name="Вера")
    assert "Демонстрационные" not in seen(Client().get("/login"))
    settings.DEMO = True
    assert "vera@example.test" in seen(Client().get("/login"))


def test_signing_out_is_a_button_and_not_an_address():
    client = Client()
    client.force_login(a_citizen())
    assert client.get("/logout").status_code == 405
    assert client.get("/mine").status_code == 200
    client.post("/logout")
    assert client.get("/mine").status_code == 302


def test_who_is_signed_in_is_led_past_the_sign_in_page():
    client = Client()
    client.force_login(a_citizen())
    assert client.get("/login")["Location"] == "/"


def test_health_is_told_to_machines_and_kept_by_nobody():
    answer = Client().get("/health")
    assert (answer.json(), answer["Cache-Control"]) == ({"ok": True}, "no-store")
