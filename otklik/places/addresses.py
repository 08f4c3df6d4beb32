"""Addresses as people write them, read and written: «Ленина ул., д.5 корп. 1» is «ул. Ленина, д. 5 к. 1»."""

import re
from dataclasses import dataclass
from typing import Final

# Words and abbreviations people use → how the register writes the kind of a street.
_STREETS: Final = {
    "ул": ("ул", "улица", "улиц"),
    "пр-кт": ("пр-кт", "проспект", "просп", "пр-т", "пр"),
    "пер": ("пер", "переулок"),
    "б-р": ("б-р", "бульвар", "бул"),
    "пл": ("пл", "площадь"),
    "наб": ("наб", "набережная"),
    "ш": ("ш", "шоссе"),
    "проезд": ("проезд", "пр-д"),
    "туп": ("туп", "тупик"),
    "мкр": ("мкр", "мкрн", "мкр-н", "микрорайон"),
    "кв-л": ("кв-л", "квартал"),
    "аллея": ("аллея", "ал"),
    "линия": ("линия",),
    "тракт": ("тракт",),
    "дор": ("дор", "дорога"),
    "тер": ("тер", "территория"),
    "снт": ("снт",),
}
_KIND_OF: Final = {word: kind for kind, words in _STREETS.items() for word in words}
# Streets are called so too: «улица Набережная».
_NAMELIKE: Final = frozenset({"набережная", "линия", "аллея", "площадь", "дорога", "квартал", "тракт"})
_GLUED: Final = re.compile(rf"\b({'|'.join(_KIND_OF)})\.(?=\w)", re.IGNORECASE)  # «ул.Ленина»
_NUMBERED: Final = ("мкр", "кв-л", "линия", "тер")
DOTTED: Final = frozenset(
    ("г", "с", "д", "п", "х", "ст", "ул", "пер", "наб", "ш", "пл", "туп", "мкр", "тер", "дор")
)
_TOWNS: Final = {
    "гор": "г", "город": "г", "село": "с", "дер": "д", "деревня": "д", "пос": "п", "поселок": "п",
    "хутор": "х", "станица": "ст-ца", "рабочий поселок": "рп",
}  # fmt: skip
_TOWN: Final = re.compile(
    r"^(?:г|гор|город|с|село|д|дер|деревня|п|пос|поселок|пгт|рп|рабочий поселок|х|хутор|ст-ца|станица"
    r"|обл|область|р-н|район|округ)(?:\.\s*|\s+)(?=[а-я])"
)
_REGIONS: Final = frozenset(
    "область обл край республика респ округ автономный автономная ао город г".split()  # noqa: SIM905  # to be read
)
_FLAT: Final = re.compile(r"[\s,]+(?:кв|квартира|оф|офис|пом|помещение|под|подъезд|эт|этаж)\b\.?.*$")
_INDEX: Final = re.compile(r"^\d{6}[\s,]+")
_EXTRA: Final = (
    r"(?:к|корп|корпус|стр|строение|с|соор|сооружение|лит|литера|литер)(?![а-я])\.?\s*\d*[а-я]?(?![а-я])"
)
_HOUSE: Final = re.compile(
    r"(?:^|[\s,.])(?:(?:д|дом|вл|влад|владение|уч|участок|зд|здание)\b\.?\s*)?(?:№\s*)?"
    rf"(?P<number>\d+(?:\s?[/-]\s?\d+)?(?:\s?[а-я](?![а-я.]|\s*\d))?(?:/\d+[а-я]?)?)(?P<more>(?:[\s,]*{_EXTRA})*)$"
)
# The words first: «78стрВ» is building В of house 78.
_PIECE: Final = re.compile(
    r"(?P<word>строение|сооружение|соор|стр|корпус|корп|литера|литер|лит|[а-я]+)\.?\s*(?P<value>\d*[а-я]?)"
)
_EXTRAS: Final = {
    "к": " к. ", "корп": " к. ", "корпус": " к. ",
    "с": " стр. ", "стр": " стр. ", "строение": " стр. ",
    "соор": " соор. ", "сооружение": " соор. ",
    "лит": "", "литера": "", "литер": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """An address taken apart; "" is what was not said. Everything in lower case without «ё»."""

    street: str
    kind: str  # as the register writes it
    house: str  # as `house_number` writes it


def key(text: str) -> str:
    """The form in which names are compared; the database keeps the same in the column `key`."""
    return " ".join(text.lower().replace("ё", "е").split())


def same_region(one: str, other: str) -> bool:
    """«Заокская» and «Заокская область»: a word in common beside the kind of region."""
    first, second = ({*re.findall(r"[\w-]+", key(name))} - _REGIONS for name in (one, other))
    return bool(first & second)


def settlement_parts(text: str) -> tuple[str, str, str]:
    """Name, kind, municipality as `key`: «Дер. Ивка, Борский округ» → ("ивка", "дер", "борский округ")."""
    name, _, territory = key(text).partition(",")
    name = name.strip(" .")
    found = _TOWN.match(name)
    kind = found.group().strip(" .") if found else ""
    return name[found.end() :] if found else name, kind, territory.strip(" .")


def settlement_kind(word: str) -> str:
    """«Деревня», «дер.» → «д»: the kind as the register writes it; a word that is not known stays."""
    plain = key(word).strip(" .")
    return _TOWNS.get(plain, plain)


def parse(text: str) -> Written:
    """Take apart what follows the settlement; settlement, index and flat are dropped where given."""
    rest = _INDEX.sub("", key(text).strip(" ,.;"))
    rest = _FLAT.sub("", rest).strip(" ,.;")
    pieces = [piece.strip() for piece in rest.split(",")]
    rest = ", ".join(piece for piece in pieces if piece and not _TOWN.match(piece))
    found = _HOUSE.search(rest)
    street = rest[: found.start()].strip(" ,.") if found else rest
    if found and _KIND_OF.get(street) in _NUMBERED:  # «мкр. 3» is a street, not house 3
        found, street = None, rest
    name, kind = street_parts(street)
    return Written(name, kind, house_number(found.group("number") + found.group("more")) if found else "")


def house_number(raw: str) -> str:
    """«5, корп.1» → «5 к. 1», «12 А» → «12а»: as houses are stored and shown."""
    text = key(raw).replace(",", " ").strip(" .")
    match = re.match(r"\d+(?:\s?[/-]\s?\d+)?(?:\s?[а-яa-z](?![а-яa-z.]|\s*\d))?(?:/\d+[а-я]?)?", text)
    if not match:
        return text
    number = match.group().replace(" ", "")
    for piece in _PIECE.finditer(text[match.end() :]):
        number += f"{_EXTRAS.get(piece['word'], ' ' + piece['word'] + ' ')}{piece['value']}"
    return number.strip()


def house_key(number: str) -> str:
    """The form in which house numbers are compared; the database keeps the same in House.key."""
    return re.sub(r"[^0-9a-zа-яё/-]", "", number.lower())


def kind_of(word: str) -> str:
    """«Улица», «ул.» → «ул»: the kind as the register writes it; a word that is not known stays."""
    plain = key(word).strip(" .")
    return _KIND_OF.get(plain, plain)


def named(kind: str, name: str) -> str:
    """«ул. Ленина», «пр-кт Мира», «г. Верхнеокск»."""
    return f"{kind}{'.' if kind in DOTTED else ''} {name}".strip()


def label(settlement: str, street: str = "", house: str = "") -> str:
    """The address in one line. All three as people read them: «г. Икс», «ул. Ленина», «5 к. 1»."""
    return ", ".join(part for part in (settlement, street, f"д. {house}" if house else "") if part)


def street_parts(text: str) -> tuple[str, str]:
    """Name and kind: «Ленина, ул.» → ("Ленина", "ул"). A word that can be a name is taken as kind last."""
    words = _GLUED.sub(r"\1. ", text).replace(",", " ").split()
    plain = [key(word).strip(".") for word in words]
    for allowed in (False, True):
        for place in (0, len(plain) - 1):
            if len(plain) > 1 and plain[place] in _KIND_OF and (plain[place] in _NAMELIKE) == allowed:
                return " ".join(words[:place] + words[place + 1 :]), _KIND_OF[plain[place]]
    return " ".join(words), ""
