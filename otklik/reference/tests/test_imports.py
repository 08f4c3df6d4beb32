"""Tables of the reference services from files: every wrong row is told, a repeat changes nothing."""

import json

import pytest

from otklik.authorities.tests.given import an_authority
from otklik.kit.importing import BadFile
from otklik.people.models import ConfigChange
from otklik.places.tests.given import a_territory
from otklik.reference.imports import exported, import_table
from otklik.reference.models import Emergency, Office, Place, Reception
from otklik.reference.tables import TABLES
from otklik.reference.tests.given import NOON, a_law, a_number, a_place, a_reception, an_office

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

PLACES = """code;kind;name;address;territory_code;lat;lon;hours;phones;services;checked_on
mfc-1;mfc;МФЦ Берёзовки;ул. Ленина, 1;99701000;54,05;40.05;пн-пт 8-20;"Справки: +7 491 200-00-01
+7 491 200-00-02";"Паспорт
Земля";01.11.2026
mfc-2;mfc;МФЦ Липовки;ул. Мира, 2;99701000;;;;;;
"""


def a_file(tmp_path, text, name="rows.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def taken(table, path, **more):
    return import_table(table, path, now=NOON, **{"dry_run": False, **more})


def test_places_come_from_a_table_and_a_repeat_changes_nothing(tmp_path):
    a_territory("99701000")
    path = a_file(tmp_path, PLACES)
    assert taken("places", path).created == 2
    place = Place.objects.get(code="mfc-1")
    assert (place.hours, place.services) == ("пн–пт 08:00–20:00; сб–вс выходной", ["Паспорт", "Земля"])
    assert place.phones == [["Справки", "+7 491 200-00-01"], ["", "+7 491 200-00-02"]]
    assert (place.point.x, place.point.y) == (40.05, 54.05)
    again = taken("places", path)
    assert (again.created, again.updated, again.unchanged, again.errors) == (0, 0, 2, [])
    assert ConfigChange.objects.count() == 1


def test_a_trial_writes_nothing(tmp_path):
    a_territory("99701000")
    assert taken("places", a_file(tmp_path, PLACES), dry_run=True).created == 2
    assert not Place.objects.exists()
    assert not ConfigChange.objects.exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("x;bank;Имя;Адрес;;;;", "kind"),
        ("x;mfc;;Адрес;;;;", "name"),
        ("x;mfc;Имя;Адрес;123;;;", "territory_code"),
        ("x;mfc;Имя;Адрес;;54;;", "обе"),
        ("x;mfc;Имя;Адрес;;154;40;", "lat"),
        ("x;mfc;Имя;Адрес;;;;пн-пт", "нет времени"),
        ("Икс;mfc;Имя;Адрес;;;;", "code"),
        ("y;mfc;Имя;Адрес;;;;", "уже есть выше"),
    ],
)
def test_a_wrong_row_is_told_by_its_line_and_the_good_one_is_taken(tmp_path, line, told):
    text = f"code;kind;name;address;territory_code;lat;lon;hours\ny;mfc;Имя;Адрес;;;;\n{line}\n"
    report = taken("places", a_file(tmp_path, text))
    assert (report.created, len(report.errors)) == (1, 1)
    assert str(report.errors[0]).startswith("строка 3")
    assert told in str(report.errors[0])


@pytest.mark.parametrize("phone", ["звоните", "+7 (491) abc", "1", "12;drop"])
def test_what_is_no_telephone_number_is_refused(tmp_path, phone):
    rows = [{"authority": an_authority().code, "phones": [["Приёмная", phone]]}]
    report = taken("offices", a_file(tmp_path, json.dumps(rows), "rows.json"))
    assert "не номер телефона" in str(report.errors[0])


def test_a_card_of_a_body_that_is_not_there_is_refused(tmp_path):
    report = taken("offices", a_file(tmp_path, '[{"authority": "nobody"}]', "rows.json"))
    assert "сначала загрузите органы" in str(report.errors[0])


def test_a_reception_that_ends_before_it_begins_is_refused(tmp_path):
    row = {
        "code": "r-1", "authority": an_authority().code, "person": "Имя",
        "starts_at": "01.12.2026 12:00", "ends_at": "01.12.2026 10:00",
    }  # fmt: skip
    report = taken("receptions", a_file(tmp_path, json.dumps([row]), "rows.json"))
    assert "конец не позже начала" in str(report.errors[0])
    assert not Reception.objects.exists()


def test_columns_that_a_file_has_not_keep_what_they_have(tmp_path):
    a_number("104", code="gas", about="Запах газа")
    taken("emergency", a_file(tmp_path, "code;number;title\ngas;04;Газовая служба\n"))
    number = Emergency.objects.get()
    assert (number.number, number.about) == ("04", "Запах газа")


def test_a_file_without_the_columns_that_it_must_have_is_refused_as_a_whole(tmp_path):
    with pytest.raises(BadFile):
        taken("emergency", a_file(tmp_path, "code;number\ngas;04\n"))


@pytest.mark.parametrize("table", TABLES)
def test_what_was_exported_is_taken_again_without_a_change(tmp_path, table):
    body = an_authority()
    persons = [["Анна Лугова", "глава", "2-13-14", "вт 14–17"], ["Пётр Дубов", "", "", ""]]
    an_office(body, persons=persons, checked_on="2026-11-01", source="сайт")
    a_place(authority=body, services=["Паспорт"])
    a_reception(body)
    a_number()
    a_law()
    rows = exported(table)
    assert len(rows) == 1
    path = a_file(tmp_path, json.dumps(rows), "rows.json")
    report = taken(table, path)
    assert (report.unchanged, report.created, report.updated, report.errors) == (1, 0, 0, [])
    assert exported(table) == rows
    if table == "offices":
        assert Office.objects.get().persons == persons
