"""Own questions of a topic: declared in the classifier as JSON, asked by the wizard, read and shown here."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.classifier import cadastral

TYPES: Final = ("text", "number", "choice", "date", "yesno", "cadastral", "document")
# Answered by a file (`appeals.Enclosure`), never by words: programs and the hotline do not ask for it.
FILE: Final = "document"
# How a type is typed, where a form or a program knows the usual ones only.
PLAIN: Final = {"cadastral": "text"}
TEXT_MAX: Final = 500  # characters, where the declaration names no max_length
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEYS: Final = {"code", "label", "type", "required", "help", "min", "max", "max_length", "choices", "pattern"}
_ONLY_FOR: Final = {
    "min": ("number", "date"),
    "max": ("number", "date"),
    "max_length": ("text",),
    "pattern": ("text",),
    "choices": ("choice",),
}
_YES: Final = frozenset({"1", "yes", "true", "on", "да"})
_NO: Final = frozenset({"0", "no", "false", "off", "нет"})

Value = str | int | float | bool


class BadDeclaration(ValueError):
    """The classifier declares a field that can't be asked; the text says which and what to write instead."""


@dataclass(frozen=True, slots=True)
class Field:
    code: str
    label: str
    type: str  # one of TYPES
    required: bool = False
    help: str = ""
    min: Decimal | date | None = None  # both bounds are allowed values
    max: Decimal | date | None = None
    max_length: int = TEXT_MAX
    choices: tuple[str, ...] = ()
    pattern: str = ""  # a regular expression for the whole answer; `help` says it in words

    @property
    def plain(self) -> str:
        """The type for those who know text, number, choice, date and yes/no."""
        return PLAIN.get(self.type, self.type)


class _Wrong(Exception):
    """What is wrong with one answer, in the citizen's words."""


def parse_declarations(raw: Any) -> list[Field]:
    """The fields that a topic declares, in order. Raises BadDeclaration."""
    if not isinstance(raw, list):
        raise BadDeclaration("поля темы должны быть списком [{…}, {…}]")
    found = [_declaration(number, one) for number, one in enumerate(raw, start=1)]
    codes = [field.code for field in found]
    for code in codes:
        if codes.count(code) > 1:
            raise BadDeclaration(f"код поля «{code}» встречается дважды; дайте полям разные коды")
    return found


def read(fields: Sequence[Field], raw: Mapping[str, str]) -> tuple[dict[str, Value], dict[str, str]]:
    """What the person answered, and what is wrong with it: both by code of the field.

    raw: as the form sends it. Values are ready for JSON: text, number, date as YYYY-MM-DD, yes/no as boolean.
    A field left empty has no value. Codes that are not declared are passed over.
    """
    values: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for field in fields:
        if field.type == FILE:
            continue
        given = raw.get(field.code, "").strip()
        try:
            if given:
                values[field.code] = _READERS[field.type](field, given)
            elif field.required:
                raise _Wrong(_("Заполните поле «%(label)s».") % {"label": field.label})
        except _Wrong as wrong:
            errors[field.code] = str(wrong)
    return values, errors


