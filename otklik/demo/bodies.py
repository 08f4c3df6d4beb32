"""Who answers in the demo region: bodies with invented heads, and what each of them answers for."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from otklik.demo import stock
from otklik.demo.names import TOWNS, person
from otklik.demo.rows import Authority, Duty, Level, Territory

_NAMESPACE: Final = uuid.UUID("2c4c3f8e-7f0a-4b0e-8c55-990000000001")
CAPITAL: Final = "99701000"
# Not connected to МСЭД: their officials answer on the portal.
_AT_DESK: Final = frozenset({"adm-99701", "utilities-99701"})


@dataclass(frozen=True, slots=True)
class _Body:
    """A body before it has a head, a phone and a MEDO address."""

    code: str
    name: str
    short_name: str
    head_post: str
    duties: tuple[str, ...]
    level: Level = "regional"
    territory_code: str = ""


_REGIONAL: Final = tuple(
    _Body(**{**raw, "duties": tuple(raw["duties"])}) for raw in stock.read("bodies")["body"]
)
_MUNICIPAL: Final = (
    "municipal.economy", "municipal.trade", "municipal.transport", "municipal.sport", "municipal.education",
    "municipal.roads", "municipal.yard", "municipal.landscaping", "municipal.lighting", "municipal.housing",
)  # fmt: skip
# A topic that goes to another body than its duty says: the sports ministry owns the capital's stadium.
_BY_TOPIC: Final = (("stadium", CAPITAL, "sport"),)


def make_authorities(rng: random.Random, territories: list[Territory]) -> list[Authority]:
    bodies = list(_REGIONAL)
    for territory in _present(territories):
        bodies += _local(territory)
    return [_authority(rng, number, body, territories) for number, body in enumerate(bodies, start=1)]


def make_duties(territories: list[Territory], authorities: list[Authority]) -> list[Duty]:
    """One row for each duty and place; the administration is the second choice for municipal duties."""
    rows = [
        Duty(subject, body.territory_code, body.code)
        for body in (*_REGIONAL, *(body for one in _present(territories) for body in _local(one)))
        for subject in body.duties
        if not (body.code.startswith("adm-") and _served(body.territory_code, subject))
    ]
    rows += [
        Duty(subject, one.code, f"adm-{one.code[:5]}", rank=1)
        for one in _present(territories)
        for subject in _MUNICIPAL
    ]
    rows += [Duty(*row) for row in _BY_TOPIC]
    known = {body.code for body in authorities}
    return [row for row in rows if row.authority in known]


def _present(territories: list[Territory]) -> list[Territory]:
    return [one for one in territories if one.valid_to is None]


def _served(territory_code: str, subject: str) -> bool:
    """Whether a body of the town's own answers instead of the administration."""
    return any(body.territory_code == territory_code and subject in body.duties for body in _REGIONAL)


def _local(territory: Territory) -> Iterator[_Body]:
    """The administration of a municipality, its departments and its road service."""
    code, town = territory.code, territory.kind == "городской округ"
    of_it = genitive(territory.name)
    number = code[:5]

    def body(kind: str, name: str, short: str, post: str, *duties: str) -> _Body:
        return _Body(f"{kind}-{number}", name, short, post, duties, "municipal", code)

    own = ("municipal.economy", "municipal.trade", "municipal.transport") + (
        () if town else ("municipal.sport",)
    )
    place = territory.short_name
    yield body("adm", f"Администрация {of_it}", f"Администрация, {place}", f"Глава {of_it}", *own)
    yield body(
        "utilities",
        f"Управление жилищно-коммунального хозяйства и благоустройства администрации {of_it}",
        f"Управление ЖКХ, {place}",
        "Начальник управления",
        "municipal.yard", "municipal.landscaping", "municipal.lighting", "municipal.housing",
    )  # fmt: skip
    yield body(
        "schools", f"Управление образования администрации {of_it}", f"Управление образования, {place}",
        "Начальник управления", "municipal.education",
    )  # fmt: skip
    yield body(
        "roadworks",
        f"МКУ «Дорожная служба» {of_it}",
        f"Дорожная служба, {place}",
        "Директор",
        "municipal.roads",
    )
    if town:
        name = f"Управление физической культуры и спорта администрации {of_it}"
        yield body("sports", name, f"Управление спорта, {place}", "Начальник управления", "municipal.sport")


def genitive(name: str) -> str:
    """«Боровецкий муниципальный округ» → «Боровецкого муниципального округа»."""
    if name.startswith("Городской округ "):
        return "городского округа " + name.removeprefix("Городской округ ")
    first, second, noun = name.split()
    return f"{first[:-2]}ого {second[:-2]}ого {noun}а"


def _authority(rng: random.Random, number: int, body: _Body, territories: list[Territory]) -> Authority:
    desk = body.code in _AT_DESK
    town = next((i for i, one in enumerate(_present(territories)) if one.code == body.territory_code), 0)
    return Authority(
        code=body.code,
        name=body.name,
        short_name=body.short_name,
        level=body.level,
        territory_code=body.territory_code,
        head_name=person(rng).full,
        head_post=body.head_post,
        phone=f"+7 000 {number:03}-{rng.randrange(10, 99)}-{rng.randrange(10, 99)}",
        email=f"{body.code}@example.test",
        site=f"https://{body.code}.example.test/",
        address=f"г. {TOWNS[town][0]}, Ратушная площадь, д. {rng.randrange(1, 20)}",
        msed_uid=None if desk else str(uuid.uuid5(_NAMESPACE, body.code)),
        msed_address="" if desk else f"ZAOK{number:03}~MEDOGU",
        msed_version=rng.choices(("2.7.1", "2.7", "2.2"), (6, 2, 3))[0],
        msed_personal_data=rng.random() < 0.4,
        has_desk=desk,
    )
