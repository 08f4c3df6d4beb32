"""Buckets of tokens: a burst, a steady pace, and a memory that does not grow."""

import pytest

from otklik.kit.pace import Pace

pytestmark = pytest.mark.public


def asked(pace: Pace, key: str, times: int, *, now: float, per_minute: int = 60) -> int:
    """How many of them were let through at that moment."""
    return [pace.wait(key, per_minute=per_minute, now=now) for _ in range(times)].count(0)


def test_a_full_bucket_lets_a_minutes_worth_through_at_once_and_then_its_pace():
    pace = Pace(10)
    assert asked(pace, "a", 100, now=0) == 60
    assert asked(pace, "a", 100, now=10) == 10
    assert asked(pace, "a", 100, now=1000) == 60


def test_who_waits_as_told_is_let_in():
    pace = Pace(10)
    asked(pace, "a", 60, now=0)
    wait = pace.wait("a", per_minute=60, now=0)
    assert wait == pytest.approx(1)
    assert pace.wait("a", per_minute=60, now=wait + 0.001) == 0


def test_asking_on_while_refused_does_not_make_the_wait_longer():
    pace = Pace(10)
    asked(pace, "a", 200, now=0)
    assert pace.wait("a", per_minute=60, now=0.5) == pytest.approx(0.5)


def test_one_does_not_spend_what_is_anothers():
    pace = Pace(10)
    asked(pace, "a", 100, now=0)
    assert asked(pace, "b", 100, now=0) == 60


def test_the_memory_keeps_those_who_asked_last():
    pace = Pace(1000)
    for n in range(5000):
        pace.wait(str(n), per_minute=60, now=n / 1000)
        pace.wait("busy", per_minute=60, now=n / 1000)
    assert len(pace) == 1000
    assert pace.wait("busy", per_minute=60, now=5) > 0
