from datetime import UTC, date, datetime

from django.utils import translation

from otklik.web.parts import filters

AFTERNOON = datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
LATE = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace(filters.NBSP, " ")


def test_a_moment_is_told_in_moscow_time():
    assert plain(filters.ru_datetime(AFTERNOON)) == "24 ноября 2026, 14:05"


def test_late_in_the_evening_utc_it_is_already_tomorrow():
    assert plain(filters.ru_date(LATE)) == "1 января 2027"


def test_a_day_stays_the_day():
    assert plain(filters.ru_date(date(2026, 5, 9))) == "9 мая 2026"


def test_a_date_is_never_torn_between_lines():
    assert " " not in filters.ru_datetime(AFTERNOON)


def test_english_pages_have_english_months():
    with translation.override("en"):
        assert plain(filters.ru_datetime(AFTERNOON)) == "24 November 2026, 14:05"


def test_machines_get_the_exact_moment():
    assert filters.time_tag(AFTERNOON).startswith('<time datetime="2026-11-24T14:05:00+03:00">')


def test_machines_get_the_day():
    assert filters.time_tag(date(2026, 5, 9)).startswith('<time datetime="2026-05-09">')


def test_thousands_stand_apart_as_the_language_does_it():
    assert plain(filters.number(1733)) == "1 733"
    with translation.override("en"):
        assert filters.number(1733) == "1,733"


def test_what_people_typed_is_escaped_and_keeps_its_lines():
    assert filters.paragraphs("<b>Яма</b>\r\nу дома\n\n\nВторой день") == (
        "<p>&lt;b&gt;Яма&lt;/b&gt;<br>у дома</p><p>Второй день</p>"
    )
