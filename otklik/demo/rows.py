"""The demo region as plain values, before any of it is in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from shapely.geometry import Polygon

LonLat = tuple[float, float]  # degrees, WGS 84
Level = Literal["municipal", "regional", "federal", "organisation"]


@dataclass(frozen=True, slots=True)
class Territory:
    code: str  # OKTMO, 8 digits
    name: str
    short_name: str
    kind: str
    geom: Polygon  # degrees, WGS 84
    valid_from: date
    valid_to: date | None = None  # last day
    successor: str = ""  # code of the territory that came after


@dataclass(frozen=True, slots=True)
class Settlement:
    code: str
    name: str
    kind: str  # г, пгт, с, п, д
    territory_code: str
    at: LonLat
    population: int

    @property
    def urban(self) -> bool:
        return self.kind in ("г", "пгт")


@dataclass(frozen=True, slots=True)
class Street:
    number: int  # place in Region.streets
    settlement_code: str
    kind: str  # ул, пер, пр-кт, б-р, проезд, наб
    name: str
    line: tuple[LonLat, ...]


@dataclass(frozen=True, slots=True)
class House:
    street: int  # Street.number
    number: str
    at: LonLat


@dataclass(frozen=True, slots=True)
class Authority:
    code: str
    name: str
    short_name: str
    level: Level
    territory_code: str  # "" = the whole region
    head_name: str
    head_post: str
    phone: str
    email: str
    site: str
    address: str
    msed_uid: str | None
    msed_address: str
    msed_version: str  # 2.2, 2.7 or 2.7.1
    msed_personal_data: bool
    has_desk: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    subject: str  # code of a topic or of a duty
    territory_code: str  # "" = the whole region
    authority: str  # code
    rank: int = 0


@dataclass(frozen=True)
class Region:
    territories: tuple[Territory, ...]
    settlements: tuple[Settlement, ...]
    streets: tuple[Street, ...]
    houses: tuple[House, ...]
    authorities: tuple[Authority, ...]
    duties: tuple[Duty, ...]

    @cached_property
    def houses_by_settlement(self) -> Mapping[str, list[House]]:
        found: dict[str, list[House]] = {settlement.code: [] for settlement in self.settlements}
        for house in self.houses:
            found[self.streets[house.street].settlement_code].append(house)
        return found

    @cached_property
    def authority_by_code(self) -> Mapping[str, Authority]:
        return {authority.code: authority for authority in self.authorities}

    @cached_property
    def _duties(self) -> Mapping[tuple[str, str], Duty]:
        return {(duty.subject, duty.territory_code): duty for duty in self.duties if duty.rank == 0}

    @cached_property
    def _successors(self) -> Mapping[str, str]:
        return {one.code: one.successor for one in self.territories if one.successor}

    def responsible(self, *, topic_code: str, duty: str, territory_code: str) -> Authority:
        """Who answers; the same order as authorities.routing: topic before duty, territory before region.

        On a territory of the past: who answers on the one that came after.
        """
        here = self._successors.get(territory_code, territory_code)
        for subject in (topic_code, duty):
            for code in (here, ""):
                if found := self._duties.get((subject, code)):
                    return self.authority_by_code[found.authority]
        raise LookupError(f"nobody answers for {topic_code} ({duty}) in {territory_code}")
