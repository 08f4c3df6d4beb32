"""The little of a public appeal that its buttons and the picture beside a link need. One statement each."""

from dataclasses import dataclass

from otklik.appeals import public
from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.models import Appeal


@dataclass(frozen=True, slots=True)
class Brief:
    """What the reader's own part of the page shows of a public appeal."""

    id: int
    number: str
    topic: str
    supporters: int
    followers: int


@dataclass(frozen=True, slots=True)
class Poster:
    """What the picture beside a link shows of a public appeal."""

    number: str
    kind: Kind
    state: State
    topic: str
    address: str


def brief(number: str) -> Brief | None:
    """None: there is no such public appeal. One statement."""
    columns = ("pk", "number", "topic__title", "supporters", "followers")
    found = Appeal.objects.filter(public.SHOWN, number=number).values_list(*columns).first()
    return Brief(*found) if found else None


def poster(number: str) -> Poster | None:
    """None: there is no such public appeal. One statement."""
    columns = ("number", "kind", "state", "topic__title", "address")
    row = Appeal.objects.filter(public.SHOWN, number=number).values_list(*columns).first()
    return Poster(row[0], Kind(row[1]), State(row[2]), row[3], row[4]) if row else None
