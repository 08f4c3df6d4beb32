"""Ratings for tests: a crowd that rates one authority."""

from datetime import datetime, timedelta
from uuid import uuid4

from otklik.assessment.rule import Rating, Rule

RULE = Rule(days=30, ratings=5, hours=24, percent=60)


def some_ratings(
    count: int, *, at: datetime, every: timedelta, age: timedelta, stars: int = 1
) -> list[Rating]:
    """One after another from `at`, by accounts of that age."""
    return [Rating(uuid4().int % 10**9, at + n * every, at + n * every - age, stars) for n in range(count)]
