"""Pages that move a configuration and the page that says what is missing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.classifier.models import Topic
from otklik.configuration import uploads
from otklik.configuration.models import Upload
from otklik.configuration.tests.given import NOW, a_region, empty, exported, resealed
from otklik.people.models import ConfigChange, User
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

PAGE = "/staff/configuration"


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin")


@pytest.fixture
def desk(admin) -> Client:
    return as_(admin)


def upload(desk: Client, raw: bytes):
    return desk.post(PAGE, {"file": SimpleUploadedFile("region.zip", raw)}, follow=True)


def tried(desk: Client, raw: bytes) -> str:
    """Address of the upload, when the job has looked at it."""
    upload(desk, raw)
    found = Upload.objects.latest("pk")
    uploads.work(found.pk, now=NOW)
    return f"/desk/uploads/{found.pk}"


def test_the_configuration_is_downloaded(desk):
    a_region()
    answer = desk.get(f"{PAGE}/export", {"without": ["territories", "none"]})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert "classifier.json" in archive.namelist()
    assert "territories.geojson" not in archive.namelist()
    assert answer["Content-Disposition"].startswith('attachment; filename="otklik-configuration-')


def test_an_upload_is_looked_at_and_then_taken(desk, admin):
    a_region()
    raw = exported()
    empty()
    answer = upload(desk, raw)
    assert "Смотрим, что изменится" in seen(answer)
    found = Upload.objects.get()
    uploads.work(found.pk, now=NOW)
    address = f"/desk/uploads/{found.pk}"
    assert "Принять настройки" in seen(desk.get(address))
    assert not Topic.objects.exists()
    assert "Записываем" in seen(desk.post(f"{address}/take", follow=True))
    uploads.work(found.pk, now=NOW)
    uploads.work(found.pk, now=NOW)
    assert "Настройки приняты" in seen(desk.get(address))
    assert Topic.objects.exists()
    assert ConfigChange.objects.filter(what__startswith="configuration:", by=admin).count() == 1
    desk.post(f"{address}/take")
    assert Upload.objects.get().state == "taken"


def test_an_upload_with_mistakes_is_told_and_cannot_be_taken(desk):
    address = tried(desk, resealed(exported(), "look.json", b'{"portal": "", "region": "", "accent": "x"}'))
    page = seen(desk.get(address))
    assert "Есть ошибки" in page
    assert "Заполните название" in page
    assert desk.post(f"{address}/take").status_code == 302
    assert Upload.objects.get().state == "ready"


def test_a_broken_file_is_refused_in_words_and_another_may_come(desk):
    assert "повреждён" in seen(desk.get(tried(desk, b"PK and nothing")))
    assert "ничего не изменится" in seen(desk.get(tried(desk, exported())))


def test_one_at_a_time_and_dropped_without_a_trace(desk):
    address = tried(desk, exported())
    assert "Уже загружена другая" in seen(upload(desk, exported()))
    assert "ничего не изменилось" in seen(desk.post(f"{address}/drop", follow=True))
    desk.post(f"{address}/drop")
    assert "отказались" in seen(desk.get(address))
    assert upload(desk, exported()).status_code == 200


def test_nothing_sent_is_said(desk):
    answer = desk.post(PAGE, {})
    assert (answer.status_code, "Выберите файл" in seen(answer)) == (422, True)


def test_the_first_page_says_what_is_missing(desk):
    page = seen(desk.get("/staff/"))
    assert "Чтобы открыть портал, не хватает" in page
    assert "Загрузите границы муниципалитетов" in page


def test_pages_ask_little(desk):
    address = tried(desk, exported())
    for path in (PAGE, address, "/staff/"):
        with CaptureQueriesContext(connection) as told:
            desk.get(path)
        assert len(told) <= 6, [q["sql"][:90] for q in told]


def test_others_are_kept_out(desk):
    other = as_(User.objects.create_user("m@example.test", "pass", name="М", role="moderator"))
    for path in (PAGE, f"{PAGE}/export", "/staff/", "/staff/look"):
        assert other.get(path).status_code == 403
