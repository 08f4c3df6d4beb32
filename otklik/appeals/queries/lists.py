"""The public lists. Nothing personal leaves through a row: no name, no e-mail."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from otklik.appeals.lifecycle import ANSWERED, PUBLIC, Kind, State
from otklik.appeals.models import Answer, Appeal, Follow, Photo
from otklik.kit import paging

PAGE = 20
TABS = ("problem", "proposal", "thanks", "answers")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a public list."""

    number: str
    kind: Kind
    state: State
    topic: str
    category: str
    address: str
    excerpt: str  # first 240 characters
    authority: str  # "" until assigned
    at: datetime  # published, or answered in the list of answers
    answer: str  # first 240 characters; "" without one
    decision: str  # a lifecycle.Decision value, or ""
    supporters: int
    rating: int | None
    solved: bool | None
    photo: UUID | None


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    newer: str | None  # cursor of the page before; None on the first
    older: str | None  # cursor of the page after; None on the last


def public_list(*, tab: str, category: str = "", cursor: str = "", size: int = PAGE) -> Page:
    """A page of the public list, newest first; two statements, the same time on the first page and the deepest.

    tab: one of TABS. category: a code, "" for all. cursor: from a Page; a spoiled one gives the first page.
    """
    column = "answered_at" if tab == "answers" else "published_at"
    rows = Appeal.objects.select_related("topic", "category", "authority")
    if tab == "answers":
        rows = rows.filter(state__in=sorted(ANSWERED), answered_at__isnull=False)
    else:
        rows = rows.filter(state__in=sorted(PUBLIC), kind=tab)
    if category:
        rows = rows.filter(category__code=category)
    cut = paging.cut(rows.only(*_ROW_COLUMNS), column=column, cursor=cursor, size=size)
    ids = [appeal.pk for appeal in cut.rows]
    answers = _answers(ids) if tab == "answers" else {}
    pictures = _first_photos(ids)
    shown = [_row(a, getattr(a, column), answers.get(a.pk), pictures.get(a.pk)) for a in cut.rows]
    return Page(rows=shown, newer=cut.newer, older=cut.older)


def followed(user_id: int, *, cursor: str = "", size: int = PAGE) -> Page:
    """What the person follows, the last followed first; an appeal that is not public any more says so by its state."""
    columns = [f"appeal__{name}" for name in _ROW_COLUMNS]
    related = ("appeal__topic", "appeal__category", "appeal__authority")
    follows = Follow.objects.filter(user=user_id).select_related(*related).only("at", *columns)
    cut = paging.cut(follows, column="at", cursor=cursor, size=size)
    shown = [row.appeal_id for row in cut.rows if row.appeal.state in PUBLIC]
    pictures = _first_photos(shown)
    rows = [
        _row(row.appeal, row.appeal.published_at or row.at, None, pictures.get(row.appeal_id))
        for row in cut.rows
    ]
    # The words of one that its author took back are nobody's to read.
    rows = [row if row.state in PUBLIC else replace(row, excerpt="") for row in rows]
    return Page(rows=rows, newer=cut.newer, older=cut.older)


_ROW_COLUMNS = (
    "number", "kind", "state", "text", "address", "published_at", "answered_at", "rating", "solved", "supporters",
    "topic__title", "category__title", "category__code", "authority__name",
)  # fmt: skip


def _row(appeal: Appeal, at: datetime, answer: Answer | None, photo: UUID | None) -> Row:
    return Row(
        number=appeal.number,
        kind=Kind(appeal.kind),
        state=State(appeal.state),
        topic=appeal.topic.title,
        category=appeal.category.title,
        address=appeal.address,
        excerpt=appeal.text[:240],
        authority=appeal.authority.name if appeal.authority else "",
        at=at,
        answer=answer.text[:240] if answer else "",
        decision=answer.decision if answer else "",
        supporters=appeal.supporters,
        rating=appeal.rating,
        solved=appeal.solved,
        photo=photo,
    )


def _answers(ids: list[int]) -> dict[int, Answer]:
    """The newest answer of each."""
    return {a.appeal_id: a for a in Answer.objects.filter(appeal__in=ids).order_by("id")}


def _first_photos(ids: list[int]) -> dict[int, UUID]:
    photos = (
        Photo.objects.filter(appeal__in=ids, clarifies=False)
        .order_by("-place")
        .values_list("appeal_id", "id")
    )
    return dict(photos)
