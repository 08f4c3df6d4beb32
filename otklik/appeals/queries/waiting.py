"""The lists of the moderators' desk, page by page, narrowed by what the moderator asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from otklik.appeals.lifecycle import Attention, Kind, State
from otklik.appeals.models import Appeal, Hold, PendingDecision, Photo
from otklik.appeals.queries.desk import Scope
from otklik.appeals.rules import number as numbers
from otklik.kit import paging
from otklik.people import queries as people
from otklik.places.models import Territory

SIZE: Final = 30
WORDS: Final = 5  # looked for; more are left out
# Hours left of the moderator's: the words of the filter and the colours of the queue.
SOON: Final = 8
DAY: Final = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What a desk's list is narrowed by; "" is no limit. The address of the page says it."""

    kind: str = ""
    category: str = ""
    topic: str = ""
    area: str = ""  # code of a municipality
    channel: str = ""
    left: str = ""  # late, soon, day
    whose: str = ""  # mine, free
    words: str = ""  # of the text or the address, a number or a part of one

    def of(self, rows: QuerySet[Appeal], *, user_id: int, now: datetime) -> QuerySet[Appeal]:
        plain = {"kind": self.kind, "category__code": self.category, "topic__code": self.topic}
        plain["channel"] = self.channel
        rows = rows.filter(**{column: value for column, value in plain.items() if value})
        if self.area:
            rows = rows.filter(territory__in=Territory.objects.filter(code=self.area))
        if self.left:
            hours = {"late": 0, "soon": SOON, "day": DAY}[self.left]
            rows = rows.filter(moderate_by__lt=now + timedelta(hours=hours))
        if self.whose == "mine":
            rows = rows.filter(hold__user=user_id, hold__until__gt=now)
        elif self.whose == "free":
            rows = rows.exclude(_held(now))
        if number := numbers.read(self.words):
            return rows.filter(number=number)
        for word in self.words.split()[:WORDS]:
            rows = rows.filter(_has(word))
        return rows


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    until: datetime
    is_me: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of a desk's list."""

    id: int
    number: str
    kind: Kind
    topic: str
    address: str
    excerpt: str
    moderate_by: datetime
    attention: Attention | None
    authority: str
    controlled_at: datetime | None
    pictured: bool
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Waiting]
    before: str | None  # cursors of the neighbouring pages
    after: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """One of the lists: which appeals stand in it, and by what they are ordered, the oldest first."""

    which: Q
    column: str


# What was decided a moment ago has left the queue, though nothing of it has happened yet.
QUEUE: Final = Desk(Q(state=State.MODERATION) & (Q(pending=None) | Q(pending__trouble__gt="")), "moderate_by")
ASKED: Final = Desk(Q(state=State.QUESTION), "question_by")
DECIDE: Final = Desk(~Q(attention=""), "state_since")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and when."""

    user_id: int
    scope: Scope
    now: datetime
    supervises: bool = False  # decides too where authorities forward an appeal to each other


def page(desk: Desk, asked: Asked, reader: Reader, *, cursor: str = "") -> Page:
    """One statement, whatever waits. Raises paging.BadCursor."""
    rows = _all(desk, asked, reader).select_related("topic", "authority", "hold__user")
    photo = Exists(Photo.objects.filter(appeal=OuterRef("pk")))
    found = paging.cut(
        rows.annotate(pictured=photo), column=desk.column, cursor=cursor, size=SIZE, rising=True
    )
    return Page([_row(appeal, reader) for appeal in found.rows], found.newer, found.older)


def free_after(desk: Desk, asked: Asked, reader: Reader, *, appeal_id: int, limit: int = 10) -> list[int]:
    """Ids of the list that nobody else holds: those after this one (0: no one), else from the beginning. Three
    statements at most.
    """
    rows = _all(desk, asked, reader).exclude(_held(reader.now) & ~Q(hold__user=reader.user_id))
    rows = rows.exclude(pk=appeal_id).order_by(desk.column, "id")
    at = Appeal.objects.filter(pk=appeal_id).values_list(desk.column, flat=True).first()
    if at is not None:
        beyond = Q(**{f"{desk.column}__gt": at}) | Q(id__gt=appeal_id)
        later = rows.filter(beyond, **{f"{desk.column}__gte": at})
        found = list(later.values_list("pk", flat=True)[:limit])
        if found:
            return found
    return list(rows.values_list("pk", flat=True)[:limit])


def holder(appeal_id: int, reader: Reader) -> Holder | None:
    """Who works on the appeal now; None: nobody. One statement."""
    hold = Hold.objects.filter(pk=appeal_id).select_related("user").first()
    return _holder(hold, reader)


def named(appeal_ids: list[int], reader: Reader) -> dict[int, tuple[str, str]]:
    """Number and topic of those that the reader may work with, in the order of their ids. One statement."""
    rows = reader.scope.of(Appeal.objects.filter(pk__in=appeal_ids)).order_by("pk")
    return {pk: (number, topic) for pk, number, topic in rows.values_list("pk", "number", "topic__title")}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that may still be taken back, or one that came to nothing."""

    appeal_id: int
    number: str
    topic: str
    verb: str
    together: UUID
    due_at: datetime
    trouble: str
    moderator: str
    is_mine: bool


