"""What a tile holds: appeals by number and place, no more than the filter lets through, fresh at once."""

import gzip
import math
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from otklik.appeals import journal
from otklik.appeals.lifecycle import PUBLIC, Kind, Move, State
from otklik.appeals.models import Appeal
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import MONDAY, a_moderator, a_topic, an_appeal, an_authority
from otklik.classifier.models import Category
from otklik.kit.tile import Tile
from otklik.places.tests.given import a_house, a_settlement, a_street, a_territory
from otklik.stats import folding
from otklik.stats.queries import tiles
from otklik.web.map.tests.mvt import Feature, layers

pytestmark = [pytest.mark.public, pytest.mark.django_db]

LON, LAT = 39.5, 55.5
ZOOMS = range(tiles.MAX_ZOOM + 1)


def around(z: int, lon: float = LON, lat: float = LAT) -> Tile:
    """The tile of this zoom over the point."""
    bent = math.asinh(math.tan(math.radians(lat))) / math.pi
    return Tile(z, int((lon + 180) / 360 * 2**z), int((1 - bent) / 2 * 2**z))


def tile(z: int, *, client: Client | None = None, **filters: Any) -> dict[str, list[Feature]]:
    at = around(z)
    answer = (client or Client()).get(f"/tiles/appeals/{at.z}/{at.x}/{at.y}.mvt", filters)
    assert answer.status_code in (200, 204), answer.content
    return layers(answer.content)


def counted(found: dict[str, list[Feature]]) -> int:
    """Appeals in the tile, however they are shown."""
    return sum(int(said["n"]) for _, said in found.get("cells", [])) + len(found.get("points", []))


def test_one_appeal_is_a_cell_from_afar_and_itself_from_near():
    topic = a_topic()
    appeal = an_appeal(state=State.REGISTERED, topic=topic, authority=an_authority())
    folding.fold()
    for z in range(15):
        found = tile(z)
        assert list(found) == ["cells" if z < tiles.POINTS_FROM else "points"], z
        assert counted(found) == 1
    (_, said), *_ = tile(14)["points"]
    assert said == {"number": appeal.number, "kind": "problem", "state": "registered", "topic": topic.pk}


@pytest.mark.parametrize("z", [4, 9, 13, 14])
def test_it_lies_where_it_is(z):
    an_appeal(state=State.PUBLISHED)
    folding.fold()
    (features,) = tile(z).values()
    ((x, y), _) = features[0]
    side = around(z).box
    assert x == pytest.approx((LON - side["west"]) / (side["east"] - side["west"]) * 4096, abs=2)
    # Latitudes are bent; within a tile of zoom 9 and more hardly so.
    bend = 40 if z < 9 else 4
    assert y == pytest.approx((side["north"] - LAT) / (side["north"] - side["south"]) * 4096, abs=bend)


@pytest.fixture
def varied() -> list[Appeal]:
    """One of each kind, state and of two categories, within one tile of zoom 12."""
    other = Category.objects.create(code="lamps", title="Свет")
    topics = [a_topic(), a_topic(code="lamp", category=other)]
    made = [
        an_appeal(
            state=State(state),
            kind=kind.value,
            topic=topic,
            authority=an_authority(),
            point=Point(LON + n / 5000, LAT, srid=4326),
        )
        for n, topic in enumerate(topics)
        for kind in Kind
        for state in sorted(PUBLIC)
    ]
    folding.fold()
    return made


@pytest.mark.parametrize("z", [5, 8, 11, 12])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, 36),
        ({"kind": "problem"}, 12),
        ({"stage": "answered"}, 6),
        ({"category": "lamps"}, 18),
        ({"kind": "thanks", "category": "lamps"}, 6),
        ({"kind": "thanks", "category": "lamps", "stage": "closed"}, 1),
    ],
)
def test_a_filter_lets_through_exactly_its_own(varied, z, filters, expected):
    assert counted(tile(z, **filters)) == expected


def test_a_dense_tile_keeps_its_cells_and_loses_nobody(monkeypatch):
    for n in range(12):
        an_appeal(state=State.PUBLISHED, point=Point(LON + n / 3000, LAT, srid=4326))
    folding.fold()
    monkeypatch.setattr(tiles, "POINTS", 10)
    found = tile(13)
    assert list(found) == ["cells"]
    assert counted(found) == 12


