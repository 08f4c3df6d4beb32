"""Whose territory a point is on."""

from datetime import date

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import IntegrityError, connection, transaction

from otklik.places import queries
from otklik.places.borders import CORNERS, cut_up
from otklik.places.models import TerritoryPart
from otklik.places.queries.territories import _AT_POINT, _around
from otklik.places.tests.given import TODAY, a_box, a_territory

pytestmark = [pytest.mark.route, pytest.mark.django_db]

WEST, EAST = a_box(40.0, 54.0, 40.1, 54.1), a_box(40.1, 54.0, 40.2, 54.1)


def metres_east(lon: float, lat: float, metres: float) -> tuple[float, float]:
    """The point so many metres to the east, on the ellipsoid, as PostGIS's geography has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Project(ST_Point(%s, %s, 4326)::geography, %s, radians(%s))"
            "::geometry AS p) there",
            [lon, lat, abs(metres), 90 if metres >= 0 else -90],
        )
        lon, lat = cursor.fetchone()
        return lon, lat


def codes(found):
    return [choice.code for choice in found.choices]


def test_a_point_is_in_the_territory_around_it():
    here = a_territory("99701000", WEST)
    a_territory("99702000", EAST)

    found = queries.at_point(40.05, 54.05, on=TODAY)

    assert found == queries.Found(queries.TerritoryRef(here.pk, "99701000", "Округ 99701000"))


def test_a_point_in_no_territory_is_outside():
    a_territory("99701000", WEST)
    assert queries.at_point(40.5, 54.05, on=TODAY) == queries.Outside()


@pytest.mark.parametrize("at", [(float("nan"), 54.0), (400.0, 54.0), (40.0, 90.0)])
def test_a_point_that_is_none_is_outside(at):
    assert queries.at_point(*at, on=TODAY) == queries.Outside()


@pytest.mark.parametrize("metres", [-49.5, -1, 1, 49.5])
def test_within_fifty_metres_of_a_border_the_citizen_is_asked(metres):
    a_territory("99701000", WEST)
    a_territory("99702000", EAST)

    found = queries.at_point(*metres_east(40.1, 54.05, metres), on=TODAY)

    assert isinstance(found, queries.NearBorder)
    assert codes(found) == (["99701000", "99702000"] if metres < 0 else ["99702000", "99701000"])


@pytest.mark.parametrize(("metres", "code"), [(-50.5, "99701000"), (50.5, "99702000")])
def test_farther_than_fifty_metres_nobody_is_asked(metres, code):
    a_territory("99701000", WEST)
    a_territory("99702000", EAST)

    found = queries.at_point(*metres_east(40.1, 54.05, metres), on=TODAY)

    assert isinstance(found, queries.Found)
    assert found.territory.code == code


def test_the_distance_to_a_border_is_a_setting(settings):
    settings.BORDER_METERS = 0
    a_territory("99701000", WEST)
    a_territory("99702000", EAST)
    assert isinstance(queries.at_point(*metres_east(40.1, 54.05, 1), on=TODAY), queries.Found)


def test_the_outer_border_of_the_region_asks_nothing():
    a_territory("99701000", WEST)
    assert isinstance(queries.at_point(*metres_east(40.0, 54.05, 5), on=TODAY), queries.Found)
    assert queries.at_point(*metres_east(40.0, 54.05, -5), on=TODAY) == queries.Outside()


def test_in_a_gap_between_two_borders_the_citizen_is_asked():
    a_territory("99701000", WEST)
    a_territory("99702000", a_box(40.1004, 54.0, 40.2, 54.1))  # 26 m of nobody's land
    assert codes(queries.at_point(40.1002, 54.05, on=TODAY)) == ["99701000", "99702000"]


def test_where_territories_lie_over_each_other_the_citizen_is_asked():
    a_territory("99701000", WEST)
    a_territory("99702000", a_box(40.05, 54.0, 40.2, 54.1))
    assert codes(queries.at_point(40.07, 54.05, on=TODAY)) == ["99701000", "99702000"]


def test_a_settlement_with_a_border_of_its_own_beats_its_municipality():
    a_territory("99701000", WEST)
    a_territory("99701000101", a_box(40.02, 54.02, 40.04, 54.04))

    inner = queries.at_point(40.03, 54.03, on=TODAY)
    outer = queries.at_point(40.08, 54.08, on=TODAY)

    assert [one.territory.code for one in (inner, outer)] == ["99701000101", "99701000"]


def test_just_outside_a_settlement_it_and_its_municipality_are_the_choices():
    a_territory("99701000", WEST)
    a_territory("99701000101", a_box(40.02, 54.02, 40.04, 54.04))
    found = queries.at_point(*metres_east(40.04, 54.03, 20), on=TODAY)
    assert codes(found) == ["99701000", "99701000101"]


def test_a_territory_answers_from_its_first_day_to_its_last():
    a_territory("99701000", WEST, valid_from=date(2020, 1, 1), valid_to=date(2025, 12, 31))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [isinstance(queries.at_point(40.05, 54.05, on=day), queries.Found) for day in days] == [
        False,
        True,
        True,
        False,
    ]


def test_after_a_reform_each_day_has_its_own_territory():
    new = a_territory("99501000", WEST, valid_from=date(2026, 1, 1))
    old = a_territory("99601000", WEST, valid_to=date(2025, 12, 31), successor=new)

    before = queries.at_point(40.05, 54.05, on=date(2025, 12, 31))
    after = queries.at_point(40.05, 54.05, on=date(2026, 1, 1))

    assert [before.territory.id, after.territory.id] == [old.pk, new.pk]
    assert list(new.predecessors.all()) == [old]


def test_two_versions_of_a_territory_never_share_a_day():
    a_territory("99701000", WEST, valid_to=date(2025, 12, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        a_territory("99701000", WEST, valid_from=date(2025, 12, 31))
    a_territory("99701000", WEST, valid_from=date(2026, 1, 1))


@pytest.mark.parametrize("code", ["9970100", "997010001", "99701000x", ""])
def test_the_database_refuses_what_is_no_oktmo(code):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_territory(code)


def test_a_territory_is_found_by_its_code_on_a_day():
    old = a_territory("99701000", WEST, valid_to=date(2025, 12, 31))
    new = a_territory("99701000", EAST, valid_from=date(2026, 1, 1))
    ids = [queries.territory_by_code("99701000", on=day).id for day in (date(2025, 6, 1), TODAY)]
    assert ids == [old.pk, new.pk]
    assert queries.territory_by_code("99701000", on=date(2019, 1, 1)) is None


def test_the_code_of_a_settlement_without_a_border_gives_its_municipality():
    whole = a_territory("99701000", WEST)
    assert queries.territory_by_code("99701000101", on=TODAY).id == whole.pk
    inner = a_territory("99701000101", a_box(40.02, 54.02, 40.04, 54.04))
    assert queries.territory_by_code("99701000101", on=TODAY).id == inner.pk


def a_round_border(corners: int) -> MultiPolygon:
    ring = GEOSGeometry("POINT (40.05 54.05)", srid=4326).buffer(0.04, quadsegs=corners // 4).exterior_ring  # type: ignore[attr-defined]  # a polygon
    return MultiPolygon(Polygon(ring), srid=4326)


def test_parts_are_small_and_together_are_the_territory():
    whole = a_territory("99701000", a_round_border(1000))
    parts = [part.geom for part in TerritoryPart.objects.filter(territory=whole)]
    assert max(len(part.exterior_ring) for part in parts) <= CORNERS
    assert sum(part.area for part in parts) == pytest.approx(whole.geom.area, rel=1e-9)


def test_cutting_up_again_leaves_one_set_of_parts():
    whole = a_territory("99701000", a_round_border(1000))
    first = whole.parts.count()
    assert cut_up([whole.pk]) == first == whole.parts.count()


def test_a_point_is_found_by_one_statement_through_the_index(django_assert_num_queries):
    for n in range(400):
        west = 40 + n % 20 / 100
        a_territory(f"997{n:05}", a_box(west, 54 + n // 20 / 100, west + 0.01, 54.01 + n // 20 / 100))
    with django_assert_num_queries(1):
        assert isinstance(queries.at_point(40.055, 54.055, on=TODAY), queries.Found)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_territorypart")
        cursor.execute("EXPLAIN " + _AT_POINT, _around(40.055, 54.055) | {"on": TODAY})
        assert any("Index Scan using territory_part_geom" in row[0] for row in cursor.fetchall())
