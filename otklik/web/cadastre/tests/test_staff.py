"""Rates, averages, norms and outcomes as an administrator keeps them."""

import io
from datetime import date

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from django.test import Client

from otklik.appeals.tests.given import MONDAY, a_territory
from otklik.cadastre.models import Figure, Outcome
from otklik.cadastre.tests.given import a_figure, an_outcome
from otklik.configuration.models import Upload
from otklik.kit import clock
from otklik.people.models import User
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.tests.brought import last, tried

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
LOAD = "/staff/cadastre/load"
RATE = {
    "kind": "rate", "what": "housing", "place": "99701000", "value": "0,25", "valid_from": "2026-01-01",
    "source": "Решение Совета № 5", "checked": "1",
}  # fmt: skip
TABLE = {
    "kind": "average", "text": "Округ;ИЖС\nОкруг 99701000;4909,72\n", "valid_from": "2026-01-01",
    "source": "Распоряжение № 7",
}  # fmt: skip
OUTCOME = {
    "key": "0e11a000-0000-4000-8000-000000000001", "title": "Шесть соток", "text": "Снизили", "result": "lowered",
    "value_before": "900 000", "value_after": "400 000", "decided_on": "2025-05-05", "source": "Решение № 3",
    "shown": "1",
}  # fmt: skip


@pytest.fixture
def admin(monkeypatch):
    a_territory()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    client = Client()
    client.force_login(User.objects.create_user("admin@example.test", "pass", name="Анна", role="admin"))
    return client


def words(answer):
    return seen(answer).replace("\u00a0", " ")


def test_a_rate_is_written_down_with_its_source_and_the_calculator_goes_by_it(admin):
    answer = admin.post("/staff/cadastre", RATE, follow=True)
    assert "Записано." in words(answer)
    page = words(admin.get("/staff/cadastre?kind=rate"))
    assert "0,25 %" in page
    assert "Анна" in page
    plot = {"value": "1000000", "area": "600", "use": "housing", "place": "99701000"}
    assert "Налог за 2026 год: 2 500 ₽" in words(Client().get("/cadastre/tax", plot))
    again = admin.post("/staff/cadastre", RATE, follow=True)
    assert "ничего не изменилось" in words(again)
    assert Figure.objects.count() == 1


def test_what_is_wrong_stays_typed_and_is_said_at_its_field(admin):
    answer = admin.post("/staff/cadastre", {**RATE, "value": "5", "valid_from": "32.01.2026"})
    assert answer.status_code == 422
    assert "Такого дня нет" in beside(answer, "valid_from")
    answer = admin.post("/staff/cadastre", {**RATE, "value": "5"})
    assert "больше не разрешает" in beside(answer, "value")
    assert 'value="Решение Совета № 5"' in answer.content.decode()
    assert not Figure.objects.exists()


def test_norms_are_edited_the_same_way_and_marked_until_they_are_checked(admin):
    page = words(admin.get("/staff/cadastre?kind=norm"))
    assert "Решение по заявлению" in page
    assert "проверьте" in page
    admin.post("/staff/cadastre", {
        "kind": "norm", "what": "decide_days", "value": "20", "valid_from": "2026-01-01", "source": "237-ФЗ",
        "checked": "1",
    })  # fmt: skip
    assert "20 календарных дней" in words(Client().get("/cadastre/guide"))


def test_history_goes_on_by_pages(admin):
    for n in range(35):
        a_figure("average", "housing", str(1000 + n))
    page = admin.get("/staff/cadastre?kind=average").content.decode()
    older = page.partition("before=")[2].partition('"')[0]
    assert "1\u00a0000\u00a0₽" in admin.get(f"/staff/cadastre?kind=average&before={older}").content.decode()


def test_a_table_is_looked_at_first_and_then_taken(admin):
    assert "Новых 1" in words(admin.post(LOAD, TABLE, follow=True))
    assert not Figure.objects.exists()
    assert "Записано." in words(admin.post(f"{last()}/take", follow=True))
    assert "4 909,72 ₽ за м²" in words(admin.get("/staff/cadastre?kind=average"))
    assert "Всё это на портале уже есть" in words(admin.post(LOAD, TABLE, follow=True))


