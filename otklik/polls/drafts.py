"""What the desk reads of polls: all of them by state, one with its questions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.kit import paging
from otklik.polls import asking
from otklik.polls.building import poll_of
from otklik.polls.lifecycle import State
from otklik.polls.models import Poll, Question

PAGE: Final = 30
# What the desk lists together.
LISTS: Final = {
    "draft": (State.DRAFT,),
    "open": (State.OPEN,),
    "over": (State.ENDED, State.COUNTED),
}


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    title: asking.Words
    state: str
    voters: str
    territory_codes: tuple[str, ...]
    opens_at: datetime | None
    closes_at: datetime | None
    by: str  # who began it; "" unknown
    outcome: bool  # told how it was used


@dataclass(frozen=True, slots=True)
class Listed:
    rows: list[Row]
    newer: str | None
    older: str | None


def listed(which: str, *, cursor: str = "") -> Listed:
    """which: of LISTS; newest first. One statement. Raises BadCursor."""
    polls = Poll.objects.filter(state__in=LISTS[which]).select_related("created_by")
    cut = paging.cut(polls, column="created_at", cursor=cursor, size=PAGE)
    return Listed([_row(poll) for poll in cut.rows], cut.newer, cut.older)


def one(code: str) -> tuple[Poll, list[Question]]:
    """With its questions in their order. Two statements. Raises NoPoll."""
    poll = poll_of(code)
    return poll, list(poll.questions.order_by("order"))


def as_asked(poll: Poll, questions: list[Question]) -> asking.Poll:
    """As voting and its pages read it."""
    return asking.poll(poll, tuple(asking.question(row) for row in questions))


def _row(poll: Poll) -> Row:
    return Row(
        code=poll.code,
        title=poll.title,
        state=poll.state,
        voters=poll.voters,
        territory_codes=tuple(poll.territory_codes),
        opens_at=poll.opens_at,
        closes_at=poll.closes_at,
        by=poll.created_by.name if poll.created_by else "",
        outcome=bool(poll.outcome),
    )
