"""What a phone keeps of works and receptions: in two statements for works, and nothing that is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from django.test import Client

from otklik.kit import clock
from otklik.reference.tests.given import a_reception
from otklik.works import coming
from otklik.works.models import Work
from otklik.works.tests.given import HOUR, Town, a_town, a_work

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def asked(town: Town | None = None) -> dict[str, Any]:
    said = {"territory": town.territory.code} if town else {}
    answer = Client().get("/api/v1/coming", said)
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


def a_live(town: Town, lines: str = "ул. Ленина: 1, 3", **more: Any) -> Work:
    now = clock.now()
    return a_work(town, lines, now=now, **{"starts_at": now - HOUR, "ends_at": now + HOUR, **more})


def test_works_come_with_the_streets_and_houses_that_they_concern():
    town = a_town()
    a_live(town, "ул. Ленина: 1, 3\nул. Мира")
    (work,) = asked(town)["works"]
    where = [(place["street"], place["houses"]) for place in work["work_places"]]
    assert where == [("ул. Ленина", ["1", "3"]), ("ул. Мира", [])]
    assert {place["settlement"] for place in work["work_places"]} == {town.settlement.pk}
    assert (work["off"], work["shape"]) == ("hot", [])


def test_a_whole_street_stays_whole_where_its_houses_are_named_too():
    town = a_town()
    a_live(town, "ул. Ленина\nул. Ленина: 1, 3")
    (work,) = asked(town)["works"]
    assert {"settlement": town.settlement.pk, "street": "ул. Ленина", "houses": []} in work["work_places"]


def test_where_there_are_too_many_places_those_of_the_earliest_works_are_told(monkeypatch):
    town, now = a_town(), clock.now()
    a_live(town, starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    a_live(town, "ул. Мира")
    monkeypatch.setattr(coming, "_HOUSES", 1)
    streets = [[place["street"] for place in work["work_places"]] for work in asked(town)["works"]]
    assert streets == [["ул. Мира"], []]


def test_a_whole_settlement_and_a_shape_on_the_map_are_told():
    town = a_town()
    a_live(town, "", area=Polygon.from_bbox((40, 54, 41, 55)))
    (work,) = asked(town)["works"]
    assert work["work_places"] == [{"settlement": town.settlement.pk, "street": "", "houses": []}]
    assert work["shape"][0][0][0] == [40.0, 54.0]


def test_what_is_over_cancelled_far_off_or_elsewhere_is_not_kept():
    town = a_town()
    now = clock.now()
    a_live(town, starts_at=now - 3 * HOUR, ends_at=now + HOUR)
    Work.objects.update(ends_at=now - HOUR)
    a_live(town, "ул. Мира")
    Work.objects.filter(ends_at__gt=now).update(cancelled=True)
    a_live(town, starts_at=now + timedelta(days=40), ends_at=now + timedelta(days=41))
    a_reception(starts_at=now - timedelta(days=2))
    a_reception(starts_at=now + timedelta(days=2), territory_code="99702000")
    assert asked(town) == {"works": [], "receptions": []}


def test_receptions_of_the_municipality_and_of_the_region_are_there():
    town = a_town()
    a_reception(starts_at=clock.now() + timedelta(days=2), territory_code=town.territory.code)
    a_reception(starts_at=clock.now() + timedelta(days=1), person="Анна Лебедева")
    assert [one["person"] for one in asked(town)["receptions"]] == ["Анна Лебедева", "Иван Петров"]


def test_without_a_municipality_it_is_the_region_and_no_places():
    a_live(a_town())
    assert [work["work_places"] for work in asked()["works"]] == [[]]


def test_however_many_works_it_is_two_statements(django_assert_num_queries):
    town = a_town()
    for _n in range(5):
        a_live(town)
    with django_assert_num_queries(2):
        coming.coming(town.territory.code, now=clock.now())
