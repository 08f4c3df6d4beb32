"""`otklik import addresses` from the state register: a region of one town, two streets and two houses."""

import pytest

from otklik.kit.importing import BadFile
from otklik.places import queries as places
from otklik.places.imports import import_addresses
from otklik.places.models import House, Settlement, Street
from otklik.places.tests.given import TODAY

pytestmark = [pytest.mark.route, pytest.mark.django_db(transaction=True)]

TOWN, STREET, OLD, HOUSE, LOST = 1, 2, 3, 4, 5
DATES = 'STARTDATE="2020-01-01" ENDDATE="2079-06-06"'
GUID = "5a1f0d3e-0000-4000-8000-00000000000"


def an_object(id_: int, name: str, kind: str, level: int, dates: str = DATES) -> str:
    return (
        f'<OBJECT OBJECTID="{id_}" OBJECTGUID="{GUID}{id_}" NAME="{name}" TYPENAME="{kind}" LEVEL="{level}"'
        f' ISACTUAL="1" ISACTIVE="1" {dates}/>'
    )


def under(id_: int, parent: int) -> str:
    return f'<ITEM OBJECTID="{id_}" PARENTOBJID="{parent}" ISACTIVE="1" {DATES}/>'


def a_house(id_: int, number: str) -> str:
    return (
        f'<HOUSE OBJECTID="{id_}" HOUSENUM="{number}" ADDNUM1="1" ADDTYPE1="1" ISACTUAL="1" ISACTIVE="1"'
        f" {DATES}/>"
    )


FILES = {
    "ADDR_OBJ": (
        "ADDRESSOBJECTS",
        an_object(TOWN, "Липовка", "г.", 5)
        + an_object(STREET, "Ленина", "ул.", 8)
        + an_object(OLD, "Прежняя", "ул.", 8, 'STARTDATE="1999-01-01" ENDDATE="2019-12-31"'),
    ),
    "MUN_HIERARCHY": ("ITEMS", under(TOWN, 0) + under(STREET, TOWN) + under(HOUSE, STREET)),
    "HOUSES": ("HOUSES", a_house(HOUSE, "5А") + a_house(LOST, "7")),
    "ADDR_OBJ_PARAMS": ("PARAMS", f'<PARAM OBJECTID="{TOWN}" TYPEID="7" VALUE="99701000001" {DATES}/>'),
    "PARAM_TYPES": ("PARAMTYPES", '<PARAMTYPE ID="7" CODE="OKTMO"/>'),
    "ADDHOUSE_TYPES": ("HOUSETYPES", '<HOUSETYPE ID="1" SHORTNAME="корп."/>'),
}


def an_export(folder, files=FILES):
    for what, (root, inside) in files.items():
        name = f"AS_{what}_20260925_{GUID}0.XML"
        (folder / name).write_text(
            f'<?xml version="1.0" encoding="utf-8"?><{root}>{inside}</{root}>', encoding="utf-8"
        )
    return folder


def test_what_is_valid_on_the_day_is_stored_and_found_as_people_write_it(tmp_path):
    report = import_addresses(an_export(tmp_path), dry_run=False, on=TODAY)

    town = Settlement.objects.get()
    assert (town.name, town.kind, town.territory_code) == ("Липовка", "г", "99701000001")
    assert [street.name for street in Street.objects.all()] == ["Ленина"]
    found = places.resolve_address(town.pk, "улица Ленина, д. 5а корпус 1")
    assert found is not None
    assert found.house_id == House.objects.get().pk
    assert [(error.row, error.field) for error in report.errors] == [(LOST, "OBJECTID")]


def test_a_second_import_changes_nothing(tmp_path):
    import_addresses(an_export(tmp_path), dry_run=False, on=TODAY)

    again = import_addresses(tmp_path, dry_run=False, on=TODAY)

    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)


def test_an_export_without_a_part_is_refused_as_a_whole(tmp_path):
    files = {what: file for what, file in FILES.items() if what != "MUN_HIERARCHY"}

    with pytest.raises(BadFile, match="MUN_HIERARCHY"):
        import_addresses(an_export(tmp_path, files), dry_run=False, on=TODAY)
