"""Opening hours: read as people write them, said in one way, open or not at a moment."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.reference import hours

pytestmark = pytest.mark.sections
MOSCOW = ZoneInfo("Europe/Moscow")


def always_working_days(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("пн-чт 8:00-17:00, перерыв 12:00-13:00; пт 8-16", "пн–чт 08:00–12:00, 13:00–17:00; пт 08:00–16:00"),
        ("Понедельник — Пятница с 9.00 до 18.00 (обед 13.00 – 14.00)", "пн–пт 09:00–13:00, 14:00–18:00"),
        ("ежедневно круглосуточно", "ежедневно круглосуточно"),
        ("круглосуточно", "ежедневно круглосуточно"),
        ("будни 9:00–20:00\nсуббота 10:00–15:00\nпраздники 10:00–14:00", "пн–пт 09:00–20:00; сб 10:00–15:00"),
        ("вт, чт 14:00–17:00", "пн выходной; вт 14:00–17:00; ср выходной; чт 14:00–17:00"),
        ("", ""),
    ],
)
def test_hours_are_kept_in_one_way_however_they_were_written(typed, kept):
    assert hours.canonical(typed).startswith(kept)
    assert hours.canonical(hours.canonical(typed)) == hours.canonical(typed)


def test_hours_of_holidays_are_kept_apart():
    assert hours.canonical("пн–вс 9–18; праздники выходной").endswith("праздники выходной")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("пн–пт", "нет времени"),
        ("пн–пт 18:00–9:00", "конец раньше начала"),
        ("пн–пт 9:00–25:00", "такого времени нет"),
        ("пятн 9:00–18:00; пя 9:00–18:00", "не читается"),
        ("пн 9:00–18:00; пн–ср 10:00–12:00", "уже есть выше"),
        ("пт–пн 9:00–18:00", "дни не читаются"),
        ("пн 9:00–18:00, перерыв 8:00–8:30", "вне рабочих часов"),
        ("пн 9:00–12:00, 11:00–18:00", "находят друг на друга"),
        ("пн 9:00–18:00 по записи", "время не читается"),
    ],
)
def test_what_cannot_be_understood_is_told_in_words(typed, told):
    with pytest.raises(hours.BadHours, match=told):
        hours.read(typed)


@given(st.text(alphabet="пнвтсрчб 0123456789:.-–;,\nдо с", max_size=60))
def test_whatever_is_typed_is_hours_that_read_as_the_same_or_is_refused(typed):
    try:
        kept = hours.canonical(typed)
    except hours.BadHours:
        return
    assert hours.canonical(kept) == kept


WEEK = "пн–пт 8:00–17:00, перерыв 12:00–13:00; сб 9:00–13:00"


@pytest.mark.parametrize(
    ("moment", "open_", "until", "opens"),
    [
        ((24, 8, 0), True, "12:00", None),
        ((24, 12, 30), False, None, (24, "13:00")),
        ((24, 17, 0), False, None, (25, "08:00")),
        ((28, 13, 0), False, None, (30, "08:00")),  # Saturday after closing: Monday
    ],
)
def test_it_is_open_until_its_break_and_opens_on_the_next_day_it_works(moment, open_, until, opens):
    week = hours.read(WEEK)
    assert week is not None
    day, hour, minute = moment
    then = datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)
    found = hours.at(week, then, is_working=always_working_days)
    assert found.open is open_
    assert (found.until and hours.clock(found.until)) == until
    assert (found.opens_on and (found.opens_on.day, hours.clock(found.opens_at or 0))) == opens


def test_a_holiday_closes_and_says_that_nobody_told_its_hours():
    week = hours.read(WEEK)
    assert week is not None
    found = hours.at(week, datetime(2026, 11, 24, 10, 0, tzinfo=MOSCOW), is_working=lambda day: day.day != 24)
    assert (found.open, found.unsure, found.opens_on) == (False, True, date(2026, 11, 25))


def test_hours_of_holidays_hold_on_a_holiday():
    week = hours.read(WEEK + "; праздники 10:00–12:00")
    assert week is not None
    found = hours.at(week, datetime(2026, 11, 24, 10, 0, tzinfo=MOSCOW), is_working=lambda day: day.day != 24)
    assert (found.open, found.until, found.unsure) == (True, 12 * 60, False)


def test_round_the_clock_is_open_on_every_day():
    week = hours.read("круглосуточно")
    assert week is not None
    assert hours.at(
        week, datetime(2026, 1, 1, 3, 0, tzinfo=MOSCOW), is_working=lambda _day: False
    ) == hours.Now(True)


def test_what_never_opens_is_closed_for_good():
    week = hours.read("пн–вс выходной")
    assert week is not None
    assert hours.at(
        week, datetime(2026, 11, 24, 10, 0, tzinfo=MOSCOW), is_working=always_working_days
    ) == hours.Now(False)
