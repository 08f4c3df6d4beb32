"""What a text itself tells of its place: names of districts and towns, streets of the one city whose list we have.

Pure. Never a guess: a name that two streets share, or a text that names two territories, tells nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_ADJECTIVE: Final = re.compile(r"(?:ий|ый|ой|ая|ое)$")
_ENDINGS: Final = r"(?:ий|ый|ой|ая|ое|ого|ому|ом|ую|им|ым)"
# How texts write the kind of a street → how an address has it.
_KINDS: Final = {
    "ул.": r"ул(?:иц(?:а|е|ы|у|ей)?)?",
    "пр-т": r"пр|пр-к?т|просп|проспект(?:а|е|у|ом)?",
    "пер.": r"пер|переул(?:ок|ка|ке|ку)",
    "б-р": r"б-р|бул|бульвар(?:а|е|у|ом)?",
    "пр-д": r"пр-д|проезд(?:а|е|у|ом)?",
    "ш.": r"ш|шоссе",
    "пл.": r"пл|площад(?:ь|и|ью)",
    "наб.": r"наб|набережн(?:ая|ой|ую)",
}
_KIND: Final = "|".join(_KINDS.values())
_CHUVASH_KIND: Final = {"ул.": "урам", "пр-т": "проспек", "б-р": "бульвар", "ш.": "ҫул", "пер.": "тӑкӑрлӑк"}
_NUMBER: Final = (
    r"\d{1,3}(?:\s?[/-]\s?\d{1,3}(?![\d.]))?(?:[а-я](?![а-я.])|\s[бгдежз](?![а-я.]))?"
    r"(?:\s?к(?:орп(?:ус)?)?\.?\s?\d{1,2})?"
)
_HOUSE_WORD: Final = r"(?:д|дом|дома|доме|дому|домом|домов)"
_HOUSE: Final = rf"(?:[\s,]*(?:{_HOUSE_WORD}(?![а-я]))?\.?\s*№?\s*[«\"]?(?P<house>{_NUMBER})(?![\d.а-я]))?"
_HOUSE_BEFORE: Final = rf"(?:{_HOUSE_WORD}\.?\s*№?\s*(?P<before>{_NUMBER})\s+(?:по|на)\s+)?"
_HOUSE_CHUVASH: Final = rf"(?:[а-яӑӗҫӳ]*[\s,]+(?P<house>{_NUMBER})(?![\d.]))?"
_INITIALS: Final = r"(?:[а-я]{1,3}\.\s?){0,2}"
_FORENAME: Final = _INITIALS + r"(?:\d+(?:-[а-я]{1,2})?\s)?(?:[а-я-]+\s)?"


@dataclass(frozen=True, slots=True)
class Place:
    """What a person would put into the form after such a text; "" is what it does not tell."""

    territory: str = ""  # as the boundaries name it
    settlement: str = ""  # as the list of settlements names it
    street: str = ""  # as the street list has it: «Ленина, пр-т»
    house: str = ""  # as written
    address: str = ""  # «пр-т ленина, 5»: the street's name as the text has it, in whatever case


@dataclass(frozen=True, slots=True)
class Name:
    """A name that texts give to a territory. patterns: lower case, without «ё»."""

    territory: str
    settlement: str  # "" where the name is the territory's own
    patterns: tuple[str, ...]


class Reader:
    """Knows the names; reads texts."""

    def __init__(self, names: Iterable[Name], *, city: Name, streets: Iterable[str]) -> None:
        """city: the one whose `streets` are known. A street named without a town is taken for one of these."""
        self._names = [(one, _any_of(one.patterns)) for one in (*names, city)]
        self._city = city
        self._streets: dict[str, set[str]] = {}
        for street in streets:
            self._streets.setdefault(_last_word(street), set()).add(street)
        longest_first = sorted(self._streets, key=len, reverse=True)
        words = "|".join(_inflected(word) for word in longest_first)
        name = rf"(?P<name>{_FORENAME}(?P<word>{words}))(?![а-яӑӗҫӳ-])"
        surnames = "|".join(_inflected(word) for word in longest_first if not _ADJECTIVE.search(word))
        self._bare = re.compile(
            rf"(?<![а-я])(?P<name>{_INITIALS}(?P<word>{surnames}))(?:,\s?|,?\s?{_HOUSE_WORD}\.?\s?№?\s?)"
            rf"(?P<house>{_NUMBER})(?![\d.а-я])"
        )
        self._patterns = (
            re.compile(rf"{_HOUSE_BEFORE}(?<![а-я])(?P<kind>{_KIND})(?:\.\s?|\s){name}{_HOUSE}"),
            re.compile(rf"(?<![а-я])(?P<name>(?P<word>{words}))\s(?P<kind>{_KIND})(?![а-я]){_HOUSE}"),
        )
        stems = "|".join(_chuvash(word) for word in longest_first)
        kinds = "|".join(_CHUVASH_KIND.values())
        self._chuvash = re.compile(rf"(?<![а-яӑӗҫӳ])(?P<word>{stems})\s(?P<kind>{kinds}){_HOUSE_CHUVASH}")

    def read(self, *texts: str) -> Place:
        """The one place that the texts tell together."""
        told = _plain(" . ".join(texts))
        named = [one for one, pattern in self._names if pattern.search(told)]
        territories = {one.territory for one in named}
        if len(territories) > 1:
            return Place()
        if territories and territories != {self._city.territory}:
            return Place(named[0].territory, next((one.settlement for one in named if one.settlement), ""))
        street = self._street(told)
        if street is not None:
            return Place(self._city.territory, self._city.settlement, *street)
        return Place(self._city.territory, self._city.settlement) if named else Place()

    def _street(self, told: str) -> tuple[str, str, str] | None:
        """Street, house and the address as written, of the first street named. Street "" where several fit."""
        match = next((found for pattern in self._patterns if (found := pattern.search(told))), None)
        if match is None:
            return self._chuvash_street(told) or self._bare_street(told)
        groups = match.groupdict()
        kind = next(kind for kind, pattern in _KINDS.items() if re.fullmatch(pattern, groups["kind"]))
        streets = self._called(groups["word"], _inflected)
        of_kind = {street for street in streets if street.endswith(f", {kind}")}
        street = _only(of_kind or streets)
        house = _house(groups.get("house") or groups.get("before"))
        return street, house, _address(kind, groups["name"], house)

    def _chuvash_street(self, told: str) -> tuple[str, str, str] | None:
        match = self._chuvash.search(told)
        if match is None:
            return None
        kind = next(kind for kind, word in _CHUVASH_KIND.items() if word == match["kind"])
        streets = {one for one in self._called(match["word"], _chuvash) if one.endswith(f", {kind}")}
        street, house = _only(streets), _house(match["house"])
        # A Chuvash form is no address in Russian: the person would choose the street from the list.
        return (street, house, _address(kind, street.rpartition(",")[0], house)) if street else None

    def _bare_street(self, told: str) -> tuple[str, str, str] | None:
        """«Гагарина, 51»: without its kind a name tells a street only where a house follows."""
        match = self._bare.search(told)
        if match is None:
            return None
        house = _house(match["house"])
        return _only(self._called(match["word"], _inflected)), house, f"{match['name']}, {house}"

    def _called(self, word: str, form: Callable[[str], str]) -> set[str]:
        """All that the word may mean: «московском» is of the avenue and of the embankment."""
        return {
            street
            for last, streets in self._streets.items()
            if re.fullmatch(form(last), word)
            for street in streets
        }


def names_of(territory: str, settlements: Mapping[str, tuple[str, ...]], own: tuple[str, ...]) -> list[Name]:
    """settlements: name → patterns. own: patterns of the territory's own names."""
    places = [Name(territory, place, patterns) for place, patterns in settlements.items()]
    return [Name(territory, "", own), *places] if own else places


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![а-яӑӗҫӳ-])(?:{pattern})" for pattern in patterns))


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


def _only(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""


def _house(written: str | None) -> str:
    return (written or "").strip()


def _address(kind: str, name: str, house: str) -> str:
    return f"{kind} {name}, {house}" if house else f"{kind} {name}"


def _last_word(street: str) -> str:
    """«Академика А.Н. Крылова, ул.» → «крылова»; a numbered street («Южная 2-я») keeps its name's word."""
    name = _plain(street.rpartition(",")[0] or street)
    words = [word for word in name.split() if not re.match(r"\d", word)]
    return re.sub(r"^.*\.", "", words[-1]) if words else name


def _inflected(word: str) -> str:
    """Pattern of the word in every case; a surname in the genitive stays as it is."""
    if _ADJECTIVE.search(word):
        return re.escape(_ADJECTIVE.sub("", word)) + _ENDINGS
    if word.endswith("ия"):
        return re.escape(word[:-1]) + "[яиюе]"
    return re.escape(word)


def _chuvash(word: str) -> str:
    """«энгельса» → «энгельс», «университетская» → «университет»: Chuvash puts no genitive before «урамӗ»."""
    return re.escape(re.sub(r"(?:ская|ский|ское|ого|ина?я|[аяиы])$", "", word))