def shown(fields: Sequence[Field], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, answer) for people, in the order of the declarations. values: as `read` gave them."""
    return [(field.label, _shown(field, values[field.code])) for field in fields if field.code in values]


def _shown(field: Field, value: Value) -> str:
    if isinstance(value, bool):
        return "Да" if value else "Нет"  # kept with the appeal and sent to the authority: always Russian
    if isinstance(value, float):
        return str(value).replace(".", ",")
    if field.type == "date":
        return date.fromisoformat(str(value)).strftime("%d.%m.%Y")
    return str(value)


def _text(field: Field, given: str) -> Value:
    if len(given) > field.max_length:
        raise _Wrong(
            ngettext(
                "Не длиннее %(n)d знака, сейчас %(now)d.",
                "Не длиннее %(n)d знаков, сейчас %(now)d.",
                field.max_length,
            )
            % {"n": field.max_length, "now": len(given)}
        )
    if field.pattern and not re.fullmatch(field.pattern, given):
        hint = f" {field.help}." if field.help else ""
        raise _Wrong(_("Поле «%(label)s» заполнено не так.") % {"label": field.label} + hint)
    return given


def _number(field: Field, given: str) -> Value:
    try:
        number = Decimal(re.sub(r"\s", "", given).replace(",", "."))
    except InvalidOperation:
        raise _Wrong(_("Укажите число, например 12.")) from None
    if not number.is_finite() or abs(number) > 10**15:
        raise _Wrong(_("Укажите число, например 12."))
    _in_bounds(number, field, str)
    return int(number) if number == number.to_integral_value() else float(number)


def _date(field: Field, given: str) -> Value:
    day = _as_date(given)
    if day is None:
        raise _Wrong(_("Укажите дату, например 24.11.2026."))
    _in_bounds(day, field, lambda bound: bound.strftime("%d.%m.%Y"))
    return day.isoformat()


def _choice(field: Field, given: str) -> Value:
    if given not in field.choices:
        raise _Wrong(_("Выберите один из вариантов."))
    return given


def _cadastral(field: Field, given: str) -> Value:
    try:
        return str(cadastral.read(given))
    except cadastral.BadNumber as bad:
        raise _Wrong(str(bad)) from None


def _yesno(field: Field, given: str) -> Value:
    if given.lower() in _YES:
        return True
    if given.lower() in _NO:
        return False
    raise _Wrong(_("Выберите «Да» или «Нет»."))


_READERS: Final[dict[str, Callable[[Field, str], Value]]] = {
    "text": _text,
    "number": _number,
    "choice": _choice,
    "date": _date,
    "yesno": _yesno,
    "cadastral": _cadastral,
}


def _in_bounds(value: Any, field: Field, word: Callable[[Any], str]) -> None:
    if field.min is not None and value < field.min:
        raise _Wrong(_("Не меньше %(bound)s.") % {"bound": word(field.min)})
    if field.max is not None and value > field.max:
        raise _Wrong(_("Не больше %(bound)s.") % {"bound": word(field.max)})


def _as_date(given: str) -> date | None:
    """From YYYY-MM-DD, which browsers send, or DD.MM.YYYY, which people write."""
    local = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", given)
    try:
        if local:
            day, month, year = map(int, local.groups())
            return date(year, month, day)
        return date.fromisoformat(given) if re.fullmatch(r"\d{4}-\d\d-\d\d", given) else None
    except ValueError:
        return None


def _declaration(number: int, raw: Any) -> Field:
    if not isinstance(raw, dict):
        raise BadDeclaration(f"поле {number}: нужен объект {{…}}")
    code, label, kind = raw.get("code"), raw.get("label"), raw.get("type")
    where = f"поле {number}" + (f" («{code}»)" if code else "")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise BadDeclaration(f"{where}: код — латинские строчные буквы, цифры и «_», начинается с буквы")
    if not isinstance(label, str) or not label.strip():
        raise BadDeclaration(f"{where}: нет подписи label")
    if kind not in TYPES:
        raise BadDeclaration(f"{where}: тип {kind!r} неизвестен; бывают {', '.join(TYPES)}")
    _check_keys(where, raw, kind)
    if kind == FILE and raw.get("required"):
        raise BadDeclaration(f"{where}: документ не бывает обязательным: по телефону его не приложить")
    return Field(
        code=code,
        label=label.strip(),
        type=kind,
        required=_of_type(where, raw, "required", bool, False),
        help=_of_type(where, raw, "help", str, "").strip(),
        min=_bound(where, raw, "min", kind),
        max=_bound(where, raw, "max", kind),
        max_length=_of_type(where, raw, "max_length", int, TEXT_MAX),
        choices=_choices(where, raw, kind),
        pattern=_pattern(where, raw),
    )


def _check_keys(where: str, raw: Mapping[str, Any], kind: str) -> None:
    for key in raw:
        if key not in _KEYS:
            raise BadDeclaration(f"{where}: свойство «{key}» неизвестно; бывают {', '.join(sorted(_KEYS))}")
        if kind not in _ONLY_FOR.get(key, TYPES):
            raise BadDeclaration(
                f"{where}: свойство «{key}» бывает только у типа {' и '.join(_ONLY_FOR[key])}"
            )


def _of_type(where: str, raw: Mapping[str, Any], key: str, wanted: type, default: Any) -> Any:
    value = raw.get(key, default)
    whole = isinstance(value, int) and not isinstance(value, bool) and value > 0
    if not (whole if wanted is int else isinstance(value, wanted)):
        words = {bool: "true или false", str: "текст", int: "целое число больше нуля"}
        raise BadDeclaration(f"{where}: {key} — {words[wanted]}")
    return value


def _bound(where: str, raw: Mapping[str, Any], key: str, kind: str) -> Decimal | date | None:
    value = raw.get(key)
    if value is None:
        return None
    if kind == "date":
        day = _as_date(value) if isinstance(value, str) else None
        if day is None:
            raise BadDeclaration(f"{where}: {key} — дата вида ГГГГ-ММ-ДД")
        return day
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadDeclaration(f"{where}: {key} — число")
    return Decimal(str(value))


def _choices(where: str, raw: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    found = raw.get("choices", [])
    good = isinstance(found, list) and all(isinstance(one, str) and one.strip() for one in found)
    if not good or (kind == "choice" and len(set(found)) < 2) or len(set(found)) != len(found):
        raise BadDeclaration(f"{where}: choices — список из двух и более разных вариантов")
    return tuple(found)


def _pattern(where: str, raw: Mapping[str, Any]) -> str:
    pattern: str = _of_type(where, raw, "pattern", str, "")
    try:
        re.compile(pattern)
    except re.error as e:
        raise BadDeclaration(f"{where}: регулярное выражение pattern не читается: {e}") from e
    if pattern and not raw.get("help"):
        raise BadDeclaration(f"{where}: у поля с pattern нужно help, где образец описан словами")
    return pattern
