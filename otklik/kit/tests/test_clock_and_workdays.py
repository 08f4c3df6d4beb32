"""Moments are aware; working days are Russia's with the transferred ones."""

from datetime import UTC, date, timedelta

import pytest

from otklik.kit import clock
from otklik.kit.workdays import is_working

pytestmark = pytest.mark.route


def test_now_is_aware_and_utc():
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.now().tzinfo == UTC


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 3, 2), True),  # a Monday
        (date(2026, 3, 1), False),  # a Sunday
        (date(2026, 1, 8), False),  # the New Year's holidays
        (date(2026, 5, 1), False),
        (date(2026, 3, 9), False),  # the holiday of Sunday the 8th moves to Monday
        (date(2025, 11, 1), True),  # a Saturday that was worked
        (date(2024, 12, 28), True),
        (date(2025, 5, 2), False),  # a transferred day off
    ],
)
def test_working_days(day, working):
    assert is_working(day) is working
