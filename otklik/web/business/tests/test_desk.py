"""The section for business at the desk."""

import pytest
from django.test import Client

from otklik.appeals.tests.given import a_topic
from otklik.business import front
from otklik.business.models import Measure
from otklik.business.tests.given import a_measure
from otklik.kit import kept
from otklik.people.models import User
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.tests.brought import last, tried

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
TYPED = {
    "kind": "grant",
    "title_ru": "Грант",
    "summary_ru": "Молодым",
    "okved": "62, 63",
    "sizes": ["micro"],
    "active": "1",
}
EDIT = "/staff/business/support/measures/"


@pytest.fixture
def admin() -> Client:
    kept.forget()
    client = Client()
    client.force_login(User.objects.create_user("a@example.test", "pass", name="Анна", role="admin"))
    return client


def test_a_measure_is_added_changed_and_its_versions_are_read(admin):
    assert admin.post("/staff/business/support/new", TYPED)["Location"] == f"{EDIT}grant"
    seen_mark = admin.get(f"{EDIT}grant").content.decode().partition('name="seen" value="')[2][:16]
    admin.post(f"{EDIT}grant", {**TYPED, "phone": "8 800 111-11-11", "seen": seen_mark})
    admin.post(f"{EDIT}grant", {**TYPED, "title_ru": "Грант молодым", "phone": "8 800 111-11-11"})
    page = seen(admin.get(f"{EDIT}grant"))
    for part in (
        "Что меняли",
        "Анна",
        "Телефон Добавлено: 8 800 111-11-11",
        "Убрано: Грант Добавлено: Грант молодым",
    ):
        assert part in page, part
    assert "Грант" in seen(admin.get("/staff/business/support?q=гра"))
    assert "Таких мер нет" in seen(admin.get("/staff/business/support?q=нет"))


def test_what_was_typed_stays_with_what_is_wrong(admin):
    page = admin.post(
        "/staff/business/support/new", {**TYPED, "title_ru": "", "okved": "хлеб", "how_ru": "Напишите"}
    )
    assert page.status_code == 422
    assert "Заполните" in beside(page, "title_ru")
    assert "«хлеб» не код" in beside(page, "okved")
    assert "Напишите" in page.content.decode()
    assert not Measure.objects.exists()


def test_of_two_who_change_a_measure_the_second_is_told(admin):
    a_measure()
    seen_mark = admin.get(f"{EDIT}loan").content.decode().partition('name="seen" value="')[2][:16]
    admin.post(f"{EDIT}loan", {**TYPED, "seen": seen_mark})
    page = admin.post(f"{EDIT}loan", {**TYPED, "title_ru": "Моё", "seen": seen_mark})
    assert "сохранил кто-то ещё" in seen(page)
    assert 'value="Моё"' in page.content.decode()
    fresh = page.content.decode().partition('name="seen" value="')[2][:16]
    assert admin.post(f"{EDIT}loan", {**TYPED, "title_ru": "Моё", "seen": fresh}).status_code == 302
    assert Measure.objects.get().title == "Моё"


def test_a_table_is_tried_then_taken(admin):
    page = "/staff/business/support/upload"
    table = "code;kind;title;summary\none;grant;Грант;Да\ntwo;gift;Дар;Да\n"
    assert "строка 3, поле kind: Выберите вид поддержки" in seen(tried(admin, page, table))
    assert not Measure.objects.exists()
    admin.post(f"{last()}/take")
    assert Measure.objects.get().code == "one"
    assert "нет столбцов: kind, title, summary" in seen(tried(admin, page, "code\none\n"))
    assert "Выберите файл" in seen(admin.post(page))


def test_the_page_for_business_is_written(admin):
    a_topic()
    said = {"version": "0", "categories": ["roads"], "name_ru": "Иванова А. П.", "phone": "+7 495 000-00-00"}
    assert admin.post("/staff/business", said).status_code == 302
    assert "Иванова А. П." in seen(admin.get("/business"))
    assert front.read().categories == ("roads",)
    page = admin.post("/staff/business", {**said, "name_ru": "Другая"})
    assert "сохранил кто-то ещё" in seen(page)
    assert 'name="version" value="1"' in page.content.decode()
    page = admin.post("/staff/business", {**said, "version": "1", "email": "нет", "categories": ["no-such"]})
    assert page.status_code == 422
    assert "почту" in beside(page, "email")


def test_only_administrators_open_it():
    client = Client()
    client.force_login(User.objects.create_user("m@example.test", "pass", name="М", role="moderator"))
    for page in ("", "/support", "/support/new", "/support/upload"):
        assert client.get(f"/staff/business{page}").status_code == 403
