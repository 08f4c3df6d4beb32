"""What waits for one voter."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from otklik.polls import asking, queries
from otklik.polls import standing as rules
from otklik.polls.models import Poll, Right
from otklik.polls.standing import Standing, Voter

LOOKED_AT: Final = 50  # open polls, those that end first


def waiting(voter: Voter, *, now: datetime, size: int = 6) -> list[Poll]:
    """Open polls of citizens in which this one may vote and has not; those for some land first. Two statements."""
    today = timezone.localdate(now)
    rows = queries.shown(now=now, size=LOOKED_AT).rows
    polls = [(row, asking.poll(row, ())) for row in rows if row.voters == Poll.Voters.CITIZENS]
    may = [
        (row, rules.key(poll, voter))
        for row, poll in polls
        if rules.standing(poll, voter, today=today, now=now) is Standing.CAN
    ]
    keys = {key for _row, key in may}
    used = set(
        Right.objects.filter(poll__in=[row.pk for row, _key in may], voter__in=keys).values_list(
            "poll_id", "voter"
        )
    )
    free = [row for row, key in may if (row.pk, key) not in used]
    return sorted(free, key=lambda row: not row.territory_codes)[:size]
