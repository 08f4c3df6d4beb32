"""The address register: streets and houses by what somebody types, and an address taken as written."""

from dataclasses import dataclass
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.places import addresses
from otklik.places.queries.sql import LonLat, prefix


@dataclass(frozen=True, slots=True)
class StreetRow:
    id: int
    label: str  # "ул. Ленина"


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A street, or a house of it."""

    street_id: int
    house_id: int | None
    label: str  # "ул. Ленина, д. 5"
    point: LonLat | None

    @property
    def id(self) -> str:
        """Tells rows of a list apart."""
        return f"h{self.house_id}" if self.house_id else f"s{self.street_id}"


@dataclass(frozen=True, slots=True)
class Address:
    """What is known of an address as somebody wrote it. Ids are None for what the register does not have."""

    settlement_id: int
    settlement: str  # "г. Верхнеокск"
    territory_code: str  # of the settlement: good where there is no point
    street_id: int | None
    street: str  # "ул. Ленина"; as written where the register has none
    house_id: int | None
    house: str  # "5 к. 1"
    point: LonLat | None  # of the house
    label: str  # all of it in one line


# Streets of one settlement, the likest first. %(key)s is never empty here.
_STREETS: Final = """
SELECT id, kind, name, key, beginning, likeness FROM (
    SELECT id, kind, name, key, key LIKE %(prefix)s OR key LIKE %(inner)s AS beginning,
           word_similarity(%(key)s, key) AS likeness
    FROM places_street WHERE settlement_id = %(settlement)s AND name <> ''
) street
WHERE beginning OR likeness >= 0.4
ORDER BY kind = %(kind)s DESC, beginning DESC, likeness DESC, length(name), name, kind
LIMIT %(limit)s
"""
_ADDRESSES: Final = """
SELECT street.id, street.kind, street.name, house.id, house.number, ST_X(house.point), ST_Y(house.point)
FROM ({streets}) street
LEFT JOIN LATERAL (
    SELECT id, number, key, point FROM places_house
    WHERE street_id = street.id AND %(house)s <> '' AND key LIKE %(houses)s
    ORDER BY key = %(house)s DESC, length(key), key LIMIT %(limit)s
) house ON true
ORDER BY (house.id IS NOT NULL OR %(house)s = '') DESC, street.kind = %(kind)s DESC, street.beginning DESC,
         street.likeness DESC, length(street.name), street.name, street.kind, length(house.key), house.key
LIMIT %(limit)s
"""
# An exact name; else the only one that has all of its words («Гагарина» is «Юрия Гагарина»); else the only one so
# like it that it must be meant («К. Маркса»), but never another number («10 Пятилетки» is not «9-й Пятилетки»).
# Of several streets with the name the kind decides, «улица» where none is said. A house without a street stands in
# the settlement itself.
_RESOLVE: Final = """
WITH likely AS (
    SELECT id, kind, name, key,
           CASE WHEN key = %(key)s THEN 0 WHEN position(' ' || %(key)s || ' ' IN ' ' || key || ' ') > 0 THEN 1
                ELSE 2 END AS tier
    FROM places_street
    WHERE settlement_id = %(settlement)s
      AND (key = %(key)s OR (%(key)s <> '' AND name <> '' AND word_similarity(%(key)s, key) >= 0.75))
), nearest AS (
    SELECT * FROM likely
    WHERE tier = (SELECT min(tier) FROM likely)
      AND (tier < 2 OR regexp_replace(key, '[^0-9]', '', 'g') = regexp_replace(%(key)s, '[^0-9]', '', 'g'))
), named AS (
    SELECT *, count(*) OVER () AS choices FROM nearest
    WHERE tier = 0 OR (SELECT count(DISTINCT key) FROM nearest) = 1
), meant AS (
    SELECT * FROM named WHERE choices = 1 OR kind = coalesce(nullif(%(kind)s, ''), 'ул')
)
SELECT place.kind, place.name, place.territory_code, street.id, street.kind, street.name,
       house.id, house.number, ST_X(house.point), ST_Y(house.point)
FROM places_settlement place
LEFT JOIN meant street ON true
LEFT JOIN places_house house ON house.street_id = street.id AND house.key = %(house)s
WHERE place.id = %(settlement)s
"""


# Streets of the whole region: a name that begins so or is much like it, in the biggest settlement first. A name that
# every village has is looked at two hundred times, no more.
_ANYWHERE: Final = """
SELECT street.kind, street.name, place.kind, place.name FROM (
    SELECT * FROM places_street
    WHERE name <> '' AND (key LIKE %(prefix)s OR key LIKE %(inner)s OR key %%> %(key)s) LIMIT 200
) street
JOIN places_settlement place ON place.id = street.settlement_id
ORDER BY street.key = %(key)s DESC, street.kind = %(kind)s DESC, street.key LIKE %(prefix)s DESC,
         place.population DESC NULLS LAST, street.key, street.id
