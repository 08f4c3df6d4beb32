"""Short answers of a counted poll: everybody reads those that a moderator has looked at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from otklik.people.models import User
from otklik.polls.models import Text

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    question: str  # its code
    text: str
    state: str  # a value of Text.State
    decided_at: datetime | None


def listed(
    poll_id: int, *, state: str, question: str = "", after: UUID | None = None, size: int = PAGE
) -> list[Row]:
    """In no order that means anything; `after`: the last id of the page before. One statement."""
    found = Text.objects.filter(poll=poll_id, state=state)
    if question:
        found = found.filter(question=question)
    if after:
        found = found.filter(id__gt=after)
    rows = found.order_by("id")[:size]
    return [Row(r.id, r.question, r.text, r.state, r.decided_at) for r in rows]


def decide(*, text_id: UUID, show: bool, by: User, now: datetime) -> None:
    """Show it, or withhold it; may be decided anew. A repeat changes nothing. Texts of people are never changed."""
    state = Text.State.SHOWN if show else Text.State.WITHHELD
    found = Text.objects.filter(pk=text_id).exclude(state=state)
    found.update(state=state, decided_at=now, decided_by=by)


def decide_some(*, poll_id: int, text_ids: list[UUID], show: bool, by: User, now: datetime) -> int:
    """As `decide` for several of one poll; return how many changed. Those of another poll are passed over."""
    state = Text.State.SHOWN if show else Text.State.WITHHELD
    found = Text.objects.filter(poll=poll_id, pk__in=text_ids).exclude(state=state)
    return found.update(state=state, decided_at=now, decided_by=by)
