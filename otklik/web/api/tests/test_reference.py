"""The directory, places, receptions and numbers for programs, and the file that phones keep."""

import gzip
import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.tests.given import a_topic
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


def test_a_program_is_told_when_the_answer_comes_and_where_each_term_is_from():
    topic = a_topic(term_days=5)
    status, told = asked("terms", topic=topic.code, filed_on="2026-03-02")
    assert (status, told["answer_days"], told["answer_by"]) == (
        200,
        5,
        "2026-03-10",
    )  # the 9th is a holiday's Monday
    assert told["by_portal"][0]["due_on"] < told["answer_by"]
    assert all(one["source"] for one in told["by_portal"] + told["by_law"])
    assert {one["checked"] for one in told["by_law"]} == {True, False}
    known = asked("terms", filed_on="2026-03-02", registered_on="2026-03-02")[1]
    assert known["by_law"][-2]["due_on"] == "2026-04-01"


def test_nobody_owes_thanks_an_answer():
    told = asked("terms", kind="thanks")[1]
    assert (told["answer_days"], told["answer_by"], len(told["by_portal"])) == (None, None, 1)


def test_days_that_cannot_be_reckoned_with_are_refused_by_name():
    assert asked("terms", topic="no.such")[0] == 404
    assert asked("terms", kind="nonsense")[1]["fields"].keys() == {"kind"}
    assert asked("terms", filed_on="2199-01-01")[1]["fields"].keys() == {"filed_on"}
    status, told = asked("terms", filed_on="2026-03-02", registered_on="2026-03-01")
    assert (status, list(told["fields"])) == (400, ["registered_on"])


def test_terms_cost_one_statement_a_topic_and_none_without():
    topic = a_topic()
    asked("terms", topic=topic.code)  # calendar and rules are kept from now on
    with CaptureQueriesContext(connection) as told:
        asked("terms", topic=topic.code)
    assert len(told) == 1, [one["sql"] for one in told]
    with CaptureQueriesContext(connection) as told:
        asked("terms")
    assert len(told) == 0, [one["sql"] for one in told]


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
