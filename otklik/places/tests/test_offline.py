"""Files that a phone keeps of a municipality: what is in them, when they are made, what a night without news writes."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, Point
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pmtiles.reader import MemorySource, Reader

from otklik.kit.tile import Tile
from otklik.places import offline
from otklik.places.models import OfflineFile, Territory
from otklik.places.queries import offline as contents
from otklik.places.tests.given import a_box, a_house, a_settlement, a_street, a_territory

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
CODE = "99701000"


def a_land() -> None:
    a_territory(CODE, name="Округ Липовка")
    place = a_settlement("Липовка", point=Point(40.05, 54.05, srid=4326))
    street = a_street(place, "Новая")
    street.line = LineString((40.04, 54.05), (40.06, 54.05), srid=4326)
    street.save()
    a_house(street, "5", lon=40.05, lat=54.0501)
    a_street(place, "Пустая")
    a_settlement("Чужая", territory_code="99702000")


def raw(name: str, code: str = CODE) -> bytes:
    row = OfflineFile.objects.get(territory_code=code, name=name)
    with default_storage.open(offline.path(code, name, row.version)) as file:
        found = bytes(file.read())
    assert len(found) == row.bytes
    return found


def read(name: str) -> dict[str, Any]:
    return dict(json.loads(gzip.decompress(raw(name))))


def test_settlements_streets_and_houses_of_one_municipality_are_in_its_files():
    a_land()

    offline.make(CODE, now=NOON)

    places = read(offline.PLACES)
    assert (places["territory"], places["name"]) == (CODE, "Округ Липовка")
    ((place, label, lat, lon),) = places["settlements"]
    assert (label, lat, lon) == ("д. Липовка", 54.05, 40.05)
    assert places["border"]["type"] == "MultiPolygon"
    assert read(offline.ADDRESSES) == {
        "settlements": {str(place): [["ул. Новая", [["5", 54.0501, 40.05]]], ["ул. Пустая", []]]}
    }


def test_the_map_has_each_square_of_the_municipality_down_to_houses():
    a_land()

    offline.make(CODE, now=NOON)

    kept = Reader(MemorySource(raw(offline.MAP)))
    header = kept.header()
    assert (header["min_zoom"], header["max_zoom"]) == (0, 14)
    at_home = Tile.at(40.05, 54.0501, 14)
    tile = gzip.decompress(kept.get(14, at_home.x, at_home.y))
    for layer in (b"streets", b"houses", b"settlements", "ул. Новая".encode()):
        assert layer in tile
    away = Tile.at(41, 55, 14)
    assert kept.get(14, away.x, away.y) is None


def test_a_night_without_news_writes_nothing_and_a_new_house_makes_another_version():
    a_land()
    offline.make(CODE, now=NOON)
    before = dict(OfflineFile.objects.values_list("name", "version"))

    offline.make(CODE, now=NOON + timedelta(days=1))

    assert dict(OfflineFile.objects.values_list("name", "version")) == before
    a_house(a_street(a_settlement("Дальняя"), "Лесная"), "1", lon=40.02, lat=54.02)
    old = offline.path(CODE, offline.ADDRESSES, before[offline.ADDRESSES])
    offline.make(CODE, now=NOON + timedelta(days=2))
    assert (
        dict(OfflineFile.objects.values_list("name", "version"))[offline.ADDRESSES]
        != before[offline.ADDRESSES]
    )
    assert not default_storage.exists(old)


def test_a_municipality_is_due_without_files_at_once_and_else_once_a_night(settings):
    settings.DUMP_HOUR = 3
    a_land()
    assert offline.due(now=NOON) == [CODE]
    offline.make(CODE, now=NOON)
    assert offline.due(now=NOON + timedelta(hours=1)) == []
    midnight = datetime(2026, 3, 20, 22, tzinfo=UTC)  # 01:00 of the next day in Moscow
    assert offline.due(now=midnight) == []
    assert offline.due(now=midnight + timedelta(hours=3)) == [CODE]


def test_where_territories_nest_the_municipality_is_offered():
    a_land()
    a_territory(CODE + "101", geom=a_box(40.04, 54.04, 40.06, 54.06))
    a_territory("99705000101", geom=a_box(41, 54, 41.1, 54.1))
    assert sorted(offline.due(now=NOON)) == [CODE, "99705000101"]


def test_files_of_a_municipality_that_ended_go():
    a_land()
    offline.make(CODE, now=NOON)
    paths = [offline.path(CODE, row.name, row.version) for row in OfflineFile.objects.all()]
    Territory.objects.update(valid_to=NOON.date() - timedelta(days=1))

    assert offline.forget_ended(now=NOON) == len(offline.MEDIA)

    assert not any(map(default_storage.exists, paths))
    assert offline.make(CODE, now=NOON) == 0


def test_what_there_is_costs_one_statement():
    a_land()
    offline.make(CODE, now=NOON)
    with CaptureQueriesContext(connection) as asked:
        (found,) = contents.kept(on=NOON.date())
    assert len(asked) == 1
    assert {file.name for file in found.files} == set(offline.MEDIA)
