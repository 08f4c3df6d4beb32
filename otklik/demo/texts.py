"""What citizens write and authorities answer: sentences of stock/phrases, set in a place and a day."""

import random
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

from otklik.demo import grammar, stock
from otklik.demo.rows import Settlement, Street
from otklik.kit import workdays

# what a text can begin with: a season, or (urban), (rural)
_TAG: Final = re.compile(r"^\((\w+)\) ")
# How much of each season a month has, January first.
SEASONS: Final[dict[str, tuple[float, ...]]] = {
    "any": (1,) * 12,
    "winter": (1, 1, 0.5, 0, 0, 0, 0, 0, 0, 0, 0.5, 1),
    "thaw": (0.3, 0.5, 1.2, 1.5, 1, 0.7, 0.6, 0.6, 0.7, 0.8, 0.6, 0.3),
    "spring": (0, 0, 0.7, 1.4, 1, 0, 0, 0, 0, 0, 0, 0),
    "warm": (0, 0, 0.1, 0.8, 1.2, 1.2, 1.1, 1.1, 1, 0.6, 0, 0),
    "summer": (0, 0, 0, 0, 0.6, 1.3, 1.4, 1.1, 0.3, 0, 0, 0),
    "autumn": (0, 0, 0, 0, 0, 0, 0, 0, 0.7, 1.3, 1.5, 0.8),
    "dark": (1.2, 1, 0.6, 0.15, 0.1, 0.05, 0.05, 0.3, 0.8, 1.2, 1.4, 1.3),
    "heating": (1.4, 1.2, 0.7, 0.2, 0, 0, 0, 0, 0.3, 1.4, 1.2, 1.2),
    "school": (0.8, 1, 1, 1, 0.8, 0.1, 0.05, 0.7, 1.5, 1.1, 1, 0.8),
    "rain": (0, 0, 0.8, 0.9, 0.8, 0.8, 0.9, 0.9, 1, 1.2, 0.8, 0),
}
_SHORT: Final = (
    "третий день",
    "четвёртый день",
    "вторую неделю",
    "пятые сутки",
    "почти неделю",
    "целую неделю",
)
_LONG: Final = ("второй месяц", "больше месяца", "почти месяц", "третий месяц", "полтора месяца")
_WEEKS: Final = ("две недели", "три недели", "больше трёх недель", "больше месяца", "полтора месяца")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Texts of one topic. The n-th of `done` answers the n-th of `problem`; a single one answers all."""

    season: str
    place: str  # any, city, urban (towns and town-like settlements), rural
    weight: int
    about: Literal["place", "order"]  # something that can be looked at, or how something is done
    problem: tuple[str, ...] = ()
    proposal: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    refused_proposal: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def phrases() -> dict[str, Phrases]:
    """By topic code."""
    found: dict[str, Phrases] = {}
    for file in sorted((stock.FOLDER / "phrases").glob("*.toml")):
        if file.stem == "common":
            continue
        for code, raw in stock.read(f"phrases/{file.stem}").items():
            columns: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in raw.items()}
            found[code] = Phrases(**columns)
    return found


def common() -> dict[str, Any]:
    """Words that fit every topic."""
    return stock.read("phrases/common")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a story happens: a house, or a street as a whole."""

    settlement: Settlement
    street: Street
    house: str  # "" = the street
    at: tuple[float, float]

    @property
    def label(self) -> str:
        return grammar.label(self.settlement, self.street, self.house)


@dataclass(frozen=True, slots=True)
class Written:
    text: str
    variant: int  # which of the topic's texts; the answer must fit it


def write(
    rng: random.Random, options: tuple[str, ...], slots: Mapping[str, str], *, kind: str, month: int
) -> Written:
    """One of the options that suit the month and whose slots are known, with or without courtesies."""
    fitting = [i for i, option in enumerate(options) if _suits(option, slots, month)]
    variant = rng.choice(fitting or [0])
    body = _fill(options[variant], slots)
    if kind == "thanks":
        return Written(body, variant)
    parts = [
        rng.choice(common()["greetings"]),
        body,
        "" if _asks(body) else rng.choice(common()[f"endings_{kind}"]),
    ]
    return Written(" ".join(part for part in parts if part), variant)


