"""A ballot of a counted poll by its receipt, as the published table has it."""

from typing import Any

from otklik.polls import recount
from otklik.polls.asking import Poll
from otklik.polls.models import Ballot


def ballot(poll: Poll, code: str) -> dict[str, Any] | None:
    """Its answers; None: there is no such ballot. One statement."""
    row = Ballot.objects.filter(poll=poll.id, receipt=code).first()
    if row is None:
        return None
    kinds = {one.code: one.kind for one in poll.questions}
    return recount.published(kinds, row.answers, row.blind)
