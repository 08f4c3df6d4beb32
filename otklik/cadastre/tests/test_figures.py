"""Which figure is in force, and how staff write them down."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.tests.given import MONDAY, a_territory
from otklik.cadastre import figures, keeping
from otklik.cadastre.keeping import BadFigure
from otklik.cadastre.models import Figure
from otklik.cadastre.tests.given import a_figure

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
DAY = date(2026, 3, 2)
TYPED = {"kind": "rate", "what": "housing", "place": "99701000", "value": "0,25", "source": "Решение № 5"}


def test_norms_of_the_release_are_there_from_the_beginning_and_say_what_is_unchecked():
    assert figures.norm("deduction_m2", on=DAY).value == 600
    assert figures.norm("deduction_m2", on=DAY).checked
    assert not figures.norm("growth_percent", on=DAY).checked
    assert all(one.source for one in figures.of_release().values())
    assert set(figures.of_release()) == set(keeping.BOUNDS)


def test_a_norm_of_the_staff_goes_before_the_releases_from_its_day_on():
    a_figure("norm", "decide_days", "20", valid_from=date(2026, 3, 1))
    assert figures.norm("decide_days", on=date(2026, 2, 28)).value == 30
    assert figures.norm("decide_days", on=DAY).value == 20


def test_the_rate_is_the_municipalitys_then_the_regions_then_the_laws_highest():
    value = Decimal(1_000_000)
    assert figures.rate("99701000", "housing", value, on=DAY).value == Decimal("0.3")
    a_figure("rate", "housing", "0.2")
    assert figures.rate("99701000", "housing", value, on=DAY).value == Decimal("0.2")
    a_figure("rate", "housing", "0.1", place="99701000")
    assert figures.rate("99701000", "housing", value, on=DAY).value == Decimal("0.1")
    assert figures.rate("99504000", "housing", value, on=DAY).value == Decimal("0.2")


def test_a_plot_dearer_than_the_laws_limit_loses_the_low_rate():
    a_figure("rate", "housing", "0.1")
    a_figure("rate", "other", "1.2")
    assert figures.rate("", "housing", Decimal(300_000_000), on=DAY).value == Decimal("0.1")
    assert figures.rate("", "housing", Decimal(300_000_001), on=DAY).value == Decimal("1.2")
    assert figures.rate("", "farm", Decimal(300_000_001), on=DAY).value == Decimal("0.3")
    before = date(2024, 12, 31)  # the limit came in 2025
    assert figures.rate("", "housing", Decimal(300_000_001), on=before).value == Decimal("0.3")


def test_a_correction_of_the_same_day_counts_and_the_earlier_one_stays_in_the_history():
    a_figure("average", "housing", "4000", place="99701000")
    a_figure("average", "housing", "4100", place="99701000")
    assert figures.average("99701000", "housing", on=DAY).value == 4100
    assert Figure.objects.count() == 2


def test_a_figure_that_ends_leaves_the_more_general_one():
    a_figure("rate", "housing", "0.1", place="99701000")
    a_figure("rate", "housing", None, place="99701000", valid_from=DAY)
    assert figures.rate("99701000", "housing", Decimal(1), on=DAY).value == Decimal("0.3")


def test_the_form_writes_a_figure_once():
    a_territory()
    assert keeping.add(typed=TYPED, day=DAY, by=None, now=MONDAY)
    assert not keeping.add(typed=TYPED, day=DAY, by=None, now=MONDAY)
    row = Figure.objects.get()
    assert (row.value, row.place, row.checked) == (Decimal("0.2500"), "99701000", False)


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"value": "0,31"}, "value", "больше не разрешает НК РФ"),
        ({"value": "-1"}, "value", "от 0 до 0,3"),
        ({"value": "много"}, "value", "Укажите число"),
        ({"value": "1e999999"}, "value", "Укажите число"),
        ({"value": "0,123456"}, "value", "четырёх знаков"),
        ({"what": "x"}, "what", "Выберите"),
        ({"kind": "x"}, "kind", "Выберите"),
        ({"place": "00000000"}, "place", "Такой территории"),
        ({"source": " "}, "source", "Назовите документ"),
        ({"url": "javascript:alert(1)"}, "url", "начинается с https://"),
        ({"kind": "average", "value": "0"}, "value", "больше нуля"),
        ({"kind": "norm", "what": "decide_days", "value": "1,5"}, "value", "Число от 1 до 365"),
        ({"kind": "norm", "what": "decide_days", "over": "1"}, "value", "запишите новое значение"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(said, field, words):
    a_territory()
    with pytest.raises(BadFigure) as refused:
        keeping.add(typed={**TYPED, **said}, day=DAY, by=None, now=MONDAY)
    assert words in refused.value.errors[field]
    assert not Figure.objects.exists()


def test_figures_of_a_day_are_one_statement_and_then_none(django_assert_num_queries):
    a_figure("average", "housing", "4000", place="99701000")
    with django_assert_num_queries(1):
        figures.in_force(DAY)
        figures.average("99701000", "housing", on=DAY)
        figures.norm("file_months", on=DAY)


def test_however_many_days_are_asked_about_few_are_kept():
    for n in range(2 * figures.DAYS):
        figures.in_force(DAY + timedelta(days=n))
    assert len(figures.in_force.answers) <= figures.DAYS


def test_a_table_of_quarters_does_not_slow_the_figures_of_municipalities():
    a_figure("average", "housing", "4000", place="99701000")
    said = {
        "kind": "average",
        "what": "housing",
        "value": 1,
        "valid_from": DAY,
        "source": "x",
        "checked": False,
    }
    Figure.objects.bulk_create(Figure(place=f"99:01:{n:07}", at=MONDAY, **said) for n in range(1000))
    with CaptureQueriesContext(connection) as told, connection.cursor() as cursor:
        cursor.execute("ANALYZE cadastre_figure")
        figures.in_force(DAY)
        cursor.execute(f"EXPLAIN {told.captured_queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "cadastre_figure_in_force" in plan, plan
