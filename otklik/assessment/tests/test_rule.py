"""Which ratings are a wave, and which are an honest crowd."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.assessment import rule
from otklik.assessment.rule import Rating, waves
from otklik.assessment.tests.given import RULE, some_ratings

pytestmark = pytest.mark.sections

NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OLD, NEW = timedelta(days=400), timedelta(days=3)


def test_many_new_accounts_in_one_evening_are_a_wave():
    brigade = some_ratings(12, at=NOON, every=MINUTE, age=NEW)
    assert waves(brigade, RULE) == [brigade]


def test_a_crowd_of_old_accounts_is_none_however_many_they_are():
    assert waves(some_ratings(500, at=NOON, every=MINUTE, age=OLD), RULE) == []


def test_a_few_newcomers_among_old_accounts_are_none():
    crowd = some_ratings(20, at=NOON, every=MINUTE, age=OLD)
    assert waves([*crowd, *some_ratings(8, at=NOON, every=MINUTE, age=NEW)], RULE) == []


def test_newcomers_who_rate_one_after_another_over_weeks_are_none():
    assert waves(some_ratings(60, at=NOON, every=6 * HOUR, age=NEW), RULE) == []


def test_old_accounts_that_rate_beside_a_brigade_keep_their_voice():
    honest, brigade = (
        some_ratings(3, at=NOON, every=MINUTE, age=OLD, stars=5),
        some_ratings(9, at=NOON, every=MINUTE, age=NEW),
    )
    assert waves([*honest, *brigade], RULE) == [sorted(brigade, key=lambda one: one.at)]


def test_just_one_less_than_the_rule_says_is_none():
    assert waves(some_ratings(4, at=NOON, every=MINUTE, age=NEW), RULE) == []
    assert len(waves(some_ratings(5, at=NOON, every=MINUTE, age=NEW), RULE)) == 1


def test_an_account_is_new_to_the_last_moment_of_its_days():
    assert waves(some_ratings(9, at=NOON, every=MINUTE, age=30 * DAY), RULE) == []
    assert len(waves(some_ratings(9, at=NOON, every=MINUTE, age=30 * DAY - MINUTE), RULE)) == 1


def test_each_rating_of_a_brigade_of_thousands_is_looked_at_a_few_times_only(monkeypatch):
    looked: list[Rating] = []

    def place(one: Rating) -> tuple[datetime, int]:
        looked.append(one)
        return one.at, one.appeal_id

    monkeypatch.setattr(rule, "_place", place)
    brigade = some_ratings(2000, at=NOON, every=timedelta(seconds=20), age=NEW)
    assert rule.waves(brigade, RULE) == [brigade]
    assert len(looked) <= 6 * len(brigade)


def test_one_long_wave_is_one_and_a_second_one_weeks_later_is_another():
    first, second = (
        some_ratings(40, at=NOON, every=HOUR, age=NEW),
        some_ratings(9, at=NOON + 20 * DAY, every=MINUTE, age=NEW),
    )
    assert waves([*second, *first], RULE) == [first, second]
