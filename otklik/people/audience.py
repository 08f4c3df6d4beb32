"""Everybody who may be told news of polls, in slices: for news that go to as many as there are accounts.

A slice is bounded by accounts looked at, not by people found: nobody's choice makes a statement long. Where a walk was
stopped the number of the last account says how to go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from otklik.people.homes import Home

SLICE: Final = 10_000  # accounts


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    home: Home  # codes of settlements
    home_confirmed: bool
    born_on: date | None
    at_esia: bool
    represents: bool  # an organisation, confirmed


# By letter who asked for it and has a mailbox that takes letters; else who has a browser or an app that shows them.
_REACHABLE: Final = """
FROM people_user u WHERE u.is_active AND u.wants_letters AND u.poll_news <> 'off' AND (
  (u.poll_news = 'letter' AND u.email <> '' AND u.email_trouble = '')
  OR EXISTS (SELECT FROM outbox_pushsubscription p WHERE p.user_id = u.id AND p.dead_at IS NULL))
"""
_LAST: Final = """
SELECT max(id) FROM (SELECT id FROM people_user WHERE id > %s ORDER BY id LIMIT %s) slice
"""
_PEOPLE: Final = f"""
SELECT u.id, u.home_code, u.home_since, u.home_before, u.home_source = 'esia', u.born_on,
  EXISTS (SELECT FROM socialaccount_socialaccount s WHERE s.user_id = u.id AND s.provider = 'esia'),
  EXISTS (SELECT FROM people_representation r
          WHERE r.user_id = u.id AND r.confirmed_at IS NOT NULL AND r.refused_at IS NULL)
{_REACHABLE} AND u.id > %s AND u.id <= %s ORDER BY u.id
"""  # noqa: S608  # constants
_AMONG: Final = f"SELECT u.id {_REACHABLE} AND u.id = ANY(%s) ORDER BY u.id"


def after(last: int) -> tuple[list[Person], int | None]:
    """Those of the next SLICE accounts, and where it ends; None: there are no more accounts. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [last, SLICE])
        (end,) = cursor.fetchone()
        if end is None:
            return [], None
        cursor.execute(_PEOPLE, [last, end])
        return [_person(*row) for row in cursor.fetchall()], end


def among(people: Sequence[int]) -> list[int]:
    """Those of these accounts who may be told. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_AMONG, [list(people)])
        return [user_id for (user_id,) in cursor.fetchall()]


def _person(id_: int, home: str, since: Any, before: str, *rest: Any) -> Person:
    return Person(id_, Home(home, since, before), *rest)
