"""`otklik import territories`: borders with dates of validity, successors, mended geometry."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from otklik.kit.importing import BadFile
from otklik.places import queries
from otklik.places.borderfile import import_territories
from otklik.places.models import Territory, TerritoryPart

pytestmark = [pytest.mark.route, pytest.mark.django_db]

CODE = "99701000"
FOUNDED, REFORM = date(2020, 1, 1), date(2026, 1, 1)
BOW_TIE = [[40.0, 54.0], [40.1, 54.1], [40.1, 54.0], [40.0, 54.1], [40.0, 54.0]]


def a_square(west: float = 40.0, south: float = 54.0) -> list[list[float]]:
    east, north = west + 0.1, south + 0.1
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def a_feature(ring: Any = None, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"oktmo": CODE, "name": "Город Первый", "valid_from": "2020-01-01", **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring or a_square()]},
    }


@pytest.fixture
def load(tmp_path: Path):
    def loaded(*features: Any, dry_run: bool = False, **more: Any):
        path = tmp_path / "borders.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return import_territories(path, dry_run=dry_run, **more)

    return loaded


def counts(report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, len(report.errors)


def test_a_territory_is_stored_once_with_its_parts(load):
    assert counts(load(a_feature(), dry_run=True)) == (1, 0, 0, 0)
    assert not Territory.objects.exists()
    assert counts(load(a_feature())) == (1, 0, 0, 0)
    assert counts(load(a_feature())) == (0, 0, 1, 0)
    assert (Territory.objects.get().name, TerritoryPart.objects.count()) == ("Город Первый", 1)
    assert isinstance(queries.at_point(40.05, 54.05, on=REFORM), queries.Found)


def test_another_border_replaces_the_parts(load):
    load(a_feature())
    assert counts(load(a_feature(a_square(41.0)))) == (0, 1, 0, 0)
    assert not isinstance(queries.at_point(40.05, 54.05, on=REFORM), queries.Found)
    assert isinstance(queries.at_point(41.05, 54.05, on=REFORM), queries.Found)


def test_a_later_version_ends_the_one_before_and_succeeds_it(load):
    load(a_feature())
    load(a_feature(name="Округ Первый", valid_from="2026-01-01"))

    before, after = Territory.objects.order_by("valid_from")
    assert (before.valid_to, before.successor, after.valid_to) == (date(2025, 12, 31), after, None)
    of_its_day = queries.at_point(40.05, 54.05, on=date(2025, 6, 1))
    assert isinstance(of_its_day, queries.Found)
    assert of_its_day.territory.name == "Город Первый"


def test_two_merged_into_a_third_name_it_as_their_successor(load):
    merged = {"valid_to": "2025-12-31", "successor": "99703000"}
    report = load(
        a_feature(**merged),
        a_feature(a_square(40.1), oktmo="99702000", name="Город Второй", **merged),
        a_feature(a_square(40.2), oktmo="99703000", name="Округ", valid_from="2026-01-01"),
    )
    assert counts(report) == (3, 0, 0, 0)
    third = Territory.objects.get(code="99703000")
    assert third.predecessors.count() == 2


def test_a_broken_border_is_mended_and_that_is_told(load):
    report = load(a_feature(BOW_TIE))
    assert counts(report) == (1, 0, 0, 0)
    assert "исправлена" in report.notes[0].text
    assert Territory.objects.get().geom.valid


def test_two_territories_of_a_day_over_each_other_are_told(load):
    report = load(a_feature(), a_feature(a_square(40.05), oktmo="99702000", name="Город Второй"))
    assert counts(report) == (2, 0, 0, 0)
    assert "заходит на" in report.notes[0].text


def test_a_file_without_codes_and_days_takes_them_from_the_command(load):
    feature = a_feature()
    del feature["properties"]["oktmo"], feature["properties"]["valid_from"]
    report = load(feature, valid_from=FOUNDED, codes={"Город Первый": CODE})
    assert counts(report) == (1, 0, 0, 0)
    assert Territory.objects.get().code == CODE


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (a_feature(oktmo="12"), "нужен код ОКТМО"),
        (a_feature(name=""), "пусто"),
        (a_feature(valid_from=""), "нет первого дня"),
        (a_feature(valid_from="весной"), "valid_from"),
        (a_feature(valid_to="2019-01-01"), "раньше первого дня"),
        ({**a_feature(), "geometry": None}, "границы нет"),
        ({**a_feature(), "geometry": {"type": "Point", "coordinates": [40, 54]}}, "ничего не охватывает"),
        ({**a_feature(), "geometry": {"type": "Polygon", "coordinates": "x"}}, "не читается"),
        (a_feature(a_square(4000.0)), "не в градусах"),
        ("x", "пусто"),
    ],
)
def test_a_wrong_row_is_told_by_its_number_and_the_others_are_stored(load, wrong, words):
    report = load(wrong, a_feature(a_square(41.0), oktmo="99702000", name="Город Второй"))
    assert counts(report) == (1, 0, 0, 1)
    assert report.errors[0].row == 1
    assert words in str(report.errors[0])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"type": "FeatureCollection"}', '{"type": "Point"}'])
def test_a_file_that_is_no_collection_is_refused_in_words(tmp_path, content):
    path = tmp_path / "x.geojson"
    path.write_text(content)
    with pytest.raises(BadFile) as refused:
        import_territories(path, dry_run=False)
    assert str(path) in refused.value.text
