"""Where works are, as people write it, made into places of the register; and the keys by which places are found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.places import addresses
from otklik.places import queries as places
from otklik.places.models import House

LINES: Final = 100
PLACES: Final = 3000  # of one work
_RANGE: Final = re.compile(r"^(\d{1,4})\s*[-–—]\s*(\d{1,4})$")
_HOUSES: Final = re.compile(r"[,;]\s*")


class BadPlaces(Refusal):
    """A line that the register does not know; the text says which and what to do."""

    code = "bad_places"
    status = 422


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the register: what is None is the whole of what stands before it."""

    territory_code: str
    settlement_id: int | None = None
    street_id: int | None = None
    house_id: int | None = None

    @property
    def key(self) -> str:
        if self.house_id:
            return f"h{self.house_id}"
        if self.street_id:
            return f"s{self.street_id}"
        return f"p{self.settlement_id}" if self.settlement_id else f"t{self.territory_code}"

    @property
    def keys(self) -> list[str]:
        """Its own and those of all that it lies in."""
        found = [f"t{self.territory_code}", f"t{self.territory_code[:8]}"] if self.territory_code else []
        found += [f"p{self.settlement_id}"] if self.settlement_id else []
        found += [f"s{self.street_id}"] if self.street_id else []
        return [*dict.fromkeys(found), *([f"h{self.house_id}"] if self.house_id else [])]


@dataclass(slots=True)
class Read:
    """Places, and the line that tells them."""

    spots: list[Spot] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)  # lon, lat of the houses named

    @property
    def middle(self) -> tuple[float, float] | None:
        """Where a picture is drawn: the house that lies nearest to the middle of all."""
        if not self.points:
            return None
        lon, lat = (sum(axis) / len(self.points) for axis in zip(*self.points, strict=True))
        return min(self.points, key=lambda at: (at[0] - lon) ** 2 + (at[1] - lat) ** 2)


def read(place: places.SettlementRow, lines: str) -> Read:
    """Streets and houses of a settlement, a street a line: «ул. Ленина: 1, 3, 5–9», «ул. Мира», «пер. Луговой, д. 4».

    No line: the whole settlement. A range takes the houses that the register has in it. One statement a line, one
    more where it names houses. Raises BadPlaces.
    """
    found = Read()
    wanted = [" ".join(line.split()) for line in lines.splitlines()]
    wanted = [line for line in wanted if line]
    if not wanted:
        points = [place.point] if place.point else []
        return Read([Spot(place.territory_code, place.id)], [place.name], points)
    if len(wanted) > LINES:
        raise BadPlaces(_("Строк больше %(n)d. Укажите населённый пункт целиком.") % {"n": LINES})
    for number, line in enumerate(wanted, start=1):
        _read_line(found, place, number, line)
    if len(found.spots) > PLACES:
        raise BadPlaces(_("Адресов больше %(n)d. Назовите улицы целиком, без домов.") % {"n": PLACES})
    found.spots = list({spot.key: spot for spot in found.spots}.values())
    found.told[0] = f"{place.name}, {found.told[0]}"
    if not found.points and place.point:
        found.points = [place.point]
    return found


def _read_line(found: Read, place: places.SettlementRow, number: int, line: str) -> None:
    street, _colon, houses = line.partition(":")
    there = places.resolve_address(place.id, street)
    if there is None or there.street_id is None:
        said = {"n": number, "line": street[:80]}
        raise BadPlaces(_("Строка %(n)d: улицы «%(line)s» нет в реестре адресов. Проверьте название.") % said)
    base = Spot(place.territory_code, place.id, there.street_id)
    if there.house and there.house_id is None:
        raise _no_house(number, there.house)
    if there.house_id:
        found.points += [there.point] if there.point else []
        found.spots.append(Spot(place.territory_code, place.id, there.street_id, there.house_id))
        found.told.append(addresses.label("", there.street, there.house))
        return
    if not houses.strip():
        found.spots.append(base)
        found.told.append(there.street)
        return
    for house in _houses(there.street_id, number, houses):
        found.spots.append(Spot(place.territory_code, place.id, there.street_id, house.pk))
        found.points += [(house.point.x, house.point.y)] if house.point else []
    found.told.append(f"{there.street}: {' '.join(houses.split()).strip(' ,;')}")


def _houses(street_id: int, number: int, typed: str) -> Iterator[House]:
    """In the order in which they were written."""
    there = {house.key: house for house in House.objects.filter(street_id=street_id)}
    for one in _HOUSES.split(typed.strip(" ,;")):
        word = one.strip().removeprefix("д.").strip()
        if span := _RANGE.match(word):
            first, last = int(span[1]), int(span[2])
            within = [house for key, house in there.items() if first <= _figure(key) <= last]
            if not within:
                raise _no_house(number, word)
            yield from within
        elif word:
            key = addresses.house_key(addresses.house_number(word))
            if key not in there:
                raise _no_house(number, word)
            yield there[key]


def _figure(key: str) -> int:
    found = re.match(r"\d{1,6}", key)
    return int(found[0]) if found else -1


def _no_house(number: int, house: str) -> BadPlaces:
    said = {"n": number, "house": house[:30]}
    return BadPlaces(
        _("Строка %(n)d: дома %(house)s на этой улице нет в реестре. Исправьте или назовите улицу целиком.")
        % said
    )


def line_of(told: Iterable[str], longest: int) -> str:
    """All of it in one line; what does not fit is only counted."""
    parts, length, every = list[str](), 0, list(told)
    for part in every:
        if length + len(part) + 30 > longest:
            break
        parts.append(part)
        length += len(part) + 2
    left = len(every) - len(parts)
    parts = parts or [every[0][: longest - 30]] if every else []
    left = len(every) - len(parts)
    return "; ".join(parts) + (_(" и ещё %(n)d") % {"n": left} if left else "")
