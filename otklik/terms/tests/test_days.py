"""Days are counted as the law counts them, by the official calendars of 2024 to 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.kit.workdays import is_decreed, is_working
from otklik.terms import days

pytestmark = pytest.mark.route

DAY = timedelta(days=1)
some_days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
counts = st.integers(0, 60)
# Any calendar that works on a Tuesday at least: what decrees may make of a year.
calendars = st.frozensets(some_days, max_size=8).map(
    lambda turned: lambda day: day.weekday() == 1 or is_working(day) is not (day in turned)
)


def after(day: date, count: int, calendar=is_working) -> date:
    return days.working_days_after(day, count, is_working=calendar)


@pytest.mark.parametrize(("year", "total"), [(2024, 248), (2025, 247), (2026, 247)])
def test_a_year_has_as_many_working_days_as_the_official_calendar_says(year, total):
    eve, last = date(year - 1, 12, 31), date(year, 12, 31)
    assert days.working_days_between(eve, last, is_working=is_working) == total
    assert is_decreed(year)


@given(some_days, counts, calendars)
def test_a_term_never_ends_on_a_day_off_and_a_longer_one_ends_later(day, count, calendar):
    end = after(day, count, calendar)
    assert count == 0 or calendar(end)
    assert after(day, count + 1, calendar) > end


@given(some_days, some_days, counts, calendars)
def test_who_begins_later_is_not_due_earlier(one, other, count, calendar):
    first, second = sorted((one, other))
    assert after(first, count, calendar) <= after(second, count, calendar)


@given(some_days, counts, calendars)
def test_counting_the_days_of_a_term_gives_its_length(day, count, calendar):
    end = after(day, count, calendar)
    assert days.working_days_between(day, end, is_working=calendar) == count
    assert days.working_days_between(end, day, is_working=calendar) == -count


@given(some_days, counts, calendars)
def test_going_back_from_the_end_of_a_term_leads_to_its_working_day(day, count, calendar):
    start = after(day, 1, calendar)
    assert days.working_days_before(after(start, count, calendar), count, is_working=calendar) == start


@given(some_days, counts, calendars)
def test_a_term_in_calendar_days_ends_on_a_working_day_not_later_than_its_last_day(day, count, calendar):
    end = days.calendar_days_after(day, count, is_working=calendar)
    assert day <= end <= day + count * DAY
    assert end == day or calendar(end)
    # nothing but days off between the end and the last day
    assert not any(calendar(end + n * DAY) for n in range(1, (day + count * DAY - end).days + 1))


def test_a_term_skips_holidays_and_weekends():
    # Thursday 30 April 2026; 1 May is a holiday, then the weekend
    assert after(date(2026, 4, 30), 1) == date(2026, 5, 4)


def test_thirty_days_that_end_on_a_sunday_end_on_the_friday_before():
    # 59-ФЗ: registered on Friday 30 October 2026, the thirtieth day is Sunday 29 November
    end = days.calendar_days_after(date(2026, 10, 30), 30, is_working=is_working)
    assert end == date(2026, 11, 27)


def test_a_calendar_that_never_works_is_not_counted_for_ever():
    with pytest.raises(ValueError, match="without working days"):
        after(date(2026, 1, 1), 1, lambda day: False)


@pytest.mark.parametrize("way", [days.working_days_after, days.working_days_before, days.calendar_days_after])
def test_a_term_of_less_than_nothing_is_refused(way):
    with pytest.raises(ValueError, match=">= 0"):
        way(date(2026, 1, 1), -1, is_working=is_working)
