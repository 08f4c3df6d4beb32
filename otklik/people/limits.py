"""How often something may be tried, counted for all web processes together.

Beside allauth's own limits, which each process counts in its memory: those stop a flood before it asks the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection

from otklik.people.models import Attempt


@dataclass(frozen=True, slots=True)
class Limit:
    what: str  # is tried
    who: str  # tries: an account, a network address
    most: int
    seconds: int  # from the first try on

    @property
    def key(self) -> str:
        return sha256(f"{self.what}\n{self.seconds}\n{self.who}".encode()).hexdigest()


def spent(limits: Sequence[Limit], *, now: datetime) -> bool:
    """Has any of them been used up? One statement. Tries at the very same moment may each be told no."""
    keys = [limit.key for limit in limits]
    counts = dict(Attempt.objects.filter(key__in=keys, until__gt=now).values_list("key", "count"))
    return any(counts.get(limit.key, 0) >= limit.most for limit in limits)


def count(limits: Sequence[Limit], *, now: datetime) -> None:
    """One more try of each. One statement; rows are taken in order, so that two never wait for each other."""
    rows = sorted((limit.key, now + timedelta(seconds=limit.seconds)) for limit in limits)
    values = ", ".join(["(%s, 1, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO people_attempt (key, count, until) VALUES {values}"  # noqa: S608  # only marks
            " ON CONFLICT (key) DO UPDATE SET"
            " count = CASE WHEN people_attempt.until <= %s THEN 1 ELSE people_attempt.count + 1 END,"
            " until = CASE WHEN people_attempt.until <= %s THEN excluded.until ELSE people_attempt.until END",
            [*(value for row in rows for value in row), now, now],
        )


def first(limit: Limit, *, now: datetime) -> bool:
    """Is this the first try within its span? One statement; of two at the very same moment one is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_attempt (key, count, until) VALUES (%s, 1, %s) ON CONFLICT DO NOTHING",
            [limit.key, now + timedelta(seconds=limit.seconds)],
        )
        return bool(cursor.rowcount)


def clear(limits: Sequence[Limit]) -> None:
    """As if nothing had been tried: the person has proved who they are in another way."""
    Attempt.objects.filter(key__in=[limit.key for limit in limits]).delete()


def forget_old(*, now: datetime) -> int:
    """Delete counts that have begun anew; return how many."""
    gone, _ = Attempt.objects.filter(until__lte=now).delete()
    return gone
