"""`otklik import authorities` and `duties`."""

import json
from uuid import UUID

import pytest

from otklik.authorities.imports import import_authorities, import_duties
from otklik.authorities.models import Authority, Duty
from otklik.authorities.tests.given import an_authority
from otklik.classifier.models import Category, Topic

pytestmark = [pytest.mark.route, pytest.mark.django_db]

UID = "5a1f0d3e-0000-4000-8000-000000000001"
BODY = {
    "code": "adm-99701",
    "name": "Администрация города",
    "level": "municipal",
    "territory_code": "99701000",
    "email": "adm@example.test",
    "site": "https://adm.example.test/",
    "msed_uid": UID,
    "msed_address": "ADM~MEDOGU",
    "msed_version": "2.7",
    "msed_personal_data": "да",
}


def a_file(tmp_path, rows):
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def counts(report):
    return report.created, report.updated, report.unchanged, len(report.errors)


def test_a_body_is_stored_and_a_second_run_changes_nothing(tmp_path):
    path = a_file(tmp_path, [BODY])
    assert counts(import_authorities(path, dry_run=True)) == (1, 0, 0, 0)
    assert not Authority.objects.exists()
    assert counts(import_authorities(path, dry_run=False)) == (1, 0, 0, 0)
    assert counts(import_authorities(path, dry_run=False)) == (0, 0, 1, 0)
    body = Authority.objects.get()
    assert (body.msed_uid, body.msed_version, body.msed_personal_data) == (UUID(UID), "2.7", True)
    assert body.short_name == body.name


def test_a_body_that_changed_is_updated(tmp_path):
    import_authorities(a_file(tmp_path, [BODY]), dry_run=False)
    report = import_authorities(
        a_file(tmp_path, [{**BODY, "head_name": "Новый Н. Н.", "active": "нет"}]), dry_run=False
    )
    body = Authority.objects.get()
    assert (counts(report), body.head_name, body.active) == ((0, 1, 0, 0), "Новый Н. Н.", False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "адм 1"}, "code"),
        ({"name": ""}, "name"),
        ({"level": "district"}, "level"),
        ({"territory_code": "997"}, "territory_code"),
        ({"email": "почта"}, "email"),
        ({"site": "adm.example.test"}, "site"),
        ({"msed_uid": "12"}, "msed_uid"),
        ({"msed_version": "3.0"}, "msed_version"),
        ({"msed_personal_data": "иногда"}, "msed_personal_data"),
    ],
)
def test_a_wrong_row_is_told_and_the_good_ones_go_in(tmp_path, wrong, field):
    good = {**BODY, "code": "good", "msed_uid": ""}
    report = import_authorities(a_file(tmp_path, [{**BODY, **wrong}, good]), dry_run=False)
    assert [(error.row, error.field) for error in report.errors] == [(1, field)]
    assert [body.code for body in Authority.objects.all()] == ["good"]


def test_one_participant_cannot_be_two_bodies(tmp_path):
    an_authority(code="other", msed_uid=UUID(UID))
    (error,) = import_authorities(a_file(tmp_path, [BODY]), dry_run=False).errors
    assert error.text.startswith("этот участник МЭДО уже записан за «other»")


def test_a_participant_without_an_address_is_noted(tmp_path):
    report = import_authorities(a_file(tmp_path, [{**BODY, "msed_address": ""}]), dry_run=False)
    assert [(note.row, note.field) for note in report.notes] == [(1, "msed_address")]
    assert report.created == 1


def a_topic():
    category = Category.objects.create(code="roads", title="Дороги")
    Topic.objects.create(
        code="pothole", category=category, title="Яма", kinds=["problem"], duty="municipal.roads"
    )


def test_duties_come_from_a_csv(tmp_path):
    a_topic()
    first, second = an_authority(code="first"), an_authority(code="second")
    path = tmp_path / "duties.csv"
    path.write_text(
        "subject,territory_code,authority,rank\n"
        "municipal.roads,99701000,first,\n"
        "municipal.roads,99701000,second,1\n"
        "pothole,,second,0\n",
        encoding="utf-8-sig",
    )
    assert counts(import_duties(path, dry_run=True)) == (3, 0, 0, 0)
    assert counts(import_duties(path, dry_run=False)) == (3, 0, 0, 0)
    assert counts(import_duties(path, dry_run=False)) == (0, 0, 3, 0)
    stored = Duty.objects.order_by("pk").values_list("subject", "territory_code", "authority_id", "rank")
    assert list(stored) == [
        ("municipal.roads", "99701000", first.pk, 0),
        ("municipal.roads", "99701000", second.pk, 1),
        ("pothole", "", second.pk, 0),
    ]


def test_a_duty_passes_to_another_body(tmp_path):
    a_topic()
    an_authority(code="first")
    second = an_authority(code="second")
    row = {"subject": "pothole", "territory_code": "", "authority": "first"}
    import_duties(a_file(tmp_path, [row]), dry_run=False)
    assert counts(import_duties(a_file(tmp_path, [{**row, "authority": "second"}]), dry_run=False)) == (
        0,
        1,
        0,
        0,
    )
    assert Duty.objects.get().authority == second


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"authority": "nobody"}, "authority"),
        ({"subject": ""}, "subject"),
        ({"territory_code": "x"}, "territory_code"),
        ({"rank": -1}, "rank"),
    ],
)
def test_a_wrong_duty_is_told(tmp_path, wrong, field):
    a_topic()
    an_authority(code="first")
    row = {"subject": "pothole", "territory_code": "", "authority": "first", **wrong}
    (error,) = import_duties(a_file(tmp_path, [row]), dry_run=False).errors
    assert (error.row, error.field) == (1, field)


def test_a_duty_given_twice_is_told_and_one_that_nobody_asks_for_is_noted(tmp_path):
    an_authority(code="first")
    row = {"subject": "pothole", "territory_code": "", "authority": "first"}
    report = import_duties(a_file(tmp_path, [row, row]), dry_run=False)
    assert [(error.row, error.field) for error in report.errors] == [(2, "rank")]
    assert "не сработает" in report.notes[0].text


def test_who_stands_over_whom_is_read_in_any_order_and_stays_where_the_file_is_silent(tmp_path):
    plain = {"name": "Орган", "level": "municipal"}
    rows = [{**plain, "code": "school", "superior": "adm"}, {**plain, "code": "adm"}]
    import_authorities(a_file(tmp_path, rows), dry_run=False)
    assert Authority.objects.get(code="school").superior.code == "adm"
    import_authorities(a_file(tmp_path, [{**plain, "code": "school"}]), dry_run=False)
    assert Authority.objects.get(code="school").superior.code == "adm"
    import_authorities(a_file(tmp_path, [{**plain, "code": "school", "superior": ""}]), dry_run=False)
    assert Authority.objects.get(code="school").superior is None


@pytest.mark.parametrize(("first", "second"), [("b", "a"), ("a", ""), ("nobody", "")])
def test_a_circle_or_an_unknown_superior_is_told_and_not_stored(tmp_path, first, second):
    plain = {"name": "Орган", "level": "municipal"}
    rows = [{**plain, "code": "a", "superior": first}, {**plain, "code": "b", "superior": second}]
    report = import_authorities(a_file(tmp_path, rows), dry_run=False)
    assert [note.field for note in report.notes] == ["superior"]
    assert Authority.objects.filter(superior=None).exists()
