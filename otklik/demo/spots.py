"""Real addresses of the region for the demo's appeals."""

import random
from collections.abc import Iterable
from datetime import date

from otklik.demo.rows import House, Region, Settlement
from otklik.demo.texts import Spot


class Spots:
    def __init__(self, rng: random.Random, region: Region) -> None:
        self._rng, self._region = rng, region
        self._settlements = {one.code: one for one in region.settlements}
        self._former = {one.successor: one for one in region.territories if one.successor}
        self._pools = {
            "city": self._weighted(one for one in region.settlements if one.kind == "г"),
            "urban": self._weighted(one for one in region.settlements if one.urban),
            "rural": self._weighted(one for one in region.settlements if not one.urban),
            "any": self._weighted(region.settlements),
        }

    def choose(self, rng: random.Random, place: str, *, by_street: bool) -> Spot:
        """A house in a settlement of that kind; with `by_street` half of the time the street as a whole."""
        settlements, weights = self._pools[place]
        settlement = rng.choices(settlements, weights)[0]
        house = rng.choice(self._region.houses_by_settlement[settlement.code])
        return self._spot(settlement, house, as_street=by_street and rng.random() < 0.5)

    def at(self, settlement_code: str, label: str) -> Spot:
        """The spot of a known address."""
        settlement = self._settlements[settlement_code]
        for house in self._region.houses_by_settlement[settlement_code]:
            for as_street in (False, True):
                spot = self._spot(settlement, house, as_street=as_street)
                if spot.label == label:
                    return spot
        raise LookupError(label)

    def territory(self, spot: Spot, on: date) -> str:
        """Code of the territory valid that day."""
        code = spot.settlement.territory_code
        former = self._former.get(code)
        return former.code if former and former.valid_to and on <= former.valid_to else code

    def _spot(self, settlement: Settlement, house: House, *, as_street: bool) -> Spot:
        street = self._region.streets[house.street]
        if as_street:
            return Spot(settlement, street, "", street.line[len(street.line) // 2])
        return Spot(settlement, street, house.number, house.at)

    @staticmethod
    def _weighted(settlements: Iterable[Settlement]) -> tuple[list[Settlement], list[float]]:
        """Bigger places write more, though less for each inhabitant."""
        found = list(settlements)
        return found, [one.population**0.75 for one in found]