def a_book(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    book.close()
    return out.getvalue()


def test_a_file_of_a_spreadsheet_is_kept_until_its_columns_are_named(admin):
    raw = a_book(["district", "цена"], ["Округ 99701000", 12.5], ["Нигде", 1])
    said = {**TABLE, "text": ""}
    assert "один столбец территории" in words(tried(admin, LOAD, raw, "t.xlsx", **said))
    again = admin.get(f"{LOAD}?upload={Upload.objects.get().pk}").content.decode()
    assert "Файл «t.xlsx» уже здесь" in again
    assert 'value="Распоряжение № 7"' in again
    said |= {"columns": "Цена = Сельское хозяйство", "upload": str(Upload.objects.get().pk)}
    page = words(admin.post(LOAD, said, follow=True))
    assert "Новых 1" in page
    assert "строка 3, поле district: «Нигде» нет среди территорий" in page
    admin.post(f"{last()}/take")
    assert Figure.objects.get().what == "farm"


@pytest.mark.parametrize(
    ("said", "field", "text"),
    [
        ({"text": ""}, "file", "Выберите файл"),
        ({"columns": "Цена"}, "columns", "нет знака"),
        ({"columns": "Цена = замок"}, "columns", "неизвестен"),
        ({"source": ""}, "source", "Назовите документ"),
        ({"valid_from": ""}, "valid_from", "Укажите день"),
        ({"kind": "norm"}, "kind", "Выберите"),
    ],
)
def test_a_table_that_cannot_be_read_loses_nothing(admin, said, field, text):
    answer = admin.post(LOAD, {**TABLE, **said})
    assert answer.status_code == 422
    assert text in beside(answer, field)
    if "text" not in said:
        assert "Файл «таблица из формы» уже здесь" in words(answer)
        kept = {"upload": str(Upload.objects.get().pk), "text": ""}
        assert "Новых 1" in words(admin.post(LOAD, {**TABLE, **kept}, follow=True))


def test_a_file_that_is_none_is_refused_and_what_was_typed_stays(admin):
    answer = tried(admin, LOAD, b"PK\x03\x04 nothing", "t.xlsx", **TABLE)
    assert "не читается как XLSX" in beside(answer, "file")
    assert "Распоряжение № 7" in answer.content.decode()
    assert "4909,72" in answer.content.decode()


def test_an_outcome_is_added_once_shown_and_hidden(admin):
    for _n in range(2):
        assert admin.post("/staff/cadastre/outcomes", OUTCOME).status_code == 302
    row = Outcome.objects.get()
    assert "Шесть соток" in words(Client().get("/cadastre/outcomes"))
    form = admin.get(f"/staff/cadastre/outcomes/{row.pk}").content.decode()
    seen_mark = form.partition('name="seen" value="')[2].partition('"')[0]
    hidden = {**OUTCOME, "seen": seen_mark, "shown": ""}
    assert admin.post(f"/staff/cadastre/outcomes/{row.pk}", hidden).status_code == 302
    assert "Шесть соток" not in words(Client().get("/cadastre/outcomes"))
    stale = admin.post(f"/staff/cadastre/outcomes/{row.pk}", {**hidden, "title": "Другое"})
    assert "изменил кто-то другой" in words(stale)
    assert 'value="Другое"' in stale.content.decode()


@pytest.mark.parametrize(
    ("said", "field", "text"),
    [
        ({"title": ""}, "title", "Заполните"),
        ({"text": "Участок 99:04:0012003:128"}, "text", "виден только квартал"),
        ({"result": ""}, "result", "Выберите"),
        ({"value_after": "900001"}, "value_after", "меньше прежнего"),
        ({"decided_on": "2027-01-01"}, "decided_on", "уже прошёл"),
        ({"source": ""}, "source", "Назовите документ"),
        ({"place": "77"}, "place", "Такой территории"),
    ],
)
def test_an_outcome_that_says_too_little_or_too_much_is_refused(admin, said, field, text):
    answer = admin.post("/staff/cadastre/outcomes", {**OUTCOME, **said})
    assert answer.status_code == 422
    assert text in beside(answer, field)
    assert not Outcome.objects.exists()


def test_outcomes_of_the_public_page_go_on_by_pages(admin):
    for n in range(35):
        an_outcome(title=f"Пример {n}", decided_on=date(2025, 1, 1))
    page = Client().get("/cadastre/outcomes").content.decode()
    older = page.partition('href="?cursor=')[2].partition('"')[0]
    assert "Пример 0" in words(Client().get(f"/cadastre/outcomes?cursor={older}"))


def test_others_are_not_let_in():
    client = Client()
    client.force_login(
        User.objects.create_user("moderator@example.test", "pass", name="Марк", role="moderator")
    )
    for page in ("", "/load", "/outcomes"):
        assert client.get(f"/staff/cadastre{page}").status_code == 403
