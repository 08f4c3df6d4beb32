"""Official tables, taken from a file."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from otklik.appeals.tests.given import MONDAY, a_territory
from otklik.cadastre import figures
from otklik.cadastre.models import Figure
from otklik.cadastre.tables import About, load
from otklik.kit.importing import BadFile

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
DAY = date(2026, 3, 2)
ABOUT = About("average", "Распоряжение № 7", date(2026, 1, 1))


@pytest.fixture
def land():
    a_territory()
    a_territory(code="99702000", west=41)


def taken(tmp_path, text, *, about=ABOUT, columns=None, dry_run=False):
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8")
    return load(file, about=about, columns=columns or {}, by=None, now=MONDAY, dry_run=dry_run)


def test_places_by_name_code_and_quarter_and_uses_by_their_usual_headings(land, tmp_path):
    text = "Муниципалитет;ИЖС;ЛПХ\nОкруг 99701000;4909,72;1 200\n99702000;3000;\n99:04:0012003;5100,5;-\n"
    report = taken(tmp_path, text)
    assert (report.created, report.errors) == (4, [])
    assert figures.average("99701000", "housing", on=DAY).value == Decimal("4909.72")
    assert figures.average("99701000", "household", on=DAY).value == 1200
    assert figures.average("99702000", "household", on=DAY) is None
    assert figures.averages_of_quarter("99:04:0012003", on=DAY)["housing"].value == Decimal("5100.5")


def test_headings_of_their_own_are_named_and_others_are_told(land, tmp_path):
    text = "district,upks_land_residential,цена\nОкруг 99701000,10.5,77\n"
    report = taken(tmp_path, text)
    assert [note.text for note in report.notes] == ["не взяты столбцы: цена"]
    assert report.created == 1
    assert taken(tmp_path, text, columns={"Цена": "farm"}).created == 1


def test_a_repeat_changes_nothing_and_a_correction_keeps_what_was(land, tmp_path):
    text = "округ;ижс\n99701000;100\n99702000;200\n"
    assert taken(tmp_path, text).created == 2
    assert taken(tmp_path, text).unchanged == 2
    report = taken(tmp_path, text.replace(";200", ";210"))
    assert (report.updated, report.unchanged) == (1, 1)
    assert Figure.objects.count() == 3


def test_a_later_table_leaves_the_earlier_one_in_force_for_its_days(land, tmp_path):
    taken(tmp_path, "округ;ижс\n99701000;100\n")
    taken(tmp_path, "округ;ижс\n99701000;150\n", about=About("average", "№ 8", date(2027, 1, 1)))
    assert figures.average("99701000", "housing", on=DAY).value == 100
    assert figures.average("99701000", "housing", on=date(2027, 1, 1)).value == 150


def test_each_wrong_row_is_told_by_its_number_and_the_others_are_taken(land, tmp_path):
    text = (
        "округ;ижс\n99701000;100\nНигде;5\n99702000;дорого\n77:01:0001001;5\n99702000;0\n99701000;101\n"
        "99702000;-5\n;7\n"
    )
    report = taken(tmp_path, text)
    assert report.created == 1
    told = [(error.row, error.text) for error in report.errors]
    assert [row for row, _text in told] == [3, 4, 5, 6, 7, 8, 9]
    assert "нет среди территорий" in told[0][1]
    assert "нужно число" in told[1][1]
    assert "другого региона" in told[2][1]
    assert "больше нуля" in told[3][1] or "уже есть выше" in told[3][1]


def test_a_trial_writes_nothing(land, tmp_path):
    assert taken(tmp_path, "округ;ижс\n99701000;100\n", dry_run=True).created == 1
    assert not Figure.objects.exists()
    assert figures.average("99701000", "housing", on=DAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "ижс;лпх\n1;2\n",
        "округ;цена\nа;2\n",
        "округ;район;ижс\nа;б;2\n",
        "округ;ижс;сады;жилая застройка\nа;1;2;3\n",
    ],
)
def test_a_table_without_a_place_or_a_use_is_refused_as_a_whole(land, tmp_path, text):
    if "район" in text:
        text = text.replace("район", "территория")
    with pytest.raises(BadFile, match="один столбец территории"):
        taken(tmp_path, text)


def test_rates_of_a_table_keep_the_laws_limit(land, tmp_path):
    about = About("rate", "Решение № 1", date(2026, 1, 1))
    report = taken(tmp_path, "округ;ижс;торговля\n99701000;0,25;1,5\n99702000;0,5;1\n", about=about)
    assert (report.created, len(report.errors)) == (2, 1)
    assert "не разрешает" in report.errors[0].text


def test_the_command_takes_a_table_with_its_act_and_asks_for_both(land, tmp_path, capsys):
    file = tmp_path / "table.csv"
    file.write_text("округ;ижс\n99701000;0,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Укажите --valid-from"):
        call_command("import", "land-rates", str(file))
    call_command("import", "land-rates", str(file), "--valid-from", "2026-01-01", "--source", "Решение № 5")
    assert "Создано 1" in capsys.readouterr().out
    assert figures.rate("99701000", "housing", Decimal(1), on=DAY).source == "Решение № 5"
