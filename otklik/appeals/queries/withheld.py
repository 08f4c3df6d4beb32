"""Appeals that moderators took off the portal, for those who may bring them back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.appeals.lifecycle import Move, State, WithholdReason
from otklik.appeals.models import Appeal, JournalRow
from otklik.appeals.queries.desk import Scope
from otklik.kit import paging
from otklik.people import queries as people

PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Row:
    appeal_id: int
    number: str
    topic: str
    address: str
    state: State
    reason: WithholdReason
    words: str  # for the author
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    newer: str | None
    older: str | None


def page(*, scope: Scope, cursor: str = "") -> Page:
    """Received last comes first; what its author showed to nobody is left out. Two statements.

    Raises paging.BadCursor.
    """
    rows = scope.of(Appeal.objects.filter(withheld=True, confidential=False)).select_related("topic")
    rows = rows.only("number", "address", "state", "received_at", "topic__title")
    cut = paging.cut(rows, column="received_at", cursor=cursor, size=PAGE)
    lines = JournalRow.objects.filter(appeal__in=[appeal.pk for appeal in cut.rows], move=Move.WITHHOLD)
    last = {line.appeal_id: line for line in lines.select_related("actor").order_by("id")}
    return Page([_row(appeal, last[appeal.pk]) for appeal in cut.rows], cut.newer, cut.older)


def _row(appeal: Appeal, line: JournalRow) -> Row:
    return Row(
        appeal_id=appeal.pk,
        number=appeal.number,
        topic=appeal.topic.title,
        address=appeal.address,
        state=State(appeal.state),
        reason=WithholdReason(line.detail["code"]),
        words=line.reason,
        by=people.staff_name(line.actor) if line.actor else "",
        at=line.at,
    )
