"""Cases of the names that the demo region uses. Knows their endings, not Russian at large."""

from datetime import date
from typing import Final

from otklik.demo.rows import Settlement, Street
from otklik.places import addresses

_MONTHS: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
# kind → (nominative, genitive, accusative, locative); a town's own name is declined instead
_KINDS: Final = {
    "пгт": ("посёлок", "посёлка", "посёлок", "посёлке"),
    "п": ("посёлок", "посёлка", "посёлок", "посёлке"),
    "с": ("село", "села", "село", "селе"),
    "д": ("деревня", "деревни", "деревню", "деревне"),
}
_MONTHS_OF_WAGES: Final = {
    1: "месяц",
    2: "два месяца",
    3: "три месяца",
    4: "четыре месяца",
    5: "пять месяцев",
}


def day(on: date) -> str:
    """12 ноября."""
    return f"{on.day} {_MONTHS[on.month - 1]}"


def day_and_year(on: date) -> str:
    return f"{day(on)} {on.year} года"


def months(count: int) -> str:
    return _MONTHS_OF_WAGES.get(count, f"{count} месяцев")


def place(settlement: Settlement) -> dict[str, str]:
    """The settlement in each case: slots town («в …»), into, near, town_gen, the_town (accusative)."""
    if settlement.kind == "г":
        of, the, at = settlement.name + "а", settlement.name, settlement.name + "е"
    else:
        _, of, the, at = (f"{word} {settlement.name}" for word in _KINDS[settlement.kind])
    return {"town": f"в {at}", "into": f"в {the}", "near": f"возле {of}", "town_gen": of, "the_town": the}


def label(settlement: Settlement, street: Street, house: str = "") -> str:
    """An address as the register writes it: «г. Боровецк, ул. Садовая, д. 12»."""
    place_name = addresses.named(settlement.kind, settlement.name)
    return addresses.label(place_name, addresses.named(street.kind, street.name), house)


def on_street(street: Street) -> str:
    """«на ул. Садовой», «в пер. Садовом»."""
    before, word = {
        "ул": ("на", "ул."),
        "наб": ("на", "набережной"),
        "пр-кт": ("на", "проспекте"),
        "б-р": ("на", "бульваре"),
        "пер": ("в", "переулке"),
        "проезд": ("в", "проезде"),
    }[street.kind]
    return _joined(before, word, street, _locative(street.name))


def along_street(street: Street) -> str:
    """«по ул. Садовой», «по пер. Садовому»."""
    word = {
        "ул": "ул.",
        "наб": "набережной",
        "пр-кт": "проспекту",
        "б-р": "бульвару",
        "пер": "переулку",
        "проезд": "проезду",
    }[street.kind]
    return _joined("по", word, street, _dative(street.name))


def _joined(before: str, word: str, street: Street, name: str) -> str:
    first, second = (name, word) if street.kind in ("наб", "пер", "проезд") else (word, name)
    return f"{before} {first} {second}"


def _locative(name: str) -> str:
    return _adjective(name, hard="ом", soft="ем")


def _dative(name: str) -> str:
    return _adjective(name, hard="ому", soft="ему")


def _adjective(name: str, *, hard: str, soft: str) -> str:
    """An adjective with the masculine ending given (feminine has one form for both cases); else unchanged."""
    stem = name[:-2]
    if name.endswith("яя") or (name.endswith("ая") and stem[-1] in "чщшж"):
        return stem + "ей"
    if name.endswith("ая"):
        return stem + "ой"
    if name.endswith("ий"):
        return stem + (hard if stem[-1] in "кгх" else soft)
    return stem + hard if name.endswith(("ый", "ой")) else name
