"""The profile: what is kept is what was typed, and nobody else sees or changes it."""

from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.appeals.tests.given import a_moderator, a_settlement, a_territory
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.people.models import Consent, User
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.profile.tests.given import PROFILE, at_home, vera
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.people, pytest.mark.django_db]

OWN_PAGES = ["/account/profile", "/account/profile/photo", "/account/profile/photo/drop"]


def save(client: Client, **other: str):
    return client.post("/account/profile", {**PROFILE, **other})


def send_photo(client: Client, raw: bytes):
    return client.post("/account/profile/photo", {"photo": SimpleUploadedFile("я.jpg", raw)})


def test_what_is_saved_is_shown_again_and_the_page_speaks_the_chosen_language():
    user = vera(name="Вера", surname="", given_name="", patronymic="")
    client = at_home(user)
    assert save(client, language="en", pace="daily", wants_letters="")["Location"] == "/account/profile"
    user.refresh_from_db()
    assert (user.name, user.surname, user.language, user.pace, user.wants_letters) == (
        "Вера Ивановна Полевая",
        "Полевая",
        "en",
        "daily",
        False,
    )
    assert client.cookies["django_language"].value == "en"
    assert 'value="Полевая"' in client.get("/account/profile").content.decode()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("surname", ""), ("given_name", "Вера1"), ("given_name", "Bеpа"), ("patronymic", "я" * 46),
        ("name_shown", "everything"), ("language", "xx"), ("pace", ""), ("poll_news", "weekly"),
        ("settlement", "Нетакого"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_field_and_the_rest_stays_typed(field, typed):
    user = vera()
    answer = save(at_home(user), **{"given_name": "Анна", field: typed})
    assert answer.status_code == 422
    assert beside(answer, field)
    assert field == "given_name" or 'value="Анна"' in answer.content.decode()
    user.refresh_from_db()
    assert user.given_name == "Вера"


def test_names_of_ten_megabytes_and_with_a_nul_are_refused_in_words():
    user = vera()
    client = at_home(user)
    for bad in ("я" * 5_000_000, "Ве\0ра"):
        assert save(client, given_name=bad).status_code == 400
    user.refresh_from_db()
    assert user.given_name == "Вера"


def test_showing_the_name_is_a_consent_with_a_version_and_hiding_it_withdraws_it(settings):
    user = vera()
    client = at_home(user)
    save(client, name_shown="full")
    save(client, name_shown="short")  # the same consent goes on
    given = Consent.objects.get()
    assert (given.kind, given.version, given.withdrawn_at) == (
        "publication",
        settings.PUBLICATION_VERSION,
        None,
    )
    assert "Публикация имени" in seen(client.get("/account/profile"))

    settings.PUBLICATION_VERSION = "2030-01-01"
    save(client, name_shown="short")
    save(client, name_shown="hidden")
    save(client, name_shown="hidden")
    assert [c.version for c in Consent.objects.order_by("id")] == [given.version, "2030-01-01"]
    assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_the_home_is_found_by_its_name_and_kept_as_a_code():
    home, user = a_settlement(), vera()
    client = at_home(user)
    save(client, settlement="Липовка")
    user.refresh_from_db()
    assert user.home_code == home.code
    assert "Липовка" in client.get("/account/profile").content.decode()
    save(client, settlement="")
    user.refresh_from_db()
    assert user.home_code == ""


def test_of_two_settlements_with_one_name_the_person_chooses():
    a_settlement()
    other = a_settlement(territory=a_territory(code="99702000", west=41.0))
    user = vera()
    answer = save(at_home(user), settlement="Липовка")
    assert "Выберите нужное" in beside(answer, "settlement")
    save(at_home(user), settlement="Липовка", settlement_choice=str(other.pk))
    user.refresh_from_db()
    assert user.home_code == other.code


def test_a_photo_is_kept_without_its_secrets_and_takes_the_place_of_the_last(
    django_capture_on_commit_callbacks,
):
    user = vera()
    client = at_home(user)
    send_photo(client, a_picture(comment=b"secret"))
    user.refresh_from_db()
    first = user.photo
    assert first
    assert b"secret" not in photos.read(first, "full")
    with django_capture_on_commit_callbacks(execute=True):
        send_photo(client, a_picture("PNG"))
    user.refresh_from_db()
    second = user.photo
    assert second and second != first
    assert not default_storage.exists(photos.path(first, "full"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/profile/photo/drop")
        client.post("/account/profile/photo/drop")
    assert not default_storage.exists(photos.path(second, "full"))


@pytest.mark.parametrize(
    "raw", [b"", b"<svg onload=alert(1)>", a_picture()[:300], a_picture("GIF")], ids=range(4)
)
def test_what_is_no_photo_is_refused_with_words(raw):
    user = vera()
    client = at_home(user)
    assert (
        "note--error"
        in client.post(
            "/account/profile/photo",
            {"photo": SimpleUploadedFile("я.jpg", raw)} if raw else {},
            headers={"Referer": "http://testserver/account/profile"},
            follow=True,
        ).content.decode()
    )
    user.refresh_from_db()
    assert user.photo is None


def test_a_bomb_of_pixels_is_not_opened(settings):
    settings.PHOTO_PIXELS = 1_000_000
    user = vera()
    send_photo(at_home(user), a_picture("PNG", size=(2000, 2000)))
    user.refresh_from_db()
    assert user.photo is None


def test_the_photo_is_for_the_person_and_staff_only():
    user = vera()
    client = at_home(user)
    send_photo(client, a_picture())
    user.refresh_from_db()
    there = f"/account/photo/{user.pk}/{user.photo}.jpg"
    assert client.get(there)["Cache-Control"] == "private, no-store"
    assert at_home(a_moderator()).get(there).status_code == 200
    assert at_home(vera("anna@example.test")).get(there).status_code == 404
    assert Client().get(there).status_code == 302
    assert client.get(f"/account/photo/{user.pk}/{uuid4()}.jpg").status_code == 404
    assert client.get(f"/photos/{user.photo}-full.jpg").status_code == 404


def test_mail_trouble_is_told_and_the_person_switches_letters_on_again():
    user = vera(email_trouble="550 no such user")
    client = at_home(user)
    assert "550 no such user" in seen(client.get("/account/profile"))
    client.post("/account/profile/email-works")
    assert "не принял" not in seen(client.get("/account/profile"))
    assert not User.objects.exclude(email_trouble="").exists()


@pytest.mark.parametrize("path", OWN_PAGES)
def test_a_stranger_is_led_to_the_sign_in_page(path):
    answer = Client().post(path, PROFILE)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/login")


def test_a_profile_page_takes_eight_statements_at_most():
    user = vera(home_code=a_settlement().code, name_shown="full")
    client = at_home(user)
    for n in range(9):
        Consent.objects.create(
            user=user,
            kind="publication",
            version=f"2020-01-0{n + 1}",
            given_at=user.joined_at,
            withdrawn_at=user.joined_at,
        )
    assert len(statements(client, "/account/profile")) <= 5
    assert len(statements(client, "/account/profile", {**PROFILE, "name_shown": "full"})) <= 8


@pytest.mark.parametrize("path", ["/rules", "/consents/publication"])
def test_everybody_reads_the_texts_with_their_version(path):
    assert "1 ноября 2026" in seen(Client().get(path)).replace("\xa0", " ")


def test_officials_read_that_the_wish_holds_for_letters_of_their_desk_too():
    words = "письма о том, что пришло на ваше рабочее место"
    assert words not in at_home(vera()).get("/account/profile").content.decode()
    assert words in at_home(vera("clerk@example.test", role="clerk")).get("/account/profile").content.decode()