LIMIT %(limit)s
"""


def streets_anywhere(q: str, limit: int = 5) -> list[str]:
    """Streets that `q` may mean, with their settlements: «ул. Ленина, г. Верхнеокск». `q` may carry the kind."""
    written = addresses.parse(q)
    if len(written.street) < 3:
        return []
    found = rows(_ANYWHERE, _street_values(0, written, limit))
    return [
        addresses.label(addresses.named(kind, name), addresses.named(town_kind, town))
        for kind, name, town_kind, town in found
    ]


def suggest_streets(settlement_id: int, q: str, limit: int = 8) -> list[StreetRow]:
    """Streets of a settlement that `q` may mean: by beginning, then by likeness. `q` may carry the kind."""
    written = addresses.parse(q)
    if not written.street:
        return []
    found = rows(_STREETS, _street_values(settlement_id, written, limit))
    return [StreetRow(id_, addresses.named(kind, name)) for id_, kind, name, *_ in found]


def suggest_addresses(settlement_id: int, q: str, limit: int = 8) -> list[AddressRow]:
    """Streets while `q` names one, houses once it has a number: «ленена 5» → «ул. Ленина, д. 5», «д. 5а» …"""
    written = addresses.parse(q)
    if not written.street:
        return []
    house = addresses.house_key(written.house)
    values = {**_street_values(settlement_id, written, limit), "house": house, "houses": prefix(house)}
    return [_address_row(row) for row in rows(_ADDRESSES.format(streets=_STREETS), values)]


def resolve_address(settlement_id: int, text: str) -> Address | None:
    """The address as the register has it, else as it was written; never a guess between two streets.

    None: there is no such settlement.
    """
    written = addresses.parse(text)
    values = {
        "settlement": settlement_id,
        "key": written.street,
        "kind": written.kind,
        "house": addresses.house_key(written.house),
    }
    found = rows(_RESOLVE, values)
    return _address(settlement_id, text, written, found[0]) if found else None


def _street_values(settlement_id: int, written: addresses.Written, limit: int) -> dict[str, Any]:
    return {
        "settlement": settlement_id,
        "key": written.street,
        "prefix": prefix(written.street),
        "inner": "% " + prefix(written.street),  # «маркса» begins a word of «карла маркса»
        "kind": written.kind,
        "limit": limit,
    }


def _address_row(row: tuple[Any, ...]) -> AddressRow:
    street_id, kind, name, house_id, number, lon, lat = row
    label = addresses.label("", addresses.named(kind, name), number or "")
    return AddressRow(street_id, house_id, label, None if lon is None else (lon, lat))


def _address(settlement_id: int, text: str, written: addresses.Written, row: tuple[Any, ...]) -> Address:
    place_kind, place_name, territory_code, street_id, kind, name, house_id, number, lon, lat = row
    settlement = addresses.named(place_kind, place_name)
    street = addresses.named(kind, name) if street_id else ""
    house = number or written.house
    known = addresses.label(settlement, street, house)
    return Address(
        settlement_id=settlement_id,
        settlement=settlement,
        territory_code=territory_code,
        street_id=street_id,
        street=street or written.street,
        house_id=house_id,
        house=house,
        point=None if lon is None else (lon, lat),
        label=known if street_id else addresses.label(settlement, " ".join(text.split())),
    )


_HOUSE_NEAR: Final = """
SELECT street.settlement_id, street.id, street.kind, street.name, house.id, house.number,
       ST_X(house.point), ST_Y(house.point)
FROM (
    SELECT id, street_id, number, point FROM places_house WHERE point IS NOT NULL
    ORDER BY point <-> ST_Point(%(lon)s, %(lat)s, 4326) LIMIT 8
) house JOIN places_street street ON street.id = house.street_id
WHERE ST_DistanceSphere(house.point, ST_Point(%(lon)s, %(lat)s, 4326)) <= %(metres)s
ORDER BY ST_DistanceSphere(house.point, ST_Point(%(lon)s, %(lat)s, 4326)), house.id LIMIT 1
"""


def house_near(lon: float, lat: float, *, metres: float = 150) -> tuple[int, AddressRow] | None:
    """The house nearest to a point and the id of its settlement; None: no house of the register is so near."""
    found = rows(_HOUSE_NEAR, {"lon": lon, "lat": lat, "metres": metres})
    return (found[0][0], _address_row(found[0][1:])) if found else None
