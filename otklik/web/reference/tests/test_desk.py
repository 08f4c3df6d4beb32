"""Administrators keep the reference tables, heads of bodies their own cards."""

from html import unescape
from tempfile import gettempdir
from typing import Any

import pytest
from django.test import Client

from otklik.authorities.models import Membership
from otklik.authorities.tests.given import an_authority
from otklik.people.models import ConfigChange, User
from otklik.reference.models import Emergency, Office, Place
from otklik.reference.tables import TABLES
from otklik.reference.tests.given import a_law, a_number, a_place, a_reception, an_office
from otklik.web.rules.tests.given import a_desk, shown
from otklik.web.tests.brought import last, tried
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
NUMBER = {"number": "104", "title": "Газовая служба", "active": "1", "order": "3"}


def text(answer: Any) -> str:
    return unescape(str(answer.content.decode()))


def a_head(*bodies) -> Client:
    user = User.objects.create_user("head@example.test", "pass", name="Глава", role="head")
    for body in bodies:
        Membership.objects.create(user=user, authority=body)
    return as_(user)


def test_a_number_is_added_once_however_often_the_button_is_pressed():
    desk = a_desk()
    assert desk.post("/staff/reference/emergency/new", {**NUMBER, "code": "gas"}).status_code == 302
    again = desk.post("/staff/reference/emergency/new", {**NUMBER, "code": "gas"})
    assert again.status_code == 422
    assert "Такая запись уже есть" in text(again)
    assert 'value="Газовая служба"' in text(again)
    assert Emergency.objects.count() == 1


def test_without_a_code_one_is_made_out_of_the_name():
    a_desk().post("/staff/reference/emergency/new", NUMBER)
    assert Emergency.objects.get().code == "gazovaya-sluzhba"


@pytest.mark.parametrize(
    ("table", "said", "other"),
    [
        ("emergency", NUMBER, {"number": "04"}),
        ("places", {"kind": "mfc", "name": "МФЦ", "address": "ул. Ленина", "point": "54.05, 40.05",
                    "hours": "пн–пт 8–17", "phones": "104", "services": "Паспорт"}, {"point": "54.06, 40.05"}),
    ],
)  # fmt: skip
def test_without_a_code_too_it_is_added_once(table, said, other):
    desk, model = a_desk(), TABLES[table].model
    made = [desk.post(f"/staff/reference/{table}/new", said)["Location"] for _n in range(2)]
    assert made[0] == made[1]
    assert (model._default_manager.count(), ConfigChange.objects.count()) == (1, 1)
    desk.post(f"/staff/reference/{table}/new", {**said, **other})
    assert model._default_manager.count() == 2


def test_an_edit_is_seen_at_once_and_stands_in_the_journal():
    number, desk = a_number("112", checked_on="2026-01-01"), a_desk()
    address = f"/staff/reference/emergency/{number.pk}"
    mark = shown(desk.get(address))
    assert desk.post(address, {**NUMBER, "shown": mark}).status_code == 302
    assert ">104</a>" in text(Client().get("/reference/emergency"))
    change = ConfigChange.objects.get()
    assert change.what == f"reference-emergency:{number.code}"
    assert change.before is not None
    assert change.before["number"] == "112"
    assert "104" in text(desk.get(address))


def test_who_saves_later_is_told_and_keeps_what_was_typed():
    number, desk = a_number("112"), a_desk()
    address = f"/staff/reference/emergency/{number.pk}"
    mark = shown(desk.get(address))
    desk.post(address, {**NUMBER, "shown": mark})
    late = desk.post(address, {**NUMBER, "number": "04", "shown": mark})
    assert late.status_code == 422
    assert "изменил кто-то другой" in text(late)
    assert 'value="04"' in text(late)
    assert Emergency.objects.get().number == "104"


def test_every_wrong_field_is_told_at_once_and_nothing_is_lost():
    said = {
        "kind": "mfc",
        "name": "",
        "address": "ул. Ленина",
        "hours": "пн–пт",
        "phones": "звоните",
        "point": "5",
    }
    answer = a_desk().post("/staff/reference/places/new", said)
    assert answer.status_code == 422
    for told in (
        "Пусто; заполните",
        "нет времени",
        "не номер телефона",
        "нужны широта и долгота",
        "ул. Ленина",
    ):
        assert told in text(answer), told
    assert not Place.objects.exists()


