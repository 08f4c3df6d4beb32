"""Which home of a person counts at a moment: nobody moves for the sake of a vote. Pure."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

SETTLED: Final = timedelta(days=60)  # after which a home is remembered as the one before


class Home(NamedTuple):
    """Codes are places.Settlement.code, for `at` also of what the settlements lie in; "" for none."""

    code: str
    since: datetime | None = None  # None: long ago
    before: str = ""  # the last settled home before it, while `since` may matter


def moved(home: Home, to: str, *, now: datetime) -> Home:
    """After the person names another home. Whoever goes back is at home as before; the same home changes nothing."""
    if to == home.code:
        return home
    settled = home.since is None or home.since + SETTLED <= now
    before = home.code if settled else home.before
    return Home(to) if to and to == before else Home(to, now, before)


def at(home: Home, moment: datetime) -> str:
    """The home that counts for what began at `moment`: the one named by then, else the settled one before it."""
    return home.code if home.since is None or home.since <= moment else home.before
