"""Names and phones as people type them: made whole and one of a kind, or refused with words."""

import re
import unicodedata
from typing import Final

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NAME_MAX: Final = 45  # characters of each part; the three of them fit User.name
EMAIL_MAX: Final = 254  # characters, RFC 5321
REGION: Final = "RU"  # of numbers typed without a country
_WORD: Final = r"[^\W\d_]+"
_NAME: Final = re.compile(rf"{_WORD}\.?(?:[ '’.-]{{1,2}}{_WORD}\.?)*")


def name(typed: str) -> str:
    """A part of a person's name with single blanks, in the composed form of its letters; "" stays "".

    Raises ValidationError: digits, signs, or letters of two alphabets that look alike.
    """
    said = " ".join(unicodedata.normalize("NFC", typed).split())
    odd = any(not sign.isalpha() for sign in said if sign not in " '’.-")  # a Roman numeral is no letter
    if said and (odd or not _NAME.fullmatch(said)):
        raise ValidationError(_("В имени могут быть только буквы, пробел, дефис и апостроф."))
    if len({_alphabet(letter) for letter in said if letter.isalpha()}) > 1:
        raise ValidationError(_("Имя написано буквами разных алфавитов. Проверьте раскладку."))
    return said


def phone(typed: str) -> str:
    """The number in E.164, +79001234567; "" stays "". Raises ValidationError: no such number can exist."""
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("Такого номера нет. Напишите его целиком, например +7 900 123-45-67."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(typed: str) -> str:
    """The address in lower case. `typed` has the shape of an address already.

    Raises ValidationError: too long for any mail server, or letters that only look like those of another address.
    """
    said = unicodedata.normalize("NFC", typed).lower()
    name_of_box, _at, host = said.rpartition("@")
    if len(said) > EMAIL_MAX:
        raise ValidationError(_("Такого адреса почты нет."))
    mixed = any(len({_alphabet(sign) for sign in part if sign.isalpha()}) > 1 for part in host.split("."))
    if mixed or not name_of_box.isascii():
        raise ValidationError(_("Адрес написан буквами разных алфавитов. Проверьте раскладку."))
    return said


def whole(*, given_name: str, patronymic: str, surname: str) -> str:
    """How a person is addressed: «Вера Ивановна Полевая»."""
    return " ".join(part for part in (given_name, patronymic, surname) if part)


def short(*, given_name: str, surname: str, name: str) -> str:
    """«Вера П.»; of an account that has only a whole name, its first word."""
    first = given_name or name.partition(" ")[0]
    return f"{first} {surname[0]}." if surname else first


def _alphabet(letter: str) -> str:
    """LATIN, CYRILLIC, ARMENIAN …: the first word of the letter's name in Unicode."""
    return unicodedata.name(letter, "?").partition(" ")[0]
