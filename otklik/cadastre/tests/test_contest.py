"""Days of contesting a value."""

from datetime import date

import pytest

from otklik.cadastre.contest import Terms, months_after, pay_by, way
from otklik.kit.workdays import is_working

pytestmark = pytest.mark.sections
TERMS = Terms(file_months=6, decide_days=30, tell_working_days=3)


def test_the_way_of_an_application():
    found = way(date(2026, 1, 12), date(2026, 3, 2), TERMS, is_working=is_working)
    assert found.file_by == date(2026, 7, 12)  # a Sunday
    assert found.file_best_by == date(2026, 7, 10)
    assert found.decided_by == date(2026, 4, 1)
    assert found.told_by == date(2026, 4, 6)
    assert found.applies_from == date(2026, 1, 1)
    assert not found.is_late


def test_a_report_of_more_than_half_a_year_is_too_old():
    assert way(date(2026, 1, 12), date(2026, 7, 13), TERMS, is_working=is_working).is_late
    assert not way(date(2026, 1, 12), date(2026, 7, 12), TERMS, is_working=is_working).is_late


def test_an_application_before_the_report_makes_no_sense():
    with pytest.raises(ValueError, match="before the report"):
        way(date(2026, 1, 12), date(2026, 1, 11), TERMS, is_working=is_working)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 7, 5), 6, date(2027, 1, 5)),
    ],
)
def test_months_end_where_a_month_has_no_such_day(day, months, then):
    assert months_after(day, months) == then


def test_the_last_day_to_pay_moves_to_a_working_day():
    assert pay_by(2025, 12, 1, is_working=is_working) == date(2026, 12, 1)
    assert pay_by(2023, 12, 1, is_working=is_working) == date(2024, 12, 2)  # the first was a Sunday
