"""Complaints about published appeals as the desk reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.appeals.lifecycle import ComplaintReason, State
from otklik.appeals.models import Appeal, Complaint
from otklik.appeals.queries.desk import EVERYTHING, Scope

LOOKED_AT: Final = 300  # the longest waiting ones


@dataclass(frozen=True, slots=True)
class AgainstRow:
    """A published appeal with complaints that nobody has settled."""

    appeal_id: int
    number: str
    topic: str
    address: str
    excerpt: str
    state: State
    since: datetime  # of the first complaint
    reasons: list[ComplaintReason]  # of all that wait, the longest waiting first


def waiting(*, scope: Scope) -> list[AgainstRow]:
    """The longest waiting appeal first. One statement."""
    rows = Complaint.objects.filter(verdict="").order_by("at", "id").select_related("appeal__topic")
    if scope != EVERYTHING:
        rows = rows.filter(appeal__in=scope.of(Appeal.objects.all()))
    columns = ("reason", "at", *(f"appeal__{name}" for name in ("number", "address", "text", "state")))
    by_appeal: dict[int, list[Complaint]] = {}
    for row in rows.only(*columns, "appeal__topic__title")[:LOOKED_AT]:
        by_appeal.setdefault(row.appeal_id, []).append(row)
    return [_row(found) for found in by_appeal.values()]


def _row(found: list[Complaint]) -> AgainstRow:
    appeal = found[0].appeal
    return AgainstRow(
        appeal_id=appeal.pk,
        number=appeal.number,
        topic=appeal.topic.title,
        address=appeal.address,
        excerpt=appeal.text[:200],
        state=State(appeal.state),
        since=found[0].at,
        reasons=list(_each_once(ComplaintReason(row.reason) for row in found)),
    )


def _each_once(reasons: Iterable[ComplaintReason]) -> dict[ComplaintReason, None]:
    return dict.fromkeys(reasons)