def decided(reader: Reader) -> list[Decided]:
    """The reader's own, the newest first. One statement."""
    return _decided(Q(moderator=reader.user_id), reader)


def decision_on(appeal_id: int, reader: Reader) -> Decided | None:
    """The one that waits on this appeal, whoever made it. One statement."""
    return next(iter(_decided(Q(pk=appeal_id, trouble=""), reader)), None)


def _decided(which: Q, reader: Reader) -> list[Decided]:
    rows = PendingDecision.objects.filter(which).select_related("appeal__topic", "moderator")
    return [
        Decided(
            appeal_id=row.pk,
            number=row.appeal.number,
            topic=row.appeal.topic.title,
            verb=row.verb,
            together=row.together,
            due_at=row.due_at,
            trouble=row.trouble,
            moderator=people.staff_name(row.moderator),
            is_mine=row.moderator_id == reader.user_id,
        )
        for row in rows.order_by("-due_at", "pk")[:200]
    ]


def _all(desk: Desk, asked: Asked, reader: Reader) -> QuerySet[Appeal]:
    rows = Appeal.objects.filter(desk.which)
    if not reader.supervises:
        rows = rows.exclude(attention=Attention.FORWARDED)
    return asked.of(reader.scope.of(rows), user_id=reader.user_id, now=reader.now)


def _held(now: datetime) -> Q:
    return Q(hold__until__gt=now)


def _has(word: str) -> Q:
    """Read out of each row of the list: an index of the list leads to them, and to no other appeal."""
    found = Q(text__icontains=word) | Q(address__icontains=word)
    digits = word.replace("-", "").lstrip("№")
    return found | Q(number__contains=digits) if digits.isdecimal() and len(digits) >= 3 else found


def _row(appeal: Appeal, reader: Reader) -> Waiting:
    return Waiting(
        id=appeal.pk,
        number=appeal.number,
        kind=Kind(appeal.kind),
        topic=appeal.topic.title,
        address=appeal.address,
        excerpt=appeal.text[:200],
        moderate_by=appeal.moderate_by,
        attention=Attention(appeal.attention) if appeal.attention else None,
        authority=appeal.authority.name if appeal.authority else "",
        controlled_at=appeal.controlled_at,
        pictured=getattr(appeal, "pictured", False),
        holder=_holder(getattr(appeal, "hold", None), reader),
    )


def _holder(hold: Hold | None, reader: Reader) -> Holder | None:
    if hold is None or hold.until <= reader.now:
        return None
    return Holder(people.staff_name(hold.user), hold.until, hold.user_id == reader.user_id)
