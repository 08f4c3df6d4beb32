"""The directory, places, receptions and numbers for programs, and the file that phones keep."""

import gzip
import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client

from otklik.authorities.tests.given import an_authority
from otklik.kit import clock
from otklik.places import offline
from otklik.places.models import OfflineFile
from otklik.places.tests.given import a_territory
from otklik.reference.tests.given import a_number, a_place, a_reception, an_office

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def asked(address, **said):
    answer = Client().get(f"/api/v1/{address}", said)
    return answer.status_code, answer.json()


def test_a_body_is_found_and_shown_with_its_people_and_phones():
    body = an_authority(code="roads", name="Дорожное управление", head_name="Анна Лугова")
    an_office(
        body, persons=[["Пётр Дубов", "заместитель", "", "вт 14–17"]], source="сайт", checked_on="2026-11-01"
    )
    _status, found = asked("authorities", q="дорож")
    assert [one["code"] for one in found["authorities"]] == ["roads"]
    assert found["next"] is None
    _status, card = asked("authorities/roads")
    assert card["persons"] == [
        {"name": "Пётр Дубов", "post": "заместитель", "phone": "", "reception": "вт 14–17"}
    ]
    assert card["phones"] == [{"title": "Приёмная", "phone": "+7 491 200-00-01"}]
    assert (card["source"], card["checked_on"], card["superior"]) == ("сайт", "2026-11-01", None)
    assert asked("authorities/nobody")[0] == 404


def test_pages_of_the_directory_follow_each_other():
    for n in range(31):
        an_authority(name=f"Орган {n:02}")
    _status, first = asked("authorities")
    _status, second = asked("authorities", cursor=first["next"])
    assert [one["name"] for one in second["authorities"]] == ["Орган 30"]
    assert asked("authorities", cursor="x")[0] == 400


def test_places_come_nearest_first_with_their_distance():
    a_place("Дальний", at=(40.3, 54.05))
    a_place("Ближний", at=(40.051, 54.05), services=["Паспорт"])
    _status, found = asked("places", lat=54.05, lon=40.05)
    assert [one["name"] for one in found["places"]] == ["Ближний", "Дальний"]
    assert 60 < found["places"][0]["distance"] < 70
    assert asked("places", place_kind="clinic")[1]["places"] == []
    assert asked("places", lat=100, lon=40)[0] == 400
    assert asked("places", lon=40)[0] == 400


def test_receptions_and_numbers_are_given():
    a_reception(an_authority(code="roads"), starts_at=clock.now() + timedelta(days=1))
    a_number("2-22-22", territory_code="99701000")
    a_number("112")
    assert asked("receptions", authority="roads")[1]["receptions"][0]["person"] == "Иван Петров"
    assert asked("receptions", authority="nobody")[1]["receptions"] == []
    assert [one["number"] for one in asked("emergency")[1]["numbers"]] == ["112"]
    assert len(asked("emergency", territory="99701000")[1]["numbers"]) == 2


def test_a_phone_keeps_whom_to_ring_and_where_to_go_in_its_municipality():
    a_territory("99701000")
    an_office(an_authority(territory_code="99701000", name="Свой"))
    an_authority(territory_code="99702000", name="Чужой")
    a_place("МФЦ")
    a_number("112")
    call_command("offline", "99701000")
    row = OfflineFile.objects.get(name=offline.CONTACTS)
    with default_storage.open(offline.path("99701000", offline.CONTACTS, row.version)) as file:
        kept = json.loads(gzip.decompress(file.read()))
    assert [one["name"] for one in kept["authorities"]] == ["Свой"]
    assert kept["authorities"][0]["phones"] == [["Приёмная", "+7 491 200-00-01"]]
    assert (kept["numbers"][0]["number"], kept["places"][0]["name"]) == ("112", "МФЦ")
    assert Client().get("/api/v1/offline/99701000/contacts.json").status_code == 200
