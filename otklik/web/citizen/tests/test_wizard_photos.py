"""Photos of a draft: by the form without JavaScript and by the page's script."""

import re
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.appeals.models import Appeal, Photo
from otklik.files import photos
from otklik.files.tests.given import a_bomb, a_picture, with_gps
from otklik.web.citizen.tests.given import AUTHOR, WORDS, Wizard, a_land, begun, beside, filed, seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]

SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _land() -> None:
    a_land()


def a_file(raw: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw or a_picture(), "image/jpeg")


def by_script(me: Wizard, key: str = "", raw: bytes | None = None):
    said = {"photo": a_file(raw), "client_key": key or str(uuid4())}
    return me.client.post(f"{me.base}/photos", said, headers=SCRIPT)


def drop_addresses(page) -> list[str]:
    return re.findall(r'formaction="([^"]+)"', page.content.decode())


def test_two_photos_come_with_the_form_in_their_order_and_one_is_taken_off():
    me = begun().up_to("text")
    me.say("text", text="", photos=[a_file(with_gps(1)), a_file(a_picture("PNG", (300, 500)), "b.png")])
    first, second = Photo.objects.order_by("place")
    assert [(first.width, first.height), (second.width, second.height)] == [(400, 300), (300, 500)]

    page = me.open("text")
    assert drop_addresses(page) == [f"{me.base}/photos/{photo.pk}/drop" for photo in (first, second)]
    answer = me.client.post(drop_addresses(page)[0], WORDS)

    assert answer["Location"] == f"{me.base}/text"
    assert WORDS["text"] in me.open("text").content.decode()  # what was typed came along
    assert list(Photo.objects.all()) == [second]

    me.say("text", **WORDS, photos=[a_file()])
    me.say("review", **AUTHOR)
    assert [photo.place for photo in Appeal.objects.get().photos.order_by("place")] == [1, 2]


def test_a_mistake_in_the_text_does_not_lose_the_photo():
    me = begun().up_to("text")
    answer = me.say("text", text="", photos=[a_file()])
    assert beside(answer, "text")
    assert "Фото 1" in answer.content.decode()


def test_the_eleventh_photo_is_refused_and_leaves_nothing_behind(settings):
    settings.PHOTOS = 3
    me = begun().up_to("text")

    answer = me.say("text", **WORDS, photos=[a_file(name=f"{n}.jpg") for n in range(5)])

    assert "не больше 3 фото" in beside(answer, "photos")
    assert "3.jpg" in beside(answer, "photos")
    assert Photo.objects.count() == 3
    kept = [
        f for sub in default_storage.listdir("photos")[0] for f in default_storage.listdir(f"photos/{sub}")[1]
    ]
    assert len(kept) == 3 * len(photos.SIZES)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"<?php system('id');", "Это не фото"),
        (b"%PDF-1.7 not a photo", "Это не фото"),
        (a_picture()[:2000], "повреждён"),
        (a_bomb(), "слишком много точек"),
    ],
    ids=["script", "pdf", "half", "bomb"],
)
def test_what_is_no_photo_under_a_photos_name_is_refused_with_its_name(raw, words):
    me = begun().up_to("text")

    answer = me.say("text", **WORDS, photos=[a_file(raw, "отпуск.jpg")])

    assert answer.status_code == 200
    assert "отпуск.jpg" in beside(answer, "photos")
    assert words in beside(answer, "photos")
    assert not Photo.objects.exists()


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_format_of_a_telephone_is_taken(format_):
    me = begun().up_to("text")
    assert me.say("text", **WORDS, photos=[a_file(a_picture(format_), "p.bin")]).status_code == 302
    assert Photo.objects.count() == 1


def test_the_script_sends_one_photo_and_its_repeat_adds_nothing():
    me, key = begun().up_to("text"), str(uuid4())

    answers = [by_script(me, key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Photo.objects.count() == 1
    assert me.client.get(answers[0].json()["small_url"])["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    "said",
    [{}, {"client_key": "nonsense"}, {"client_key": "x", "photo": "text"}, {"client_key": str(uuid4())}],
)
def test_a_photo_cut_on_its_way_is_told_in_words(said):
    me = begun().up_to("text")
    answer = me.client.post(f"{me.base}/photos", said, headers=SCRIPT)
    assert answer.status_code == 422
    assert "не дошло целиком" in answer.json()["text"]


def test_the_script_is_told_why_a_photo_was_refused():
    me = begun().up_to("text")
    answer = by_script(me, raw=b"not a photo")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_photo")


def test_the_script_takes_a_photo_off_and_its_file_is_gone(django_capture_on_commit_callbacks):
    me = begun().up_to("text")
    photo = by_script(me).json()["id"]

    with django_capture_on_commit_callbacks(execute=True):
        answers = [me.client.post(f"{me.base}/photos/{photo}/drop", headers=SCRIPT) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert not Photo.objects.exists()
    assert not default_storage.exists(photos.path(UUID(photo), "full"))


def test_nobody_can_write_over_a_photo_of_somebody_else():
    victim = begun().up_to("text")
    theirs = by_script(victim, raw=a_picture(size=(400, 300))).json()["id"]
    before = photos.read(UUID(theirs), "full")

    attacker = begun().up_to("text")
    by_script(attacker, theirs, raw=a_picture("PNG", (90, 90)))
    attacker.client.post(f"{attacker.base}/photos/{theirs}/drop", headers=SCRIPT)

    assert photos.read(UUID(theirs), "full") == before
    assert Photo.objects.filter(pk=theirs, draft=victim.draft_id).exists()


def test_a_photo_of_a_draft_is_seen_by_its_writer_only():
    me = begun().up_to("text")
    address = by_script(me).json()["small_url"]
    answer = me.client.get(address)

    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert Client().get(address).status_code == 404


def test_photos_of_a_filed_draft_can_not_be_changed():
    client = Client()
    appeal = filed(client)
    me = Wizard(client, f"/new/{appeal.client_key}")
    answer = by_script(me)
    assert (answer.status_code, answer.json()["code"]) == (409, "already_filed")
    assert not default_storage.exists("photos") or not any(
        default_storage.listdir(f"photos/{sub}")[1] for sub in default_storage.listdir("photos")[0]
    )


def test_photos_are_shown_for_review():
    me = begun().up_to("text")
    me.say("text", **WORDS, photos=[a_file(), a_file()])
    assert "Фото 2" in me.open("review").content.decode()
    assert "Отправить" in seen(me.open("review"))