def answer(rng: random.Random, options: tuple[str, ...], slots: Mapping[str, str], *, tone: str) -> str:
    """tone: done, other or proposal: which courtesies suit."""
    words = common()
    opening = rng.choice(words["openings_done" if tone == "done" else "openings_other"])
    parts = [opening, _fill(rng.choice(options), slots), rng.choice(words[f"closings_{tone}"])]
    return " ".join(part for part in parts if part)


def place_slots(rng: random.Random, spot: Spot) -> dict[str, str]:
    """Where: the same words for the whole story."""
    slots = grammar.place(spot.settlement) | {"kind_of_place": "urban" if spot.settlement.urban else "rural"}
    on, along = grammar.on_street(spot.street), grammar.along_street(spot.street)
    slots |= {"on": on, "along": along, "at": on, "home": on, "of_home": "нашего дома", "address": spot.label}
    if spot.house:
        slots["of_home"] = f"дома {spot.house} {along}"
        slots["home"] = f"в доме {spot.house} {along}"
        slots["at"] = rng.choice((f"у дома {spot.house} {along}", f"возле дома {spot.house} {along}"))
    return slots


def time_slots(rng: random.Random, received_on: date) -> dict[str, str]:
    """How long and since when, seen from the day of receipt."""
    began = received_on - timedelta(days=rng.randint(5, 25))
    return {
        "short": rng.choice(_SHORT),
        "long": rng.choice(_LONG),
        "weeks": rng.choice(_WEEKS),
        "since": rng.choice(("с прошлой недели", f"с {grammar.day(began)}")),
        "since_year": f"в {received_on.year - rng.randint(1, 2)} году",
        "from_year": f"с {received_on.year - rng.randint(1, 2)} года",
    }


def field_slots(values: Mapping[str, str], dates: frozenset[str]) -> dict[str, str]:
    """Own fields by their code; a date also in words as code_text."""
    slots = dict(values)
    for code in dates & values.keys():
        slots[f"{code}_text"] = slots[f"{code}_gen"] = grammar.day(date.fromisoformat(values[code]))
    if "months" in values:
        slots["months_acc"] = grammar.months(int(values["months"]))
    return slots


def answer_slots(rng: random.Random, received_on: date, answered_on: date) -> dict[str, str]:
    """When it was done (between receipt and answer) and by when it is promised (the end of a month)."""
    days = max(1, (answered_on - received_on).days)
    when = answered_on - timedelta(days=rng.randint(0, min(4, days - 1)))
    while not workdays.is_working(when) and when > received_on + timedelta(days=1):
        when -= timedelta(days=1)
    return {
        "when": grammar.day(when),
        "when_next": grammar.day(answered_on + timedelta(days=rng.randint(4, 15))),
        "square": str(rng.choice((6, 8, 12, 14, 18, 24, 35, 48, 60))),
    }


def _suits(option: str, slots: Mapping[str, str], month: int) -> bool:
    tag = _TAG.match(option)
    if tag and tag[1] in SEASONS and SEASONS[tag[1]][month - 1] < 0.2:
        return False
    if tag and tag[1] not in SEASONS and tag[1] != slots["kind_of_place"]:
        return False
    return all(name.lower() in slots for _, name, _, _ in string.Formatter().parse(option) if name)


def _fill(option: str, slots: Mapping[str, str]) -> str:
    """A slot that begins with a capital begins with a capital."""
    filled = {**slots, **{_capital(name): _capital(value) for name, value in slots.items()}}
    return _capital(_TAG.sub("", option).format(**filled))


def _asks(text: str) -> bool:
    """Whether the text says itself what its author wants."""
    return text.endswith("?") or bool(re.search(r"\b(Прошу|Просим)\b", text))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
