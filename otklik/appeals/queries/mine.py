"""The signed-in author's own appeals: what needs an action first, then all, newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.models import Appeal

NEEDS_ME = frozenset({State.UNCONFIRMED, State.QUESTION, State.ANSWERED})


@dataclass(frozen=True, slots=True)
class Mine:
    id: int
    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    authority: str
    received_at: datetime
    answer_by: date | None
    needs_me: bool


def of(user_id: int, *, limit: int = 100) -> list[Mine]:
    """The author's newest `limit` appeals, those that wait for the author first. One statement."""
    found = Appeal.objects.filter(author=user_id).select_related("topic", "authority").order_by("-id")[:limit]
    rows = [
        Mine(
            id=a.pk,
            number=a.number,
            kind=Kind(a.kind),
            state=State(a.state),
            topic=a.topic.title,
            address=a.address,
            authority=a.authority.name if a.authority else "",
            received_at=a.received_at,
            answer_by=a.answer_by,
            needs_me=State(a.state) in NEEDS_ME,
        )
        for a in found
    ]
    return sorted(rows, key=lambda row: not row.needs_me)


def owner_of(appeal_id: int) -> int | None:
    """The account that filed the appeal; None: filed without one."""
    return Appeal.objects.values_list("author_id", flat=True).get(pk=appeal_id)


def id_of(number: str) -> int | None:
    return Appeal.objects.filter(number=number).values_list("pk", flat=True).first()
