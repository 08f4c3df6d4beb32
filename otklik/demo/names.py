"""Names of towns, villages, streets and people: invented, or put together by rule from stock/names.toml."""

import random
from dataclasses import dataclass
from typing import Final

from otklik.demo import stock

_STOCK: Final = stock.read("names")
# (town, adjective of its municipality); the first four are towns with a territory of their own
TOWNS: Final[list[tuple[str, str]]] = [(town, adjective) for town, adjective in _STOCK["towns"]]
URBAN_SETTLEMENTS: Final[list[str]] = _STOCK["urban_settlements"]
# (masculine, feminine)
STREETS_ADJECTIVE: Final[list[tuple[str, str]]] = [(he, she) for he, she in _STOCK["streets"]["adjectives"]]
STREETS_GENITIVE: Final[list[str]] = _STOCK["streets"]["genitives"]
# (feminine, neuter) of the two halves of a village that has split
_PAIRS: Final = (
    (("Старая", "Старое"), ("Новая", "Новое")),
    (("Большая", "Большое"), ("Малая", "Малое")),
    (("Верхняя", "Верхнее"), ("Нижняя", "Нижнее")),
)
_LATIN: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a,b,v,g,d,e,e,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,,y,,e,yu,ya".split(","),  # noqa: SIM905
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Person:
    surname: str
    name: str
    patronymic: str

    @property
    def full(self) -> str:
        return f"{self.surname} {self.name} {self.patronymic}"

    @property
    def signed(self) -> str:
        """As a document is signed: И. О. Фамилия."""
        return f"{self.name[0]}. {self.patronymic[0]}. {self.surname}"


def person(rng: random.Random) -> Person:
    """A made-up person: the parts are common and drawn apart from each other."""
    parts = _STOCK["people"]
    surname, father = rng.choice(parts["surnames"]), rng.choice(parts["fathers"])
    if rng.random() < 0.58:
        return Person(surname + "а", rng.choice(parts["women"]), father + "на")
    return Person(surname, rng.choice(parts["men"]), father + "ич")


def email(someone: Person, number: int) -> str:
    """An address that no mail can reach."""
    return f"{latin(someone.surname)}.{latin(someone.name[0])}{number}@example.test"


def latin(text: str) -> str:
    """Russian letters as Latin ones; everything that is not a letter or a digit becomes a hyphen."""
    kept = (
        letter if letter.isascii() and letter.isalnum() else _LATIN.get(letter, "-")
        for letter in text.lower()
    )
    return "".join(kept).strip("-")


def villages(rng: random.Random) -> list[tuple[str, str]]:
    """(kind, name) of every village there can be, each name once, in random order."""
    plain = [root + end for root in _STOCK["ov"] for end in ("ово", "овка")]
    plain += [root + end for root in _STOCK["ev"] for end in ("ево", "евка")]
    plain += [root + "ино" for root in _STOCK["in"]] + _STOCK["ka"]
    halves = [
        f"{prefix[0] if name.endswith('а') else prefix[1]} {name}"
        for name in rng.sample(plain, 52)
        for prefix in rng.choice(_PAIRS)
    ]
    found = [("д", name) for name in plain + halves + _STOCK["pictures"]]
    found += [("с", name) for name in _STOCK["sela"]] + [("п", name) for name in _STOCK["posyolki"]]
    rng.shuffle(found)
    return found
