"""A ballot of a counted poll by its receipt, as the published table has it."""

from dataclasses import dataclass
from typing import Any

from otklik.polls import recount
from otklik.polls.asking import Poll
from otklik.polls.models import Ballot


@dataclass(frozen=True, slots=True)
class Found:
    answers: dict[str, Any]  # as `recount.published` gives them
    fits: bool  # the receipt is made of these answers; False: the row has been altered


def ballot(poll: Poll, code: str) -> Found | None:
    """None: there is no such ballot. One statement."""
    row = Ballot.objects.filter(poll=poll.id, receipt=code).first()
    if row is None:
        return None
    kinds = {one.code: one.kind for one in poll.questions}
    answers = recount.published(kinds, row.answers, row.blind)
    return Found(answers, recount.receipt(poll.code, row.salt, answers) == row.receipt)
