"""What pages and steps ask about places. Every function is one statement."""

from otklik.places.queries.register import (
    Address,
    AddressRow,
    StreetRow,
    house_near,
    resolve_address,
    streets_anywhere,
    suggest_addresses,
    suggest_streets,
)
from otklik.places.queries.settlements import (
    CITY,
    SettlementRow,
    settlement,
    settlement_by_code,
    settlements_called,
    settlements_near,
    suggest_settlements,
)
from otklik.places.queries.surroundings import Surroundings, around
from otklik.places.queries.territories import (
    Found,
    NearBorder,
    Outside,
    TerritoryRef,
    TerritoryRow,
    at_point,
    territories,
    territory_by_code,
    territory_by_id,
    versions_on,
)
from otklik.places.queries.tiles import MAX_ZOOM, Region, region, tile

__all__ = [
    "CITY",
    "MAX_ZOOM",
    "Address",
    "AddressRow",
    "Found",
    "NearBorder",
    "Outside",
    "Region",
    "SettlementRow",
    "StreetRow",
    "Surroundings",
    "TerritoryRef",
    "TerritoryRow",
    "around",
    "at_point",
    "house_near",
    "region",
    "resolve_address",
    "settlement",
    "settlement_by_code",
    "settlements_called",
    "settlements_near",
    "streets_anywhere",
    "suggest_addresses",
    "suggest_settlements",
    "suggest_streets",
    "territories",
    "territory_by_code",
    "territory_by_id",
    "tile",
    "versions_on",
]
