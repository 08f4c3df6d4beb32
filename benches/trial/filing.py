"""Where the appeal belongs, as its author would put it into the form, and what the portal makes of that."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from benches.trial import files
from benches.trial.region import Loaded
from benches.trial.source import Source
from otklik.appeals import whereabouts
from otklik.appeals.lifecycle import Kind
from otklik.appeals.steps.intake import Author, Filing
from otklik.appeals.whereabouts import NearBorder, Where
from otklik.places import addresses
from otklik.places import queries as places
from otklik.places.models import Territory

NOT_SAID = "Не указан"  # the form wants some words


@dataclass(slots=True)
class Search:
    """What the address register made of the streets that texts name."""

    streets: int = 0  # named by a text, in whatever case
    found: int = 0  # the register's street is the one meant
    other: int = 0  # the register has taken another one
    houses: int = 0  # of the streets found, with a house
    houses_found: int = 0
    near_border: int = 0  # the point was near a border and the author chose a side


def received_at(one: Source) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(one.created))


def filing(one: Source, loaded: Loaded, search: Search) -> Filing:
    """Under a key of its own: filing the same again is a resend."""
    where = _where(one, loaded, search)
    return Filing(
        client_key=uuid5(NAMESPACE_URL, f"trial appeal {one.id}"),
        kind=Kind.PROBLEM,
        topic=loaded.topics[one.category],
        text=files.message(one),
        address=where.address or NOT_SAID,
        author=Author(name="Заявитель", email=f"trial-{one.id}@example.test"),
        settlement_id=where.settlement_id,
        lon=where.lon,
        lat=where.lat,
        territory_id=where.territory_id,
    )


def _where(one: Source, loaded: Loaded, search: Search) -> Where:
    on = received_at(one).date()
    told = one.place
    if told.settlement:
        settlement = loaded.settlements[told.settlement]
        if told.street:
            _compare(settlement, one, search)
        address = told.address or NOT_SAID
        return whereabouts.find(settlement_id=settlement, address=address, point=None, side=None, on=on)
    if told.territory:
        return _pointed_at(loaded.territories[told.territory], on, search)
    return Where("", None, None, None, None)


def _pointed_at(code: str, on: date, search: Search) -> Where:
    """The text names the district only: its author would show a point on the map, and so do we, inside it."""
    inside = Territory.objects.get(code=code).geom.point_on_surface
    point = (inside.x, inside.y)
    try:
        return whereabouts.find(settlement_id=None, address=NOT_SAID, point=point, side=None, on=on)
    except NearBorder as border:
        search.near_border += 1
        side = next((choice.id for choice in border.choices if choice.code == code), None)
        return whereabouts.find(settlement_id=None, address=NOT_SAID, point=point, side=side, on=on)


def _compare(settlement: int, one: Source, search: Search) -> None:
    """Count whether the register finds the street that the text means, in the words of the text."""
    search.streets += 1
    told = one.place
    found = places.resolve_address(settlement, told.address)
    name, kind = addresses.street_parts(told.street)
    if found is None or found.street_id is None:
        return
    if found.street != addresses.named(kind, name):
        search.other += 1
        return
    search.found += 1
    if told.house:
        search.houses += 1
        search.houses_found += found.house_id is not None
