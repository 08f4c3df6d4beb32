"""Ratings for tests: a crowd that rates one authority."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from otklik.assessment import surveys
from otklik.assessment.models import Survey
from otklik.assessment.rule import Rating, Rule
from otklik.people.models import User

RULE = Rule(days=30, ratings=5, hours=24, percent=60)


def some_ratings(
    count: int, *, at: datetime, every: timedelta, age: timedelta, stars: int = 1
) -> list[Rating]:
    """One after another from `at`, by accounts of that age."""
    return [Rating(uuid4().int % 10**9, at + n * every, at + n * every - age, stars) for n in range(count)]


def a_survey(year: int, *texts: str) -> Survey:
    """Open in November and December of that year."""
    admin = User.objects.create(email=f"admin{year}@example.test", name="Админ", role="admin")
    surveys.save(
        year=year,
        opens_on=date(year, 11, 1),
        closes_on=date(year, 12, 31),
        rows=[surveys.Wanted(text, category_code="roads" if text == "Дороги" else "") for text in texts],
        by=admin,
        now=datetime(year, 10, 1, tzinfo=UTC),
    )
    return Survey.objects.get(year=year)
