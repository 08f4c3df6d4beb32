"""/api/v1/my: one's own appeals as their author sees them, on the portal under «Сообщения»."""

from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from otklik.appeals.lifecycle import Kind, Move, State
from otklik.appeals.queries import card as cards
from otklik.appeals.queries import changes, mine
from otklik.appeals.queries import files as rights
from otklik.appeals.rules import number as numbers
from otklik.files import photos
from otklik.kit import clock
from otklik.people import organisations
from otklik.people.models import Device
from otklik.web.access import Action
from otklik.web.api.endpoint import reads
from otklik.web.api.v1.appeals import Answer, Step, answer_shown, shared
from otklik.web.api.words import Cursor

Deed = Literal["confirm", "reply", "clarify", "withdraw", "rate"]
_WAITS: Final[dict[State, Deed]] = {
    State.UNCONFIRMED: "confirm",
    State.QUESTION: "reply",
    State.ANSWERED: "rate",
}


class MyLine(Struct):
    """waits: the deed that the portal waits for, until act_by."""

    number: str
    url: str
    kind: Kind
    stage: State
    topic: str
    address: str
    authority: str
    received_at: datetime
    changed_at: datetime
    moderate_by: datetime | None
    answer_by: date | None
    waits: Deed | None
    act_by: datetime | None


class Asked(Struct):
    cursor: Cursor = ""


class MyPage(Struct):
    appeals: list[MyLine]
    next: str | None
    previous: str | None


@reads(_("Мои обращения"), asks=Asked, gives=MyPage, action=Action.OWN_CABINET)
def listing(asked: Asked, *, device: Device) -> MyPage:
    """Twenty a page, the newest filed first, in any stage."""
    page = mine.page(device.user_id, cursor=asked.cursor)
    return MyPage([_line(row) for row in page.rows], next=page.older, previous=page.newer)


class Changes(Struct):
    cursor: str
    appeals: list[MyLine]
    more: bool
    waiting: int


@reads(_("Что изменилось в моих обращениях"), asks=Asked, gives=Changes, action=Action.OWN_CABINET)
def changed(asked: Asked, *, device: Device) -> Changes:
    """Since the `cursor` of the answer before, the last changed first; a change of the last minute may come twice.
    Without a cursor: nothing but where to begin; ask so before reading the list. `more`: read the list again.
    """
    found = changes.since(device.user_id, cursor=asked.cursor, now=clock.now())
    return Changes(found.cursor, [_line(row) for row in found.rows], found.more, found.waiting)


def _line(row: mine.Mine) -> MyLine:
    return MyLine(
        number=row.number,
        url=_page_of(row.number),
        kind=row.kind,
        stage=row.state,
        topic=row.topic,
        address=row.address,
        authority=row.authority,
        received_at=row.received_at,
        changed_at=row.state_since,
        moderate_by=row.moderate_by if row.state is State.MODERATION else None,
        answer_by=row.answer_by,
        waits=_WAITS.get(row.state),
        act_by=mine.act_by(row),
    )


class MyAppeal(Struct):
    """may: the deeds that are possible now. Photos: /my/photos/{id}."""

    number: str
    url: str
    kind: Kind
    stage: State
    withheld: bool
    category: str
    topic: str
    text: str
    answers_to_questions: list[tuple[str, str]]
    address: str
    territory: str
    lat: float | None
    lon: float | None
    author: str
    received_at: datetime
    changed_at: datetime
    published_at: datetime | None
    answer_by: date | None
    closed_at: datetime | None
    authority: str
    authority_phone: str
    msed_number: str
    photos: list[str]
    photos_added: list[str]
    photos_hidden: list[str]
    path: list[Step]
    answers: list[Answer]
    question: str
    refusal: str
    supporters: int
    followers: int
    rating: int | None
    solved: bool | None
    verdict: str
    original: str | None
    waits: Deed | None
    act_by: datetime | None
    may: list[Deed]


@reads(_("Моё обращение"), gives=MyAppeal, action=Action.OWN_CABINET)
def appeal(asked: object, *, device: Device, number: str) -> MyAppeal:
    """All that its author may see, in any stage: the moderator's question, why it was refused, what was hidden from
    others. 404: there is none of this number, or it is somebody else's.
    """
    found = cards.own(numbers.read(number) or "", author_id=device.user_id)
    if found is None:
        raise Http404
    same = shared(found)
    refused = [step.detail for step in same["path"] if step.move in (Move.REFUSE, Move.EXPIRE)]
    return MyAppeal(
        **same,
        url=_page_of(found.number),
        withheld=found.withheld,
        text=found.text,
        answers_to_questions=[(label, value) for label, value in found.fields],
        lat=found.lat,
        lon=found.lon,
        author=found.organisation or found.author_shown,
        received_at=found.received_at,
        changed_at=found.state_since,
        msed_number=found.msed_number,
        photos=[str(photo) for photo in found.photos],
        photos_added=[str(photo) for photo in found.added],
        photos_hidden=[str(photo) for photo in found.hidden],
        answers=[answer_shown(answer) for answer in found.answers],
        question=found.question,
        refusal=refused[-1] if refused and found.state is State.REFUSED else "",
        verdict=found.verdict,
        original=found.original or None,
        waits=_WAITS.get(found.state),
        act_by=mine.act_by(found),
        may=_may(found),
    )


class PhotoAsked(Struct):
    size: Literal["full", "card", "thumb"] = "full"


@reads(_("Фото моего обращения"), asks=PhotoAsked, gives=bytes, action=Action.OWN_CABINET)
def photo(asked: PhotoAsked, *, device: Device, photo_id: UUID) -> bytes:
    """JPEG: of one's own appeal or of its answer, also what others do not see."""
    owner = rights.owner_of_photo(photo_id)
    if owner is None or owner.author_id != device.user_id:
        raise Http404
    try:
        return photos.read(photo_id, asked.size)
    except FileNotFoundError as e:
        raise Http404 from e


class Organisation(Struct):
    organisation: int
    title: str


class Organisations(Struct):
    organisations: list[Organisation]


@reads(_("Организации, которые я представляю"), gives=Organisations, action=Action.OWN_CABINET)
def represented(asked: object, *, device: Device) -> Organisations:
    """Those for which the person may file; asking for it is done on the portal."""
    return Organisations([Organisation(pk, name) for pk, name in organisations.confirmed(device.user_id)])


def _may(found: cards.Card) -> list[Deed]:
    """In the order of Deed."""
    open_: list[tuple[Deed, bool]] = [
        ("confirm", found.state is State.UNCONFIRMED),
        ("reply", bool(found.question)),
        ("clarify", found.can_clarify),
        ("withdraw", found.can_withdraw),
        ("rate", found.can_rate),
    ]
    return [deed for deed, is_open in open_ if is_open]


def _page_of(number: str) -> str:
    return settings.BASE_URL + reverse("own", args=[number])
