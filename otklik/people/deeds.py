"""The journal of staff: who saw personal data and who changed what. Written by `web.access` alone, never changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from otklik.kit import paging
from otklik.people.models import StaffDeed

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; empty: no limit of that sort."""

    actors: tuple[int, ...] | None = None  # accounts; None: anybody, empty: nobody was found
    about: tuple[tuple[str, str], ...] = ()  # (kind, key), any of them
    action: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None  # before this moment


@dataclass(frozen=True, slots=True)
class Deed:
    at: datetime
    actor_id: int
    actor: str  # "" of a deleted account
    role: str
    what: str  # a StaffDeed.What value
    action: str
    address: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Deeds:
    rows: list[Deed]
    newer: str | None
    older: str | None


def write(
    *, actor_id: int, what: str, action: str, address: str, about: Sequence[tuple[str, str]], now: datetime
) -> None:
    """A row for each thing of `about` (kind, key), in one INSERT."""
    StaffDeed.objects.bulk_create(
        StaffDeed(
            actor_id=actor_id,
            at=now,
            what=what,
            action=action,
            address=address[:64],
            object_kind=kind[:24],
            object_key=key[:64],
        )
        for kind, key in about
    )


def find(asked: Asked, *, cursor: str = "") -> Deeds:
    """Newest first. One statement, along an index whatever is asked. Raises paging.BadCursor."""
    cut = paging.cut(_rows(asked), column="at", cursor=cursor, size=PAGE)
    return Deeds([_deed(row) for row in cut.rows], cut.newer, cut.older)


def every(asked: Asked, *, limit: int) -> Iterator[Deed]:
    """The same without pages, `limit` at most."""
    for row in _rows(asked).order_by("-at", "-id")[:limit].iterator(chunk_size=1_000):
        yield _deed(row)


def _rows(asked: Asked) -> QuerySet[StaffDeed]:
    rows = StaffDeed.objects.select_related("actor")
    if asked.actors is not None:
        rows = rows.filter(actor__in=asked.actors)
    if asked.about:
        named = Q()
        for kind, key in asked.about:
            named |= Q(object_kind=kind, object_key=key)
        rows = rows.filter(named).exclude(object_key="")
    exact = {"action": asked.action, "what": asked.what, "at__gte": asked.since, "at__lt": asked.until}
    return rows.filter(**{column: value for column, value in exact.items() if value})


def _deed(row: StaffDeed) -> Deed:
    return Deed(
        at=row.at,
        actor_id=row.actor_id,
        actor=row.actor.name,
        role=row.actor.get_role_display(),
        what=row.what,
        action=row.action,
        address=row.address,
        kind=row.object_kind,
        key=row.object_key,
    )
