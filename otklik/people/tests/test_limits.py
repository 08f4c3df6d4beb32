"""Tries are counted for all processes together, and forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.people import limits
from otklik.people.limits import Limit
from otklik.people.models import Attempt

pytestmark = [pytest.mark.people, pytest.mark.django_db]

NOON = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VERA, NETWORK = Limit("password", "vera", 3, 300), Limit("password from", "192.0.2.7", 5, 60)


def test_the_last_try_is_the_one_that_the_limit_names():
    told = []
    for _try in range(4):
        told.append(limits.spent([VERA], now=NOON))
        limits.count([VERA, NETWORK], now=NOON)
    assert told == [False, False, False, True]
    assert not limits.spent([NETWORK], now=NOON)
    assert not limits.spent([Limit("password", "anna", 3, 300)], now=NOON)


def test_the_count_begins_anew_after_its_time():
    for _try in range(3):
        limits.count([VERA], now=NOON)
    later = NOON + timedelta(seconds=301)
    assert limits.spent([VERA], now=later - timedelta(seconds=2))
    assert not limits.spent([VERA], now=later)
    limits.count([VERA], now=later)
    assert Attempt.objects.get().count == 1


def test_old_counts_are_deleted_and_nobody_is_named_in_them():
    limits.count([VERA, NETWORK], now=NOON)
    assert "vera" not in str(list(Attempt.objects.values()))
    assert limits.forget_old(now=NOON + timedelta(seconds=61)) == 1
    limits.clear([VERA])
    assert not Attempt.objects.exists()
