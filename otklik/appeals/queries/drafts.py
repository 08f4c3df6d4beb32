"""What the wizard shows of a draft besides its own words."""

from dataclasses import dataclass
from uuid import UUID

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Enclosure, Photo
from otklik.appeals.rules import number


@dataclass(frozen=True, slots=True)
class Filed:
    """The end of the wizard: the number, and whether a letter must be confirmed first."""

    number: str
    spoken: str
    needs_confirmation: bool
    email: str


def photos(draft_id: UUID) -> list[UUID]:
    return list(Photo.objects.filter(draft=draft_id).order_by("place").values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that answers a question of the topic."""

    id: UUID
    code: str  # of the question
    title: str


def papers(draft_id: UUID) -> list[Paper]:
    rows = Enclosure.objects.filter(draft=draft_id).order_by("added_at", "pk")
    return [Paper(*row) for row in rows.values_list("id", "code", "title")]


def filed(appeal: Appeal) -> Filed:
    return Filed(
        number=appeal.number,
        spoken=number.spoken(appeal.number),
        needs_confirmation=appeal.state == State.UNCONFIRMED,
        email=appeal.author_email,
    )
