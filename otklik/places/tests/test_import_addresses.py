"""`otklik import addresses` from a CSV; the state register has tests of its own."""

import pytest

from otklik.kit.importing import BadFile
from otklik.places import queries as places
from otklik.places.imports import import_addresses
from otklik.places.models import House, Street
from otklik.places.tests.given import TODAY, a_settlement

pytestmark = [pytest.mark.route, pytest.mark.django_db(transaction=True)]

ONE_TOWN = 'street,house\n"Ленина, пр-т",5\n"Ленина, пр-т",5 корп. 1\n"Лесная, ул.",2\n'


def a_file(tmp_path, text):
    path = tmp_path / "addresses.csv"
    path.write_text(text, encoding="utf-8")
    return path


def counts(report):
    return report.created, report.updated, report.unchanged, len(report.errors)


def test_streets_and_houses_of_one_settlement_are_stored_and_found(tmp_path):
    town = a_settlement("Липовка")
    file = a_file(tmp_path, ONE_TOWN)

    assert counts(import_addresses(file, dry_run=False, on=TODAY, settlement=town.code)) == (5, 0, 0, 0)
    assert counts(import_addresses(file, dry_run=False, on=TODAY, settlement=town.code)) == (0, 0, 5, 0)

    found = places.resolve_address(town.pk, "проспект Ленина, 5 корпус 1")
    assert found is not None
    assert (found.street, found.house) == ("пр-кт Ленина", "5 к. 1")


def test_a_point_is_kept_when_a_later_file_has_none(tmp_path):
    town = a_settlement("Липовка")
    file = a_file(tmp_path, f"settlement,street,house,lon,lat\n{town.code},Лесная ул.,2,40.05,54.05\n")
    import_addresses(file, dry_run=False, on=TODAY)

    import_addresses(a_file(tmp_path, ONE_TOWN), dry_run=False, on=TODAY, settlement=town.code)

    point = House.objects.get(street__name="Лесная", number="2").point
    assert (point.x, point.y) == (40.05, 54.05)


def test_a_row_of_an_unknown_settlement_is_told_and_the_others_are_stored(tmp_path):
    town = a_settlement("Липовка")
    file = a_file(tmp_path, f"settlement,street,house\nnowhere,Лесная ул.,1\n{town.code},Лесная ул.,2\n")

    report = import_addresses(file, dry_run=False, on=TODAY)

    assert [(error.row, error.field) for error in report.errors] == [(2, "settlement")]
    assert House.objects.get().number == "2"


def test_a_dry_run_and_a_file_of_an_unknown_settlement_leave_nothing(tmp_path):
    town = a_settlement("Липовка")
    file = a_file(tmp_path, ONE_TOWN)

    assert import_addresses(file, dry_run=True, on=TODAY, settlement=town.code).created == 5
    with pytest.raises(BadFile):
        import_addresses(file, dry_run=False, on=TODAY, settlement="nowhere")

    assert not Street.objects.exists()
