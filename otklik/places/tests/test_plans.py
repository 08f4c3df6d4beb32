"""Uploaded borders: compared, shown, taken as a whole, with settlements; what cannot be taken is said."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import Point
from django.db import DatabaseError, transaction

from otklik.people.models import ConfigChange, User
from otklik.places import difference, plans, queries
from otklik.places.difference import Difference
from otklik.places.models import BorderPlan, Settlement, Territory
from otklik.places.tests.given import a_box, a_house, a_settlement, a_street, a_territory

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))
TODAY, NEXT = NOW.date(), date(2027, 1, 1)
WEST, EAST = "99701000", "99702000"


def a_feature(code: str, west: float, east: float, **more: Any) -> dict[str, Any]:
    geometry = more.pop("geometry", None) or json.loads(a_box(west, 54.0, east, 54.1).geojson)
    return {
        "type": "Feature",
        "properties": {"oktmo": code, "name": f"Округ {code}", **more},
        "geometry": geometry,
    }


def a_file(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Ася Холмская", role="admin")


@pytest.fixture
def land() -> None:
    """Two squares side by side, a settlement with a house near the line between them."""
    a_territory(WEST, a_box(40.0, 54.0, 40.1, 54.1))
    a_territory(EAST, a_box(40.1, 54.0, 40.2, 54.1))
    village = a_settlement(code="near", point=Point(40.09, 54.05, srid=4326), territory_code=WEST)
    a_house(a_street(village), lon=40.091, lat=54.05)


@pytest.fixture
def tried(admin):
    def made(raw: bytes, *, valid_from: date = NEXT, whole: bool = True, appeals: int = 3) -> BorderPlan:
        plan = plans.begin(
            raw, title="borders.geojson", valid_from=valid_from, whole=whole, by=admin, now=NOW
        )
        plans.check(plan.pk, appeals=lambda _land: appeals)
        plan.refresh_from_db()
        return plan

    return made


@pytest.fixture
def taken(tried, admin):
    def made(raw: bytes, **more: Any) -> BorderPlan:
        heirs = more.pop("heirs", None)
        plan: BorderPlan = tried(raw, **more)
        plans.order(plan.pk, heirs=plan.heirs if heirs is None else heirs, by=admin, now=NOW)
        assert plans.take(plan.pk, now=NOW)
        plan.refresh_from_db()
        return plan

    return made


def of(plan: BorderPlan) -> Difference:
    return difference.from_json(plan.report)


SHIFTED = a_file(a_feature(WEST, 40.0, 40.08), a_feature(EAST, 40.08, 40.2))


def test_a_shifted_line_is_told_with_all_that_lies_beside_it(land, tried):
    plan = tried(SHIFTED)
    found = of(plan)
    assert (plan.state, [(row.code, row.what) for row in found.rows]) == (
        "ready",
        [(WEST, "border"), (EAST, "border")],
    )
    (moved,) = found.moved
    assert (moved.of, moved.to, moved.settlements, moved.named, moved.houses, moved.appeals) == (
        WEST, EAST, 1, ["д Берёзовка"], 1, 3,
    )  # fmt: skip
    assert moved.km2 == pytest.approx(0.02 * 65.6 * 0.1 * 111.3, rel=0.01)
    assert found.rows[0].km2_after < found.rows[0].km2_before
    assert found.may_be_taken
    assert not found.problems
    assert len(found.shapes) == 2
    assert moved.path.startswith("M")
    # A draft changes nothing.
    assert Territory.objects.count() == 2
    assert not ConfigChange.objects.exists()


def test_taken_borders_are_new_versions_and_the_old_ones_stay(land, taken, admin):
    taken(SHIFTED)
    old, new = Territory.objects.filter(code=WEST).order_by("valid_from")
    assert (old.valid_to, old.successor, new.valid_from, new.valid_to) == (
        NEXT - timedelta(days=1),
        new,
        NEXT,
        None,
    )
    assert isinstance(queries.at_point(40.095, 54.05, on=TODAY), queries.Found)
    before, after = (queries.at_point(40.09, 54.05, on=day) for day in (TODAY, NEXT))
    assert isinstance(before, queries.Found)
    assert isinstance(after, queries.Found)
    assert (before.territory.code, after.territory.code) == (WEST, EAST)
    change = ConfigChange.objects.get()
    assert (change.by, change.what) == (admin, "territories:2027-01-01")
    assert (change.before or {})[
        WEST
    ] == f"Округ {WEST}, {of(BorderPlan.objects.get()).rows[0].km2_before} км²"


def test_the_journal_of_the_configuration_only_grows(land, taken):
    taken(SHIFTED)
    with pytest.raises(DatabaseError), transaction.atomic():
        ConfigChange.objects.update(what="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        ConfigChange.objects.all().delete()


def test_settlements_move_on_the_day_and_once(land, taken):
    taken(SHIFTED)
    assert Settlement.objects.get().territory_code == WEST
    assert plans.move_settlements(now=NOW) == 0
    assert plans.move_settlements(now=datetime(2027, 1, 1, 0, 5, tzinfo=NOW.tzinfo)) == 1
    assert Settlement.objects.get().territory_code == EAST
    assert plans.move_settlements(now=NOW + timedelta(days=90)) == 0


def test_borders_valid_already_move_settlements_at_once(land, taken):
    taken(SHIFTED, valid_from=TODAY)
    assert Settlement.objects.get().territory_code == EAST


def test_who_is_not_in_the_file_ends_with_a_successor(land, taken):
    a_settlement(code="nowhere", point=None, territory_code=EAST)
    plan = taken(a_file(a_feature(WEST, 40.0, 40.2, name="Округ Единый")), valid_from=TODAY)
    assert (plan.heirs, [row.what for row in of(plan).rows]) == ({EAST: WEST}, ["gone", "border"])
    gone = Territory.objects.get(code=EAST)
    assert gone.successor is not None
    assert (gone.valid_to, gone.successor.name) == (TODAY - timedelta(days=1), "Округ Единый")
    assert Settlement.objects.get(code="nowhere").territory_code == WEST
    assert [row.name for row in queries.versions_on(TODAY)] == ["Округ Единый"]


def test_a_part_of_the_region_leaves_the_others_as_they_are(land, taken):
    taken(a_file(a_feature(WEST, 40.0, 40.1, name="Город Первый")), whole=False)
    assert [row.name for row in queries.versions_on(NEXT)] == ["Город Первый", f"Округ {EAST}"]


def test_a_new_one_and_land_that_nobody_has_any_more(land, tried):
    found = of(tried(a_file(a_feature(WEST, 40.0, 40.1), a_feature("99703000", 40.12, 40.2))))
    assert [(row.code, row.what) for row in found.rows] == [
        (WEST, "same"),
        (EAST, "gone"),
        ("99703000", "new"),
    ]
    assert [(one.of, one.to) for one in found.moved] == [(EAST, "99703000"), (EAST, "")]


def test_only_what_changes_gets_a_new_version(land, taken):
    """The same border begun at another corner is the same border; short name and kind are taken over."""
    Territory.objects.filter(code=WEST).update(kind="городской округ")
    turned = json.loads(a_box(40.1, 54.0, 40.2, 54.1).geojson)
    ring = turned["coordinates"][0][0]
    turned["coordinates"][0][0] = [*ring[2:], *ring[1:3]]
    plan = taken(a_file(a_feature(EAST, 0, 0, geometry=turned), a_feature(WEST, 40.0, 40.09)))
    assert [(row.code, row.what) for row in of(plan).rows] == [(WEST, "border"), (EAST, "same")]
    assert Territory.objects.filter(code=EAST).count() == 1
    new = Territory.objects.get(code=WEST, valid_to=None)
    assert (new.kind, new.short_name) == ("городской округ", f"округ {WEST}")


def test_who_ends_lies_over_nobody(land, tried):
    assert not of(tried(a_file(a_feature(WEST, 40.0, 40.2)))).problems


def test_a_file_without_codes_is_matched_by_names(land, tried):
    file = json.loads(SHIFTED)
    for feature in file["features"]:
        del feature["properties"]["oktmo"]
    found = of(tried(json.dumps(file).encode()))
    assert {row.what for row in found.rows} == {"border"}


def test_the_same_borders_change_nothing_and_cannot_be_taken(land, tried, admin):
    plan = tried(a_file(a_feature(WEST, 40.0, 40.1), a_feature(EAST, 40.1, 40.2)))
    assert not of(plan).may_be_taken
    with pytest.raises(plans.BadPlan, match="принять нельзя"):
        plans.order(plan.pk, heirs={}, by=admin, now=NOW)


BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[40.0, 54.0], [40.1, 54.1], [40.1, 54.0], [40.0, 54.1], [40.0, 54.0]]],
}
METRES = {"type": "Polygon", "coordinates": [[[4e6, 6e6], [5e6, 6e6], [5e6, 7e6], [4e6, 6e6]]]}
HIGH = {
    "type": "Polygon",
    "coordinates": [[[40.0, 54.0, 9], [40.1, 54.0, 9], [40.1, 54.1, 9], [40.0, 54.0, 9]]],
}
SWAPPED = {"type": "Polygon", "coordinates": [[[54.0, 40.0], [54.1, 40.0], [54.1, 40.1], [54.0, 40.0]]]}


@pytest.mark.parametrize(
    ("features", "said", "hard"),
    [
        ([a_feature(WEST, 0, 0, geometry=BOW_TIE), a_feature(EAST, 40.1, 40.2)], "исправлена", False),
        ([a_feature(WEST, 0, 0, geometry=HIGH), a_feature(EAST, 40.1, 40.2)], "высоты", False),
        ([a_feature(WEST, 40.0, 40.15), a_feature(EAST, 40.1, 40.2)], "заходит на", False),
        ([a_feature(WEST, 0, 0, geometry=METRES), a_feature(EAST, 40.1, 40.2)], "не в градусах", True),
        ([a_feature("12", 40.0, 40.1), a_feature(EAST, 40.1, 40.2)], "ОКТМО", True),
        ([a_feature(WEST, 40.0, 40.1), a_feature(WEST, 40.1, 40.2)], "уже есть выше", True),
        ([a_feature(WEST, 0, 0, geometry=SWAPPED)], "не перепутаны", True),
        ([{"type": "Feature", "properties": "x", "geometry": 7}], "name", True),
        (["x"], "name", True),
        ([a_feature(WEST, 0, 0, geometry={"type": "Polygon", "coordinates": "x"})], "не читается", True),
        ([a_feature(WEST, 0, 0, geometry={"type": "Point", "coordinates": [40, 54]})], "Polygon", True),
    ],
    ids=["bow-tie", "3d", "overlap", "metres", "oktmo", "twice", "swapped", "no-object", "text", "broken", "point"],
)  # fmt: skip
def test_what_is_wrong_with_a_border_is_told(land, tried, features, said, hard):
    found = of(tried(a_file(*features)))
    assert any(said in one.text and one.hard is hard for one in found.problems), found.problems
    assert found.may_be_taken is not hard


def test_a_hole_inside_the_region_is_told(land, tried):
    ring = a_box(40.0, 54.0, 40.1, 54.1)[0]
    hole = [[40.04, 54.04], [40.06, 54.04], [40.06, 54.06], [40.04, 54.06], [40.04, 54.04]]
    geometry = {"type": "Polygon", "coordinates": [[list(at) for at in ring[0]], hole]}
    found = of(tried(a_file(a_feature(WEST, 0, 0, geometry=geometry), a_feature(EAST, 40.1, 40.2))))
    assert any("ничья земля" in one.text for one in found.problems)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"{", "не читается как JSON"),
        (b"[" * 100_000, "не читается как JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[]", "не GeoJSON"),
        (b'{"type": "FeatureCollection"}', "features"),
        (a_file(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}), "3857"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused_and_another_may_come(land, tried, raw, said):
    plan = tried(raw)
    assert plan.state == "refused"
    assert said in plan.trouble
    assert "/tmp" not in plan.trouble  # noqa: S108
    assert tried(SHIFTED).state == "ready"


def test_too_big_and_empty_files_are_not_kept(land, tried, monkeypatch):
    monkeypatch.setattr(plans, "MOST_BYTES", 100)
    with pytest.raises(plans.BadPlan, match="больше"):
        tried(b"x" * 101)
    with pytest.raises(plans.BadPlan, match="пустой"):
        tried(b" ")
    assert not BorderPlan.objects.exists()


def test_one_draft_at_a_time(land, tried, admin):
    first = tried(SHIFTED)
    with pytest.raises(plans.BadPlan, match="Уже загружены"):
        tried(SHIFTED)
    plans.drop(first.pk, by=admin, now=NOW)
    plans.drop(first.pk, by=admin, now=NOW)
    assert tried(SHIFTED).state == "ready"
    with pytest.raises(plans.BadPlan):
        plans.order(first.pk, heirs={}, by=admin, now=NOW)


def test_borders_that_changed_meanwhile_are_compared_anew(land, tried, admin):
    plan = tried(SHIFTED)
    plans.order(plan.pk, heirs={}, by=admin, now=NOW)
    Territory.objects.filter(code=EAST).update(name="Другое имя")
    assert not plans.take(plan.pk, now=NOW)
    plan.refresh_from_db()
    assert plan.state == "checking"
    plans.check(plan.pk, appeals=lambda _land: 0)
    plan.refresh_from_db()
    assert plan.state == "ready"


def test_every_step_may_run_twice(land, taken, admin):
    plan = taken(SHIFTED)
    plans.check(plan.pk, appeals=lambda _land: 0)
    plans.order(plan.pk, heirs={}, by=admin, now=NOW)
    assert plans.take(plan.pk, now=NOW)
    with pytest.raises(plans.BadPlan, match="уже приняты"):
        plans.drop(plan.pk, by=admin, now=NOW)
    assert (Territory.objects.count(), ConfigChange.objects.count()) == (4, 1)


def test_a_successor_that_is_not_there_is_refused(land, tried, admin):
    plan = tried(a_file(a_feature(WEST, 40.0, 40.2)))
    with pytest.raises(plans.BadPlan, match="99799000"):
        plans.order(plan.pk, heirs={EAST: "99799000"}, by=admin, now=NOW)


def test_the_first_borders_of_an_empty_region(tried):
    found = of(tried(SHIFTED))
    assert ([row.what for row in found.rows], found.moved) == (["new", "new"], [])
