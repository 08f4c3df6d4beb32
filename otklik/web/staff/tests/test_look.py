"""The look of the region: shown first, published as a version, seen on every page, taken back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from otklik.kit.kept import forget
from otklik.look import naming
from otklik.look.models import Look
from otklik.look.tests.test_emblem import GOOD
from otklik.outbox import wording
from otklik.people.models import ConfigChange, User
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db(transaction=True)]

PAGE = "/staff/look"
TYPED = {
    "portal": "Слово", "portal_en": "Word", "region": "Приокский край", "region_en": "Prioksky Krai",
    "accent": "#0d5730", "phone": "8 (800) 100-20-30", "languages": ["ru", "en"], "contacts_ru": "Улица Мира, 1",
    "rules_ru": "Пишите по делу.", "home_ru": "Здравствуйте!", "version": "0",
}  # fmt: skip


@pytest.fixture
def desk() -> Client:
    return as_(User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin"))


def publish(desk: Client, **said: object):
    return desk.post(PAGE, {**TYPED, "publish": "1", **said}, follow=True)


def test_a_look_is_shown_before_anybody_sees_it(desk):
    answer = desk.post(PAGE, TYPED)
    assert answer.status_code == 200
    assert "Так будет выглядеть портал" in seen(answer)
    assert "/look/0d5730-preview.css" in answer.content.decode()
    assert not Look.objects.exists()
    assert naming.portal("ru") == "Отклик"


def test_a_published_look_is_on_pages_in_letters_and_in_the_journal(desk):
    publish(desk)
    page = Client().get("/rules")
    text = page.content.decode()
    for words in ("Слово", "Приокский край", "Улица Мира, 1", "88001002030", "Пишите по делу."):
        assert words in text
    assert '<link rel="stylesheet" href="/look/0d5730-all.css">' in page.content.decode()
    assert "Здравствуйте!" in seen(Client().get("/"))
    assert wording.portal("en")["portal"] == "Word"
    change = ConfigChange.objects.get()
    assert (change.what, (change.after or {})["portal"], "texts" in (change.after or {})) == (
        "look:1", "Слово", True,
    )  # fmt: skip


def test_the_same_look_again_makes_no_version(desk):
    publish(desk)
    publish(desk, version="1")
    assert Look.objects.count() == 1


def test_of_two_administrators_the_second_one_is_told(desk):
    publish(desk)
    answer = publish(desk, portal="Другое")
    assert answer.status_code == 422
    assert "изменил кто-то ещё" in seen(answer)
    assert naming.portal("ru") == "Слово"


def test_an_unreadable_colour_is_refused_and_the_nearest_one_offered(desk):
    answer = publish(desk, accent="#ffcc00")
    assert answer.status_code == 422
    assert "Взять #" in seen(answer)
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"portal": " "}, "Заполните название"),
        ({"region": "х" * 81}, "Не больше 80"),
        ({"accent": "red"}, "записывается как"),
        ({"phone": "звоните"}, "от 3 до 15 цифр"),
        ({"home_ru": "х" * 601}, "Не больше 600"),
        ({"version": "x"}, "изменил кто-то ещё"),
    ],
)
def test_what_is_wrong_is_said(desk, said, words):
    answer = publish(desk, **said)
    assert (answer.status_code, words in seen(answer)) == (422, True)
    assert not Look.objects.exists()


def test_an_emblem_is_in_the_header_and_harmless_by_itself(desk):
    shown = desk.post(PAGE, {**TYPED, "emblem": SimpleUploadedFile("e.svg", GOOD.encode())}).content.decode()
    carried = shown.split('name="emblem_kept" value="')[1].split('"')[0]
    publish(desk, emblem_kept=carried)
    name = Look.objects.get().emblem_name
    assert f'<img class="brand__mark" src="/emblem/{name}"' in Client().get("/rules").content.decode()
    file = Client().get(f"/emblem/{name}")
    assert (file["Content-Type"], "sandbox" in file["Content-Security-Policy"]) == ("image/svg+xml", True)
    publish(desk, version="1", portal="Иначе")
    assert Look.objects.get(version=2).emblem_name == name
    publish(desk, version="2", drop_emblem="1")
    assert Look.objects.get(version=3).emblem_name == ""
    assert Client().get(f"/emblem/{name}").status_code == 200


def test_an_emblem_may_be_a_png(desk):
    out = io.BytesIO()
    Image.new("RGB", (300, 300)).save(out, "PNG")
    publish(desk, emblem=SimpleUploadedFile("e.png", out.getvalue()))
    assert Client().get(f"/emblem/{Look.objects.get().emblem_name}")["Content-Type"] == "image/png"


def test_an_emblem_stays_while_another_field_is_mended(desk):
    answer = publish(desk, accent="red", emblem=SimpleUploadedFile("e.svg", GOOD.encode()))
    assert 'name="emblem_kept" value="' in answer.content.decode()


@pytest.mark.parametrize("said", [{"emblem_kept": "!"}, {"emblem_kept": "PHN2Zz4="}])
def test_a_forged_emblem_never_comes_through(desk, said):
    publish(desk, **said)
    assert not Look.objects.exclude(emblem_name="").exists()
    answer = desk.post(PAGE, {**TYPED, "emblem": SimpleUploadedFile("e.svg", b"<svg><script/></svg>")})
    assert answer.status_code == 422


def test_a_language_that_is_not_offered_is_not_spoken(desk):
    publish(desk, languages=["ru"])
    reader = Client()
    reader.cookies["django_language"] = "en"
    page = reader.get("/rules")
    assert page["Content-Language"] == "ru"
    assert 'class="languages"' not in page.content.decode()
    assert "django_language" not in reader.post("/settings/language", {"to": "en"}).cookies


def test_an_earlier_look_comes_back_as_a_new_version(desk):
    publish(desk)
    publish(desk, version="1", portal="Иначе")
    desk.post(f"{PAGE}/back", {"version": "1"})
    assert (Look.objects.count(), naming.portal("ru")) == (3, "Слово")
    desk.post(f"{PAGE}/back", {"version": "0"})
    assert naming.portal("ru") == "Отклик"
    for version in ("77", "x", ""):
        assert desk.post(f"{PAGE}/back", {"version": version}).status_code in (302, 404)


def test_the_look_costs_a_page_no_statement(desk):
    publish(desk)
    Client().get("/rules")
    with CaptureQueriesContext(connection) as told:
        Client().get("/rules")
    assert len(told) == 0


def test_without_the_database_the_last_look_stays(desk, monkeypatch):
    publish(desk)

    def broken(*_args: object):
        raise DatabaseError

    monkeypatch.setattr(Look.objects, "order_by", broken)
    forget()
    assert naming.portal("ru") == "Слово"


@pytest.mark.parametrize("name", ["ffcc00-all", "1450B8-all", "1450b8-none", "x-all", "1450b8%0a-all"])
def test_only_readable_colours_have_a_stylesheet(name):
    assert Client().get(f"/look/{name}.css").status_code == 404


def test_the_stylesheet_is_kept_for_ever():
    answer = Client().get("/look/0d5730-all.css")
    assert ("immutable" in answer["Cache-Control"], answer["Content-Type"]) == (
        True,
        "text/css; charset=utf-8",
    )
    assert b"--accent:#0d5730" in answer.content
    assert Client().get("/emblem/none.png").status_code == 404


def test_the_page_asks_little(desk):
    publish(desk)
    with CaptureQueriesContext(connection) as told:
        desk.get(PAGE)
    assert len(told) <= 5
