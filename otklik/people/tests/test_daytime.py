"""Nobody is woken: by day at once, else at nine in the morning."""

from datetime import UTC, datetime

import pytest

from otklik.people import daytime

pytestmark = pytest.mark.people


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ((26, 5, 59), (26, 6, 0)),  # 8:59 in Moscow
        ((26, 6, 0), (26, 6, 0)),
        ((26, 17, 59), (26, 17, 59)),
        ((26, 18, 0), (27, 6, 0)),  # 21:00
        ((26, 20, 59), (27, 6, 0)),
        ((26, 21, 0), (27, 6, 0)),  # midnight: it is the next day already
    ],
)
def test_what_can_wait_waits_for_the_morning(now, begins):
    moment, first = (datetime(2026, 11, day, hour, minute, tzinfo=UTC) for day, hour, minute in (now, begins))
    assert daytime.begins(moment) == first
    assert daytime.is_on(moment) == (now == begins)
