"""The catalogue of support: what is kept, what is found, what is refused."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from otklik.business import front, measures
from otklik.business.content import BadMeasure, beginnings
from otklik.business.imports import import_measures
from otklik.business.measures import Asked
from otklik.business.models import Measure
from otklik.business.tests.given import NOON, a_measure, a_typed
from otklik.classifier.models import Category
from otklik.kit import kept
from otklik.kit.marks import Changed
from otklik.people.models import ConfigChange, User
from otklik.places.tests.given import a_territory

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def found(**asked) -> list[str]:
    return sorted(row.code for row in measures.catalogue(Asked(**asked), language="ru").rows)


def test_each_filter_leaves_what_is_meant_for_anybody():
    a_measure("any")
    a_measure("micro", sizes=["micro", "small"], kind="grant")
    a_measure("bakers", okved="10.7, 47")
    a_measure("over", valid_to="2026-01-31")
    a_measure("endless", valid_to="")
    assert found(size="micro") == ["any", "bakers", "endless", "micro", "over"]
    assert found(size="medium") == ["any", "bakers", "endless", "over"]
    assert "bakers" in found(okved="10.71.1")
    assert "bakers" in found(okved="10.7")
    assert "bakers" not in found(okved="10.8")
    assert "bakers" not in found(okved="10")
    assert found(kind="grant") == ["micro"]
    assert "over" not in found(open_on=date(2026, 3, 2))
    assert "endless" in found(open_on=date(2030, 1, 1))


def test_a_new_measure_pressed_twice_is_one():
    made = [
        measures.keep(a_typed(**said), code="", seen="", by=None, now=NOON)
        for said in ({}, {}, {"kind": "grant"})
    ]
    assert [changed for _code, changed in made] == [True, False, True]
    assert made[0][0] == made[1][0]
    assert Measure.objects.count() == 2


def test_a_measure_of_a_municipality_is_for_it_only():
    a_territory("54623000")
    a_measure("here", territory_codes=["54623000"])
    a_measure("everywhere")
    assert found(area="54623000") == ["everywhere", "here"]
    assert found(area="54700000") == ["everywhere"]


def test_a_hidden_measure_is_nowhere_and_pages_have_no_gap():
    a_measure("hidden", active=False)
    for n in range(measures.PAGE + 2):
        a_measure(f"m-{n}", now=NOON + timedelta(minutes=n))
    first = measures.catalogue(Asked(), language="ru")
    second = measures.catalogue(Asked(), language="ru", cursor=first.older or "")
    codes = [row.code for row in [*first.rows, *second.rows]]
    assert len(codes) == len(set(codes)) == measures.PAGE + 2
    assert measures.one("hidden", language="ru") is None


def test_a_reader_gets_their_language_or_russian():
    a_measure()
    a_measure("ru", texts={"ru": {"title": "Т", "summary": "С"}})
    assert measures.one("loan", language="en").texts["title"] == "A loan of up to 5 million"
    assert measures.one("ru", language="en").language == "ru"


def test_the_beginnings_of_a_code():
    assert beginnings("62.01.1") == ["62", "62.0", "62.01", "62.01.1"]
    assert beginnings("10") == ["10"]


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"kind": "gift"}, "kind", "вид поддержки"),
        ({"sizes": ["huge"]}, "sizes", "размера"),
        ({"okved": "62, абв"}, "okved", "«абв» не код ОКВЭД"),
        ({"okved": "6"}, "okved", "не код"),
        ({"territory_codes": ["1"]}, "territory_codes", "«1» нет"),
        ({"texts": {"ru": {"title": "", "summary": "x"}}}, "title_ru", "Заполните"),
        ({"texts": {"ru": {"title": "x", "summary": "x"}, "en": {"title": "x"}}}, "summary_en", "Заполните"),
        ({"texts": {"ru": {"title": "я" * 201, "summary": "x"}}}, "title_ru", "не больше 200"),
        ({"email": "fund@"}, "email", "почту"),
        ({"phone": "звоните"}, "phone", "три цифры"),
        ({"url": "javascript:alert(1)"}, "url", "https://"),
        ({"valid_from": "2026-05-01", "valid_to": "2026-04-30"}, "valid_to", "раньше первого"),
        ({"checked_on": "30.02.2026"}, "checked_on", "Такого дня нет"),
    ],
)
def test_what_is_wrong_is_told_by_field(said, field, words):
    with pytest.raises(BadMeasure) as told:
        a_measure("x", **said)
    assert words in told.value.fields[field]
    assert not Measure.objects.exists()


def test_versions_are_the_journal_and_nothing_is_overwritten_unseen():
    admin = User.objects.create_user("admin@example.test", "pass", name="А", role="admin")
    a_measure()
    typed, seen = measures.edited("loan")
    typed.phone = "8 800 000-00-00"
    assert measures.keep(typed, code="loan", seen=seen, by=admin, now=NOON) == ("loan", True)
    assert measures.keep(typed, code="loan", seen=seen, by=admin, now=NOON) == ("loan", False)
    typed.phone = "112"
    with pytest.raises(Changed):
        measures.keep(typed, code="loan", seen=seen, by=admin, now=NOON)
    row = ConfigChange.objects.filter(what="measure:loan").latest("id")
    assert (row.before, row.after) == ({"phone": ""}, {"phone": "8 800 000-00-00"})


def test_a_table_is_taken_once_and_wrong_rows_are_told_by_line(tmp_path: Path):
    table = tmp_path / "measures.csv"
    table.write_text(
        "code;kind;title;summary;sizes;okved;valid_to;email;title_en;summary_en\n"
        "grant;grant;Грант;Молодым;self_employed|sole;62|63.1;31.12.2026;;Grant;For the young\n"
        "bad;grant;Грант;Молодым;;62;31.12.2026;нет;;\n"
        "Плохо;grant;Грант;Молодым;;;;;;\n"
        "grant;loan;Грант;Молодым;;;;;;\n",
    )
    report = import_measures(table, dry_run=False, now=NOON)
    assert [(e.row, e.field) for e in report.errors] == [(3, "email"), (4, "code"), (5, "code")]
    assert report.created == 1
    row = Measure.objects.get()
    assert (row.sizes, row.okved, row.valid_to) == (
        ["self_employed", "sole"],
        ["62", "63.1"],
        date(2026, 12, 31),
    )
    assert row.texts["en"]["title"] == "Grant"
    assert import_measures(table, dry_run=False, now=NOON).unchanged == 1


def test_what_is_exported_is_taken_elsewhere_as_it_is(tmp_path: Path):
    a_measure(okved="62", sizes=["micro"], checked_on="2026-02-01")
    path = tmp_path / "business.json"
    path.write_text(json.dumps({"measures": measures.exported()}))
    assert import_measures(path, dry_run=False, now=NOON).unchanged == 1
    kept_before = measures.exported()
    Measure.objects.all().delete()
    assert import_measures(path, dry_run=True, now=NOON).created == 1
    assert not Measure.objects.exists()
    assert import_measures(path, dry_run=False, now=NOON).created == 1
    assert measures.exported() == kept_before


def test_the_front_is_the_releases_until_somebody_writes_it():
    kept.forget()
    Category.objects.create(code="trade", title="Торговля")
    assert front.is_business("business")
    typed = front.Typed(
        ["trade"], {"ru": {"name": "Иванова А. П.", "post": "Уполномоченный"}}, phone="+7 495 000-00-00"
    )
    assert front.keep(typed, base=0, by=None, now=NOON)
    assert not front.keep(typed, base=0, by=None, now=NOON)
    assert front.read().spoken("en").name == "Иванова А. П."
    with pytest.raises(Changed):
        front.keep(front.Typed([], {}), base=0, by=None, now=NOON)
    with pytest.raises(BadMeasure) as told:
        front.keep(front.Typed(["no-such"], {}, email="x"), base=1, by=None, now=NOON)
    assert set(told.value.fields) == {"categories", "email"}


def test_a_typed_measure_comes_back_as_it_was():
    a_measure(okved="62, 63", sizes=["micro"])
    typed, _seen = measures.edited("loan")
    again = a_typed(okved="62, 63", sizes=["micro"])
    assert (typed.okved, typed.texts, typed.valid_to) == (again.okved, again.texts, again.valid_to)
