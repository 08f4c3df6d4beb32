"""GET /api/v1/appeals and /api/v1/appeals/{number}: what everybody may read of appeals. No name that its author hid."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Meta, Struct

from otklik.appeals.lifecycle import Decision, Kind, Move, State
from otklik.appeals.queries import card as cards
from otklik.appeals.queries import lists
from otklik.appeals.queries.filters import ALL, Filter
from otklik.appeals.rules import number as numbers
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.stats.queries import list_counts
from otklik.web.api.endpoint import reads
from otklik.web.api.words import Code, Cursor, Row, Sort, page_of
from otklik.web.citizen import path


class Withheld(Refusal):
    code = "withheld"
    status = 410


class Asked(Struct):
    kind: Kind | None = None
    category: Code | None = None
    topic: Code | None = None
    settlement: Row | None = None
    area: Code | None = None
    authority: Code | None = None
    stage: State | None = None
    overdue: bool = False
    answered: bool = False
    photo: bool = False
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    since: date | None = None
    until: date | None = None
    sort: Sort = "date"
    cursor: Cursor = ""


class Listed(Struct):
    number: str
    url: str
    kind: Kind
    stage: State
    category: str
    topic: str
    address: str
    excerpt: str
    authority: str
    published_at: datetime
    supporters: int
    rating: int | None
    solved: bool | None
    photo: str | None


class Page(Struct):
    """next, previous: cursors of the pages beside; null at the end."""

    appeals: list[Listed]
    next: str | None
    previous: str | None


@reads(gettext_lazy("Список обращений"), asks=Asked, gives=Page, keeps=15)
def listing(asked: Asked) -> Page:
    """Twenty a page, the newest first unless `sort` says otherwise. A page costs the same wherever it lies."""
    typed = {name: _typed(getattr(asked, name)) for name in asked.__struct_fields__ if name != "cursor"}
    said = Filter.read({name: value for name, value in typed.items() if value}, tab=ALL)
    page = lists.page(
        said,
        today=timezone.localdate(clock.now()),
        cursor=asked.cursor,
        expected=list_counts.counts(said).expected,
    )
    return Page([listed(row) for row in page.rows], next=page.older, previous=page.newer)


def _typed(value: object) -> str:
    return "" if value is None or value is False else "1" if value is True else str(value)


def listed(row: lists.Row) -> Listed:
    return Listed(
        number=row.number,
        url=page_of(row.number),
        kind=row.kind,
        stage=row.state,
        category=row.category,
        topic=row.topic,
        address=row.address,
        excerpt=row.excerpt,
        authority=row.authority,
        published_at=row.at,
        supporters=row.supporters,
        rating=row.rating,
        solved=row.solved,
        photo=str(row.photo) if row.photo else None,
    )


class Step(Struct):
    """A line of the path: `title` and `detail` in the language of the caller."""

    move: Move
    at: datetime
    title: str
    detail: str


class Answer(Struct):
    text: str
    decision: Decision
    planned_on: date | None
    signatory: str
    number: str
    on: date | None
    received_at: datetime
    photos: list[str]
    files: list[str]


class Appeal(Struct):
    number: str
    url: str
    kind: Kind
    stage: State
    category: str
    topic: str
    text: str
    answers_to_questions: list[tuple[str, str]]
    address: str
    territory: str
    lat: float | None
    lon: float | None
    author: str
    published_at: datetime | None
    answer_by: date | None
    closed_at: datetime | None
    authority: str
    authority_phone: str
    photos: list[str]
    path: list[Step]
    answers: list[Answer]
    supporters: int
    followers: int
    rating: int | None
    solved: bool | None
    original: str | None


@reads(gettext_lazy("Обращение: текст, путь и ответы"), gives=Appeal, refuses=(410,), keeps=15)
def appeal(asked: object, number: str) -> Appeal:
    """Of one that was taken back or merged only the path is left; `original` names the appeal that carries on.
    Photos are at /photos/{id}-full.jpg, files at /files/{id}.
    """
    plain = numbers.read(number) or ""
    found = cards.public(plain)
    if found is None:
        raise Withheld(_("Обращение убрано с портала модератором.")) if cards.is_withheld(plain) else Http404
    ended = found.state in cards.ENDED
    return Appeal(
        **shared(found),
        url=page_of(found.number),
        text="" if ended else found.text,
        answers_to_questions=[] if ended else [(label, value) for label, value in found.public_fields],
        lat=None if ended else found.lat,
        lon=None if ended else found.lon,
        author="" if ended else found.organisation or found.author_shown,
        photos=[] if ended else [str(photo) for photo in found.photos],
        answers=[] if ended else [answer_shown(answer) for answer in found.answers],
        original=found.original if found.original_shown else None,
    )


def shared(found: cards.Card) -> dict[str, Any]:
    """What everybody and the author are told in the same words."""
    same = (
        "number", "kind", "category", "topic", "address", "territory", "published_at", "answer_by", "closed_at",
        "authority", "authority_phone", "supporters", "followers", "rating", "solved",
    )  # fmt: skip
    path = [step_shown(event) for event in found.timeline]
    return {**{name: getattr(found, name) for name in same}, "stage": found.state, "path": path}


def step_shown(event: cards.Event) -> Step:
    told = path.entry(event)
    return Step(move=event.move, at=told.at, title=told.title, detail=told.detail)


def answer_shown(answer: cards.AnswerShown) -> Answer:
    return Answer(
        text=answer.text,
        decision=answer.decision,
        planned_on=answer.planned_on,
        signatory=answer.signatory,
        number=answer.number,
        on=answer.on,
        received_at=answer.received_at,
        photos=[str(photo) for photo in answer.photos],
        files=[str(file.id) for file in answer.files],
    )