def test_what_is_deleted_is_gone_and_a_repeat_does_nothing():
    number, desk = a_number(), a_desk()
    for _n in range(2):
        assert desk.post(f"/staff/reference/emergency/{number.pk}/delete").status_code == 302
    assert not Emergency.objects.exists()
    assert ConfigChange.objects.count() == 1


@pytest.mark.parametrize("table", TABLES)
def test_each_table_has_its_list_and_forms(table, django_assert_max_num_queries):
    body = an_authority()
    rows = {
        "offices": an_office(body), "places": a_place(), "receptions": a_reception(body),
        "emergency": a_number(), "laws": a_law(),
    }  # fmt: skip
    desk = a_desk()
    desk.get(f"/staff/reference/{table}")
    with django_assert_max_num_queries(8):
        assert desk.get(f"/staff/reference/{table}").status_code == 200
    assert desk.get(f"/staff/reference/{table}/new").status_code == 200
    address = f"/staff/reference/{table}/{rows[table].pk}"
    page = desk.get(address)
    assert page.status_code == 200
    assert desk.get(f"/staff/reference/{table}", {"q": "ничего такого"}).status_code == 200


def test_a_table_that_is_not_there_has_no_page():
    assert a_desk().get("/staff/reference/nothing").status_code == 404
    assert a_desk().get("/staff/reference/emergency/999").status_code == 404
    assert a_desk().get("/staff/reference/emergency.xml").status_code == 404


def test_a_file_is_tried_then_taken_and_wrong_rows_are_left_out_with_a_word():
    desk, page = a_desk(), "/staff/reference/emergency/upload"
    rows = "code;number;title\ngas;104;Газ\nx;;Нет номера\n"
    words = text(tried(desk, page, rows))
    assert "строка 3, поле number" in words
    assert "Записать остальные" in words
    assert not Emergency.objects.exists()
    words = text(desk.post(f"{last()}/take", follow=True))
    assert "Записано, кроме строк с ошибками" in words
    assert Emergency.objects.get().number == "104"
    words = text(tried(desk, page, "code;number;title\ngas;104;Газ\n"))
    assert "Всё это на портале уже есть" in words
    assert ConfigChange.objects.filter(what="reference-file:emergency").count() == 1


@pytest.mark.parametrize(
    ("body", "name", "told"),
    [
        ("", "a.csv", "Файл пустой"),
        ("не json", "a.json", "не читается как JSON"),
        ("a;b\n1;2\n", "a.csv", "нет столбцов"),
        (b"PK\x03\x04", "a.xlsx", "не читается как XLSX"),
        (b"\xff\x00\xfe", "a.csv", "нет столбцов"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(body, name, told):
    answer = text(tried(a_desk(), "/staff/reference/emergency/upload", body, name))
    assert told in answer
    assert gettempdir() not in answer
    assert not Emergency.objects.exists()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_downloaded_table_is_taken_again_without_a_change(form):
    a_place(phones=[["", "+7 491 200-00-01"]], services=["Паспорт", "Земля"])
    desk = a_desk()
    file = desk.get(f"/staff/reference/places.{form}")
    again = tried(desk, "/staff/reference/places/upload", file.content, f"a.{form}")
    assert "Всё это на портале уже есть" in text(again)


def test_a_head_makes_and_keeps_the_card_of_the_own_body():
    body = an_authority(name="Дорожное управление")
    head = a_head(body)
    assert "Дорожное управление" in text(head.get("/staff/reference/own"))
    said = {"hours": "пн-пт 8-17", "phones": "Приёмная: +7 491 200-00-01"}
    assert head.post("/staff/reference/own", said).status_code == 302
    assert Office.objects.get().hours.startswith("пн–пт 08:00–17:00")
    mark = shown(head.get("/staff/reference/own"))
    wrong = head.post("/staff/reference/own", {"hours": "пн", "shown": mark})
    assert wrong.status_code == 422
    assert head.post("/staff/reference/own", {"hours": "", "shown": mark}).status_code == 302
    assert Office.objects.get().hours == ""


def test_a_head_does_not_touch_the_card_of_another_body():
    other = an_authority()
    an_office(other)
    head = a_head(an_authority())
    assert head.get(f"/staff/reference/own?body={other.pk}").status_code == 404
    assert head.post(f"/staff/reference/own?body={other.pk}", {"hours": ""}).status_code == 404
    assert head.get("/staff/reference/offices").status_code == 403
    assert head.post("/staff/reference/own", {"authority": other.code, "about": "своё"}).status_code == 302
    assert Office.objects.get(authority=other).about == ""
