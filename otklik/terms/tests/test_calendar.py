"""The region's own days lie over Russia's calendar; every decision on them is kept."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from otklik.people.models import User
from otklik.terms import calendar
from otklik.terms.imports import import_calendar
from otklik.terms.models import RegionalDay

pytestmark = [pytest.mark.route, pytest.mark.django_db]

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FRIDAY, SATURDAY = date(2026, 11, 13), date(2026, 11, 14)


def an_admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Анна", role="admin")


def made(day: date, working: bool | None, reason: str = "Указ № 1") -> int:
    return calendar.change([day], working, reason=reason, by=None, now=NOW)


def test_the_last_decision_on_a_day_counts_and_the_earlier_ones_stay():
    assert calendar.is_working(FRIDAY)
    made(FRIDAY, False)
    assert not calendar.is_working(FRIDAY)
    made(FRIDAY, None, "Указ отменён")
    assert calendar.is_working(FRIDAY)
    assert [row.reason for row in RegionalDay.objects.order_by("id")] == ["Указ № 1", "Указ отменён"]


def test_a_repeat_writes_nothing():
    assert (made(SATURDAY, True), made(SATURDAY, True)) == (1, 0)


def test_the_difference_names_only_days_that_become_others():
    found = calendar.difference([SATURDAY, FRIDAY], False)
    assert found == [calendar.Changed(FRIDAY, was=True, becomes=False)]


@pytest.mark.parametrize("reason", ["", "   ", "я" * 301])
def test_a_decision_needs_its_reason(reason):
    with pytest.raises(calendar.BadDays):
        made(FRIDAY, False, reason)
    assert calendar.is_working(FRIDAY)


@pytest.mark.parametrize("last", [date(2026, 11, 12), date(2027, 11, 13)])
def test_days_turned_round_or_too_many_are_refused(last):
    with pytest.raises(calendar.BadDays):
        calendar.days_of(FRIDAY, last)


def test_a_decision_is_neither_changed_nor_deleted():
    made(FRIDAY, False)
    for change in (lambda rows: rows.update(working=True), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(RegionalDay.objects.all())


def test_the_calendar_asks_the_database_once():
    with CaptureQueriesContext(connection) as told:
        for _n in range(50):
            calendar.is_working(FRIDAY)
    assert len(told) == 1


def test_a_year_without_its_decree_is_said_from_autumn_on_until_the_region_knows():
    spring, autumn = date(2027, 3, 1), date(2027, 10, 1)
    assert calendar.warnings(spring) == []
    assert ["2028" in words for words in calendar.warnings(autumn)] == [True]
    assert not calendar.is_working(date(2028, 1, 8))  # the holidays by law count all the same
    made(date(2028, 5, 8), False)
    assert calendar.warnings(autumn) == []


def test_a_calendar_is_taken_from_a_table_and_a_second_time_changes_nothing(tmp_path):
    file = tmp_path / "days.csv"
    file.write_text(
        "day;working;reason\n13.11.2026;нет;Указ № 1\n2026-11-14;да;Указ № 1\n13.11.2026;да;ещё раз\n"
        "32.11.2026;да;Указ\n15.11.2026;;Указ\n16.11.2026;нет;\n",
        encoding="utf-8",
    )
    trial = import_calendar(file, dry_run=True, now=NOW)
    assert (trial.created, calendar.is_working(FRIDAY)) == (2, True)

    report = import_calendar(file, dry_run=False, now=NOW)
    assert (report.created, [error.row for error in report.errors]) == (2, [4, 5, 6, 7])
    assert (calendar.is_working(FRIDAY), calendar.is_working(SATURDAY)) == (False, True)
    assert import_calendar(file, dry_run=False, now=NOW).unchanged == 2
