"""Open polls on the first page."""

from typing import Final

from otklik.kit import clock
from otklik.kit.kept import kept
from otklik.polls import queries
from otklik.polls.models import Poll
from otklik.web.polls.pages import Card, card
from otklik.web.polls.wording import Phase

MOST: Final = 2


def cards() -> list[Card]:
    """Those that end first; none that is over. No statement within ten seconds of the last."""
    now = clock.now()
    found = [card(row, now) for row in _open()]
    return [one for one in found if one.badge.stage == Phase.OPEN][:MOST]


@kept(10)
def _open() -> list[Poll]:
    return queries.shown(now=clock.now(), size=MOST * 2).rows
