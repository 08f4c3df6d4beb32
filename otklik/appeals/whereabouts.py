"""From what a person said of a place to a point and the territory of that day. Never a guess.

The wizard, the desk and the importers all ask here.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.places import queries as places
from otklik.places.queries import TerritoryRef


class NearBorder(Refusal):
    """The point lies within settings.BORDER_METERS of a border: the person must say on which side. See `choices`."""

    code = "near_border"
    status = 422

    def __init__(self, text: str, choices: tuple[TerritoryRef, ...]) -> None:
        super().__init__(text)
        self.choices = choices


@dataclass(frozen=True, slots=True)
class Where:
    """A place as far as it is known."""

    address: str
    settlement_id: int | None
    lon: float | None  # degrees, WGS 84
    lat: float | None
    territory_id: int | None  # None: outside the region, or nobody knows: a desk decides


def find(
    *,
    settlement_id: int | None,
    address: str,
    point: tuple[float, float] | None,
    side: int | str | None,
    on: date,
) -> Where:
    """The place that was meant. point: (lon, lat) shown on a map; it beats the address's own point.

    side: territory, by id or code, that the person chose near a border; ignored when it is not one of those near.
    Raises NearBorder; UnknownSettlement: the register has none of this number.
    """
    known = places.resolve_address(settlement_id, address) if settlement_id else None
    if settlement_id and known is None:
        raise UnknownSettlement(_("Населённый пункт не найден. Проверьте название."))
    if point is None and known is not None and known.point is not None:
        point = known.point
    label = known.label if known is not None else address
    if point is None:
        code = known.territory_code if known is not None else ""
        there = places.territory_by_code(code, on=on) if code else None
        return Where(label, settlement_id, None, None, there.id if there else None)
    return Where(label, settlement_id, *point, _of_point(point, side, on))


def _of_point(point: tuple[float, float], side: int | str | None, on: date) -> int | None:
    found = places.at_point(*point, on=on)
    if isinstance(found, places.Found):
        return found.territory.id
    if isinstance(found, places.NearBorder):
        for choice in found.choices:
            if side in (choice.id, choice.code):
                return choice.id
        names = " / ".join(choice.name for choice in found.choices)
        raise NearBorder(names, found.choices)
    return None


class UnknownSettlement(Refusal):
    """No settlement of the register is called so."""

    code = "unknown_settlement"
    status = 422


def named(*, settlement: str, address: str, side: int | None, on: date) -> Where:
    """The place by the names that a person typed. Raises UnknownSettlement, NearBorder."""
    found = places.suggest_settlements(settlement, 1)
    if not found:
        raise UnknownSettlement(_("Населённый пункт не найден. Проверьте название."))
    return find(settlement_id=found[0].id, address=address, point=None, side=side, on=on)
