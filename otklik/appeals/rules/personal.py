"""Personal data in a text: numbers by their form and check digits, cars, flats beside a name, names. Pure.

A help for the moderator's eye, not a judge: nothing is hidden by it. Numbers whose check digit is wrong are not
marked (domain-rules B5), nor is what belongs to an organisation: ОГРН, lines 8-800, cadastral numbers.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from stdnum import luhn
from stdnum.ru import inn as inns

from otklik.appeals.rules.spans import Mark, Span, laid_out
from otklik.appeals.rules.whose import names_of_people

_GAP: Final = r"[ \u00a0.()–-]{0,3}"
_BEFORE: Final = r"(?<![\w:+/№-])"  # in no other number: cadastral ones have colons, documents have «№»
_AFTER: Final = r"(?![\w:]|[-/]\d)"
_PHONE: Final = re.compile(
    rf"(?<![\w:/-])(?:\+?7|8){_GAP}(?!800)\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_AFTER}"
    rf"|(?<![\w:/-])\+(?!7|8800)\d{{1,3}}(?:{_GAP}\d){{8,12}}{_AFTER}"
    rf"|{_BEFORE}\(?9\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_AFTER}"
)
# A short number is a phone where it is called so: «тел. 2-34-56».
_SHORT_PHONE: Final = re.compile(
    r"\b(?:тел|телефон\w{0,3}|звоните|позвоните)\b[.:]?\s{0,2}(?:№\s?)?(?P<it>\d[\d \u00a0()-]{3,13}\d)(?!\w)",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?!\w)", re.IGNORECASE
)
_CARD: Final = re.compile(
    rf"{_BEFORE}[2-6]\d{{3}}(?:[ \u00a0-]?\d{{4}}){{3}}(?:[ \u00a0-]?\d{{2,3}})?{_AFTER}"
)
_PASSPORT: Final = re.compile(
    r"(?:паспорт\w{0,3}|сери[яиюей]{1,2})[^\d\n]{0,30}(?P<it>\d{2} ?\d{2}[ ,]{0,2}(?:№|N|номер)? {0,2}\d{6})(?!\d)"
    rf"|{_BEFORE}(?P<bare>\d{{2}} ?\d{{2}} {{0,2}}(?:№|N) {{0,2}}\d{{6}})(?!\d)",
    re.IGNORECASE,
)
_SNILS: Final = re.compile(rf"{_BEFORE}\d{{3}}[- ]?\d{{3}}[- ]?\d{{3}}[- ]?\d{{2}}{_AFTER}")
_INN: Final = re.compile(rf"{_BEFORE}(?:\d{{12}}|\d{{10}}){_AFTER}")
_CAR_LETTERS: Final = "АВЕКМНОРСТУХABEKMHOPCTYX"
# Small letters only without gaps: «в 100 км 50» is no car.
_CAR: Final = re.compile(
    rf"(?<!\w)(?:[{_CAR_LETTERS}] ?\d{{3}} ?[{_CAR_LETTERS}]{{2}} ?\d{{2,3}}"
    rf"|[{_CAR_LETTERS.lower()}]\d{{3}}[{_CAR_LETTERS.lower()}]{{2}}\d{{2,3}})(?!\w)"
)
_FLAT: Final = re.compile(r"(?<!\w)кв(?:\.|артир\w{1,3})? {0,2}№? ?\d{1,4}[а-я]?(?!\w)", re.IGNORECASE)
_NEAR: Final = 80  # characters between a name and the flat


def marks(text: str) -> list[Span]:
    """Everything personal that `text` seems to have, in order, without overlaps."""
    numbers = [span for kind, pattern, good in _NUMBERS for span in _found(text, kind, pattern, good)]
    people = names_of_people(text)
    return laid_out([*numbers, *people, *_flats(text, people)])


def _found(text: str, kind: Mark, pattern: re.Pattern[str], good: Callable[[str], bool]) -> Iterator[Span]:
    for match in pattern.finditer(text):
        part = match.lastgroup or 0
        digits = "".join(sign for sign in match[part] if sign in "0123456789")
        if good(digits):
            yield Span(*match.span(part), kind)


def _flats(text: str, people: list[Span]) -> Iterator[Span]:
    for match in _FLAT.finditer(text):
        if any(match.start() - _NEAR <= name.end and name.start <= match.end() + _NEAR for name in people):
            yield Span(*match.span(), Mark.FLAT)


def _any(_digits: str) -> bool:
    return True


def is_snils(digits: str) -> bool:
    """By its check number; the oldest ones (to 001-001-998) have none."""
    if len(digits) != 11 or digits[:9] <= "001001998":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == int(digits[9:])


# In the order in which they win over each other.
_NUMBERS: Final[tuple[tuple[Mark, re.Pattern[str], Callable[[str], bool]], ...]] = (
    (Mark.EMAIL, _EMAIL, _any),
    (Mark.CARD, _CARD, luhn.is_valid),
    (Mark.PASSPORT, _PASSPORT, _any),
    (Mark.PHONE, _PHONE, _any),
    (Mark.SNILS, _SNILS, is_snils),
    (Mark.INN, _INN, inns.is_valid),
    (Mark.PHONE, _SHORT_PHONE, lambda digits: 5 <= len(digits) <= 11 and not digits.startswith("8800")),
    (Mark.CAR, _CAR, _any),
)
