"""`otklik import settlements`."""

import json
from pathlib import Path
from typing import Any

import pytest

from otklik.places.imports import import_settlements
from otklik.places.models import Settlement
from otklik.places.tests.given import a_territory

pytestmark = [pytest.mark.route, pytest.mark.django_db]

ROW = {
    "code": "s1", "name": "Липовка", "kind": "деревня", "territory_code": "99701000",
    "lon": "40.05", "lat": "54,05", "population": "312",
}  # fmt: skip


@pytest.fixture
def load(tmp_path: Path):
    def loaded(*rows: dict[str, Any], dry_run: bool = False):
        path = tmp_path / "rows.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        return import_settlements(path, dry_run=dry_run)

    return loaded


def counts(report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, len(report.errors)


def test_a_settlement_is_stored_once_and_a_change_is_taken_over(load):
    a_territory()
    assert counts(load(ROW, dry_run=True)) == (1, 0, 0, 0)
    assert not Settlement.objects.exists()
    assert counts(load(ROW)) == (1, 0, 0, 0)
    assert counts(load(ROW)) == (0, 0, 1, 0)
    assert counts(load({**ROW, "population": "300"})) == (0, 1, 0, 0)
    place = Settlement.objects.get()
    assert (place.kind, place.population, place.point.tuple) == ("д", 300, (40.05, 54.05))


def test_a_settlement_without_its_territory_is_stored_and_that_is_told(load):
    report = load(ROW)
    assert counts(report) == (1, 0, 0, 0)
    assert "обращения отсюда попадут на стол" in report.notes[0].text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code": ""}, "code"),
        ({"name": ""}, "name"),
        ({"territory_code": "997"}, "ОКТМО"),
        ({"lon": ""}, "обе координаты"),
        ({"lat": "95"}, "lat"),
        ({"population": "много"}, "population"),
        ({"code": "s2"}, "code"),
    ],
)
def test_a_wrong_row_is_told_and_the_others_are_stored(load, wrong, words):
    a_territory()
    report = load({**ROW, "code": "s2"}, {**ROW, "code": "s3", **wrong})
    assert counts(report) == (1, 0, 0, 1)
    assert report.errors[0].row == 2
    assert words in str(report.errors[0])
