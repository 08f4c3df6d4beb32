"""Comments as everybody, their author and a moderator may read them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from otklik.appeals.lifecycle import CommentReason, CommentState
from otklik.appeals.models import Appeal, Comment
from otklik.appeals.queries.card import Said
from otklik.appeals.queries.desk import EVERYTHING, Scope
from otklik.kit import paging
from otklik.people import queries as people

PAGE: Final = 20
LATELY_DAYS: Final = 7
OWN: Final = 5  # of one's own that the page tells about


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Said]
    newer: str | None  # cursors, as in lists
    older: str | None


@dataclass(frozen=True, slots=True)
class Own:
    """One's own comment that nobody else reads (yet)."""

    text: str
    at: datetime
    reason: CommentReason | None  # None: it waits


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the moderators' lists."""

    id: int
    appeal_id: int
    number: str
    topic: str
    author: str  # whole, as the desk sees people
    text: str
    at: datetime


def shown(appeal_id: int, *, cursor: str = "", size: int = PAGE) -> Page:
    """All, newest first; the newest come with the card already. One statement. A spoiled cursor: the first page."""
    rows = Comment.objects.filter(appeal=appeal_id, state=CommentState.SHOWN).select_related("author")
    columns = [f"author__{column}" for column in people.SHOWN_COLUMNS]
    cut = paging.cut(rows.only("text", "written_at", *columns), column="written_at", cursor=cursor, size=size)
    said = [Said(people.shown(row.author), row.text, row.written_at) for row in cut.rows]
    return Page(said, cut.newer, cut.older)


def own(appeal_id: int, user_id: int) -> list[Own]:
    """What waits and what was refused, newest first. One statement."""
    rows = Comment.objects.filter(appeal=appeal_id, author=user_id).exclude(state=CommentState.SHOWN)
    return [
        Own(row.text, row.written_at, CommentReason(row.reason) if row.reason else None)
        for row in rows.order_by("-written_at", "-id")[:OWN]
    ]


def unread(*, scope: Scope, limit: int = 50) -> list[Line]:
    """What waits for a moderator, the longest first."""
    rows = Comment.objects.filter(state=CommentState.WAITING).order_by("written_at", "id")
    return _lines(rows, scope, limit)


def lately_shown(*, scope: Scope, now: datetime, limit: int = 50) -> list[Line]:
    """What moderators let through in the last days, newest decision first."""
    since = now - timedelta(days=LATELY_DAYS)
    rows = Comment.objects.filter(state=CommentState.SHOWN, decided_at__gt=since)
    return _lines(rows.order_by("-decided_at", "-id"), scope, limit)


def _lines(rows: QuerySet[Comment], scope: Scope, limit: int) -> list[Line]:
    if scope != EVERYTHING:
        rows = rows.filter(appeal__in=scope.of(Appeal.objects.all()))
    columns = ("text", "written_at", "appeal__number", "appeal__topic__title", "author__name")
    return [
        Line(
            id=row.pk,
            appeal_id=row.appeal_id,
            number=row.appeal.number,
            topic=row.appeal.topic.title,
            author=row.author.name,
            text=row.text,
            at=row.written_at,
        )
        for row in rows.select_related("appeal__topic", "author").only(*columns)[:limit]
    ]


def belongs(comment_id: int, appeal_id: int) -> bool:
    return Comment.objects.filter(pk=comment_id, appeal=appeal_id).exists()
