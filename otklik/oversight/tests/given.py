"""Appeals with a term, and who is told of it."""

from datetime import UTC, date, datetime
from typing import Any

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import an_appeal
from otklik.authorities.models import Authority, Membership
from otklik.people.models import User

# 2026: Wednesday 4 November is a holiday.
TUESDAY, THURSDAY, FRIDAY, MONDAY = (date(2026, 11, day) for day in (3, 5, 6, 9))


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour - 3, tzinfo=UTC)


def an_official(role: str, *bodies: Authority, **more: Any) -> User:
    user = User.objects.create_user(
        f"{role}{User.objects.count()}@example.test", "pass", name="Имя", role=role, **more
    )
    for body in bodies:
        Membership.objects.create(user=user, authority=body)
    return user


def due(day: date | None, body: Authority, **more: Any) -> Appeal:
    return an_appeal(state=State.REGISTERED, authority=body, answer_by=day, **more)