def test_a_rare_filter_among_many_is_not_looked_for_one_by_one(monkeypatch):
    for n in range(12):
        an_appeal(state=State.PUBLISHED, point=Point(LON + n / 3000, LAT, srid=4326))
    an_appeal(state=State.PUBLISHED, kind="thanks")
    folding.fold()
    monkeypatch.setattr(tiles, "_LOOKED_AT", 10)
    assert list(tile(13, kind="thanks")) == ["cells"]
    assert counted(tile(13, kind="thanks")) == 1


def test_what_is_published_now_and_what_moves_now_is_in_the_tile_after_the_fold():
    appeal = an_appeal(published_at=None)
    folding.fold()
    assert not tile(14)
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    folding.fold()
    assert [said["number"] for _, said in tile(14)["points"]] == [appeal.number]
    assert counted(tile(6)) == 1
    journal.move(appeal.pk, Move.WITHDRAW, actor=None, now=MONDAY)
    folding.fold()
    assert not tile(14)
    assert not tile(6)


@pytest.mark.parametrize("z", ZOOMS)
def test_a_tile_takes_two_statements_at_most(z, varied):
    at = around(z)
    with CaptureQueriesContext(connection) as told:
        Client().get(f"/tiles/appeals/{at.z}/{at.x}/{at.y}.mvt", {"category": "lamps", "kind": "problem"})
    assert len(told) == 2
    with CaptureQueriesContext(connection) as told:
        Client().get(f"/tiles/places/{min(z, 16)}/0/0.mvt")
    assert len(told) == 1


def test_it_is_compressed_marked_and_kept_for_a_moment(varied):
    at = around(8)
    path = f"/tiles/appeals/{at.z}/{at.x}/{at.y}.mvt"
    plain, packed = Client().get(path), Client().get(path, headers={"Accept-Encoding": "br, gzip"})

    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert packed["Cache-Control"] == "public, max-age=1"
    assert packed["ETag"] != plain["ETag"]
    assert not packed.cookies
    again = Client().get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_empty_tile_has_no_content():
    assert Client().get("/tiles/appeals/8/0/0.mvt").status_code == 204


@pytest.mark.parametrize(
    "place", ["99/0/0", "19/0/0", "4/16/0", "4/0/16", "0/1/0", "18/262144/0", "1/99999999999999999999/0"]
)
@pytest.mark.parametrize("layer", ["appeals", "places"])
def test_there_is_no_tile_beyond_the_world(place, layer):
    assert Client().get(f"/tiles/{layer}/{place}.mvt").status_code == 404


@pytest.mark.parametrize("filters", ["kind=x", "category=x", "stage=moderation", "stage=x", "kind=%00"])
def test_a_filter_that_there_is_not_is_refused(filters):
    assert Client().get(f"/tiles/appeals/4/9/4.mvt?{filters}").status_code == 400


class AnyQuery(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.dictionaries(st.sampled_from(["kind", "category", "stage", "bbox", "x"]), st.text()))
    def test_any_query_gives_a_tile_or_a_clear_refusal(self, said):
        assert Client().get("/tiles/appeals/9/312/160.mvt", said).status_code in (200, 204, 400)


def test_the_land_has_borders_settlements_streets_and_houses():
    a_territory()
    place = a_settlement(point=Point(40.05, 54.05, srid=4326), population=1200)
    a_house(a_street(place), "5")
    far, near = around(7, 40.05, 54.05), around(16, 40.05, 54.05)
    found = layers(Client().get(f"/tiles/places/{far.z}/{far.x}/{far.y}.mvt").content)
    assert set(found) == {"borders", "areas", "settlements"}
    assert found["settlements"][0][1] == {"name": "Берёзовка", "rank": 3}
    assert found["areas"][0][1] == {"name": "округ 99701000"}
    answer = Client().get(f"/tiles/places/{near.z}/{near.x}/{near.y}.mvt?v=1")
    assert layers(answer.content)["houses"][0][1] == {"number": "5"}
    assert answer["Cache-Control"] == "public, max-age=86400"
