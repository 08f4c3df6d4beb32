"""The invented region is sound before any of it reaches the database."""

import itertools
import re
from datetime import date

import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import unary_union

from otklik.demo.bodies import genitive
from otklik.demo.names import latin
from otklik.demo.region import make_region
from otklik.demo.rows import Region, Territory
from otklik.demo.topics import topics

pytestmark = pytest.mark.route
TODAY = date(2026, 11, 24)
DEGREE_M = 111_320  # metres in a degree of latitude


@pytest.fixture(scope="module")
def region() -> Region:
    return make_region()


def valid_on(region: Region, day: date) -> list[Territory]:
    return [
        one
        for one in region.territories
        if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]


def test_the_same_seed_makes_the_same_region(region):
    assert repr(make_region()) == repr(region)
    assert repr(make_region(1)) != repr(region)


@pytest.mark.parametrize("seed", [1, 7, 99])
def test_other_seeds_make_sound_regions_too(seed):
    assert len(valid_on(make_region(seed), TODAY)) == 20


def test_there_is_as_much_as_a_region_has(region):
    assert len(region.settlements) >= 300
    assert 25_000 <= len(region.houses) <= 45_000
    assert max(len(houses) for houses in region.houses_by_settlement.values()) > 5_000
    assert min(len(houses) for houses in region.houses_by_settlement.values()) > 0


@pytest.mark.parametrize("day", [date(2024, 6, 1), date(2025, 12, 31), date(2026, 1, 1), TODAY])
def test_territories_cover_the_region_without_gaps_and_overlaps(region, day):
    shapes = [one.geom for one in valid_on(region, day)]

    assert len(shapes) == 20
    assert all(shape.is_valid for shape in shapes)
    whole = unary_union(shapes)
    assert isinstance(whole, Polygon)
    assert not whole.interiors
    assert sum(shape.area for shape in shapes) == pytest.approx(whole.area, rel=1e-9)
    assert all(not a.overlaps(b) for a, b in itertools.combinations(shapes, 2))


def test_codes_are_of_a_region_that_does_not_exist(region):
    assert all(re.fullmatch(r"99\d{3}000", one.code) for one in region.territories)
    assert len({one.code for one in region.territories}) == 21


def test_the_reform_leads_from_the_former_code_to_the_present_one(region):
    (former,) = (one for one in region.territories if one.valid_to)
    (present,) = (one for one in region.territories if one.code == former.successor)
    assert (present.valid_from - former.valid_to).days == 1
    assert former.geom.equals(present.geom)


def test_every_settlement_and_house_lies_inside_its_municipality(region):
    shapes = {one.code: one.geom for one in valid_on(region, TODAY)}
    for settlement in region.settlements:
        shape = shapes[settlement.territory_code]
        points = shapely.points([house.at for house in region.houses_by_settlement[settlement.code]])
        assert shape.contains(Point(settlement.at)), settlement.name
        assert shapely.contains(shape, points).all(), settlement.name


def test_nobody_lives_within_50_metres_of_a_border(region):
    borders = unary_union([one.geom.exterior for one in valid_on(region, TODAY)])
    points = shapely.points([house.at for house in region.houses])
    # a degree of longitude is shorter, so this is the stricter measure
    assert shapely.distance(points, borders).min() * DEGREE_M > 50


def test_houses_stand_along_their_street(region):
    lines = [LineString(street.line) for street in region.streets]
    for house in region.houses[::7]:
        assert lines[house.street].distance(Point(house.at)) * DEGREE_M < 60, house


def test_addresses_are_told_apart_as_the_register_compares_them(region):
    def key(text: str) -> str:
        return text.lower().replace("ё", "е").replace(" ", "").replace(".", "")

    streets = [(one.settlement_code, one.kind, key(one.name)) for one in region.streets]
    houses = [(one.street, key(one.number)) for one in region.houses]
    assert len(set(streets)) == len(streets)
    assert len(set(houses)) == len(houses)
    assert len({(one.kind, one.name) for one in region.settlements}) == len(region.settlements)


def test_every_topic_has_somebody_who_answers_everywhere_at_any_time(region):
    for territory in region.territories:
        for topic in topics().values():
            found = region.responsible(topic_code=topic.code, duty=topic.duty, territory_code=territory.code)
            assert found.territory_code in ("", territory.code, territory.successor)


def test_the_administration_stands_in_for_its_departments(region):
    seconds = [duty for duty in region.duties if duty.rank == 1]
    assert {duty.subject for duty in seconds} >= {"municipal.roads", "municipal.yard", "municipal.education"}
    assert all(duty.authority.startswith("adm-") for duty in seconds)
    keys = [(duty.subject, duty.territory_code, duty.rank) for duty in region.duties]
    assert len(set(keys)) == len(keys)


def test_every_duty_row_is_used_by_some_topic_and_speaks_of_a_territory_in_force(region):
    known = {topic.duty for topic in topics().values()} | set(topics())
    assert {duty.subject for duty in region.duties} <= known
    assert {duty.territory_code for duty in region.duties} <= {
        "",
        *(one.code for one in valid_on(region, TODAY)),
    }


def test_authorities_speak_all_versions_and_have_addresses_of_their_own(region):
    bodies = region.authorities
    assert {one.msed_version for one in bodies} == {"2.2", "2.7", "2.7.1"}
    assert {one.level for one in bodies} == {"municipal", "regional", "federal", "organisation"}
    for column in ("code", "name", "msed_uid", "msed_address", "email"):
        connected = [one for one in bodies if column[:4] != "msed" or not one.has_desk]
        assert len({getattr(one, column) for one in connected}) == len(connected), column


def test_no_mail_or_call_can_reach_a_real_person(region):
    for one in region.authorities:
        assert one.email.endswith("@example.test")
        assert one.site.endswith(".example.test/")
        assert re.fullmatch(r"\+7 000 \d{3}-\d\d-\d\d", one.phone)


def test_names_are_declined():
    assert genitive("Боровецкий муниципальный округ") == "Боровецкого муниципального округа"
    assert genitive("Городской округ город Плёсовск") == "городского округа город Плёсовск"
    assert latin("Щукина") == "shchukina"
