"""Pages of territories: the list of a day, the upload, the difference on a map, taking and dropping it."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals import borders
from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import an_appeal
from otklik.people.models import User
from otklik.places.models import BorderPlan, Territory
from otklik.places.tests.given import a_box, a_territory
from otklik.places.tests.test_plans import EAST, SHIFTED, WEST
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

PAGE = "/staff/territories"


@pytest.fixture
def desk() -> Client:
    a_territory(WEST, a_box(40.0, 54.0, 40.1, 54.1))
    a_territory(EAST, a_box(40.1, 54.0, 40.2, 54.1), valid_to=date(2030, 1, 1))
    return as_(User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin"))


def upload(desk: Client, raw: bytes = SHIFTED, **said: str):
    file = SimpleUploadedFile("borders.geojson", raw)
    return desk.post(PAGE, {"file": file, "valid_from": "2027-01-01", "whole": "1", **said}, follow=True)


def checked(desk: Client) -> str:
    upload(desk)
    plan = BorderPlan.objects.get()
    borders.check_later(plan_id=plan.pk)
    return f"{PAGE}/plans/{plan.pk}"


def test_municipalities_of_a_day(desk):
    assert f"Округ {EAST}" in seen(desk.get(PAGE))
    assert f"Округ {EAST}" not in seen(desk.get(PAGE, {"on": "2031-01-01"}))
    assert "территорий нет" in seen(desk.get(PAGE, {"on": "1999-01-01"}))
    for typed in ("", "x", "2026-13-01", "9" * 50):
        assert desk.get(PAGE, {"on": typed}).status_code == 200


def test_an_upload_is_checked_by_a_job_and_shown(desk):
    answer = upload(desk)
    assert "Файл проверяется: 0 %" in seen(answer)
    assert 'hx-trigger="load delay:1s"' in answer.content.decode()
    plan = BorderPlan.objects.get()
    an_appeal(state=State.REGISTERED, point=Point(40.09, 54.05, srid=4326))
    borders.check_later(plan_id=plan.pk)
    assert [one["appeals"] for one in BorderPlan.objects.get().report["moved"]] == [1]
    page = seen(desk.get(f"{PAGE}/plans/{plan.pk}"))
    assert "Принять границы с 1 января 2027" in page.replace("\xa0", " ")
    html = desk.get(f"{PAGE}/plans/{plan.pk}?land=0").content.decode()
    assert html.count('class="land__area land__area--border" d=') == 2
    assert "land__moved--chosen" in html
    assert 'viewBox="-4 -4 1008' not in html
    part = desk.get(f"{PAGE}/plans/{plan.pk}", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="plan"')
    for typed in ("7", "x", "-1", "9" * 30):
        assert desk.get(f"{PAGE}/plans/{plan.pk}", {"land": typed}).status_code == 200


def test_the_difference_is_taken(desk):
    address = checked(desk)
    answer = desk.post(f"{address}/take", {}, follow=True)
    assert "Границы записываются" in seen(answer)
    borders.take_later(plan_id=BorderPlan.objects.get().pk)
    assert "Границы приняты" in seen(desk.get(address))
    assert Territory.objects.count() == 4
    assert "Прошлая загрузка" in seen(desk.get(PAGE))


def test_the_difference_is_dropped(desk):
    address = checked(desk)
    assert "ничего не изменилось" in seen(desk.post(f"{address}/drop", follow=True))
    assert Territory.objects.count() == 2
    assert "отказались" in seen(desk.get(address))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"valid_from": ""}, "Укажите день"),
        ({"valid_from": "31.02.2027"}, "Такого дня нет"),
        ({"valid_from": "0001-01-01"}, "Такого дня нет"),
        ({"valid_from": "2150-01-01"}, "Проверьте год"),
        ({"file": ""}, "Выберите файл"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(desk, said, words):
    answer = upload(desk, **said)
    assert answer.status_code == 422
    assert words in seen(answer)
    assert not BorderPlan.objects.exists()


def test_of_two_uploads_the_second_one_is_told(desk):
    upload(desk)
    answer = upload(desk)
    assert (answer.status_code, "Уже загружены другие границы" in seen(answer)) == (422, True)


def test_an_empty_file_is_said_beside_its_field(desk):
    answer = upload(desk, b"  ")
    assert (answer.status_code, "Файл пустой" in seen(answer)) == (422, True)


def test_pages_ask_little(desk):
    address = checked(desk)
    for path in (PAGE, address):
        with CaptureQueriesContext(connection) as told:
            desk.get(path)
        assert len(told) <= 6, [q["sql"][:90] for q in told]


def test_others_are_kept_out(desk):
    clerk = as_(User.objects.create_user("c@example.test", "pass", name="К", role="supervisor"))
    assert clerk.get(PAGE).status_code == 403
    assert clerk.post(f"{checked(desk)}/take").status_code == 403
