"""Contractors' links: as the clerk sees them, and what they show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from otklik.appeals.models import Errand, ErrandItem, Photo
from otklik.appeals.queries.office import SHOWN, Item


@dataclass(frozen=True, slots=True)
class Brought:
    """What came by a contractor's link."""

    id: UUID
    is_photo: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A contractor's link as the clerk sees it."""

    id: int
    email: str
    task: str
    by: str
    made_at: datetime
    expires_at: datetime
    standing: bool  # it works
    devices: int
    opened_at: datetime | None  # the last time; None: never
    items: list[Brought]


@dataclass(frozen=True, slots=True)
class Task:
    """What a contractor sees: of the author nothing, not even the number by which everybody finds the appeal."""

    authority: str
    authority_phone: str
    task: str
    expires_at: datetime
    topic: str
    address: str
    text: str
    photos: list[UUID]
    map_of: str  # number, for the address of the map; "" without a point
    photos_sent: int
    notes_sent: int


def given(found: Item, *, now: datetime) -> list[Given]:
    """Newest first. Three statements."""
    rows = Errand.objects.filter(appeal=found.appeal_id, authority=found.authority_id)
    rows = rows.select_related("made_by").prefetch_related("devices", "items").order_by("-id")
    return [
        Given(
            id=row.pk,
            email=row.email,
            task=row.task,
            by=row.made_by.name if row.made_by else "",
            made_at=row.made_at,
            expires_at=row.expires_at,
            standing=row.closed_at is None and row.expires_at > now and found.is_open,
            devices=len(row.devices.all()),
            opened_at=max((device.last_at for device in row.devices.all()), default=None),
            items=[
                Brought(item.pk, item.is_photo, item.text, item.at)
                for item in sorted(row.items.all(), key=lambda item: (item.at, str(item.pk)))
            ],
        )
        for row in rows[:SHOWN]
    ]


def task(errand_id: int) -> Task:
    """Three statements. Raises Errand.DoesNotExist."""
    row = Errand.objects.select_related("appeal__topic", "authority").get(pk=errand_id)
    kinds = list(ErrandItem.objects.filter(errand=row).values_list("is_photo", flat=True))
    appeal, body = row.appeal, row.authority
    return Task(
        authority=body.name,
        authority_phone=body.phone,
        task=row.task,
        expires_at=row.expires_at,
        topic=appeal.topic.title,
        address=appeal.address,
        # A stranger to the portal: of what nobody may read no more than the body writes itself.
        text="" if appeal.withheld else appeal.text,
        photos=[] if appeal.withheld else public_photos(appeal.pk),
        map_of=appeal.number if appeal.point and not appeal.withheld else "",
        photos_sent=sum(kinds),
        notes_sent=len(kinds) - sum(kinds),
    )


def public_photos(appeal_id: int) -> list[UUID]:
    """Those that everybody may see, in their order."""
    shown = Photo.objects.filter(appeal=appeal_id, clarifies=False, hidden=False).order_by("place")
    return list(shown.values_list("pk", flat=True))
