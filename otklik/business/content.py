"""What a measure says, checked: one reader for the form of the desk, for files and for the configuration."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from otklik.business.models import Measure
from otklik.kit.errors import Refusal

TEXTS: Final = {"title": 200, "summary": 500, "amount": 200, "conditions": 6000, "how": 6000, "provider": 300}
NEEDED: Final = ("title", "summary")
_OKVED: Final = re.compile(r"\d{2}(\.\d{1,2}(\.\d{1,2})?)?")
_URL: Final = re.compile(r"https?://[^\s<>\"]{3,480}")
_CODES: Final = 60


class BadMeasure(Refusal):
    """Fields that cannot be taken: name → what to do."""

    code = "bad_measure"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values())))
        self.fields = fields


@dataclass(slots=True)
class Typed:
    """Of a form or a row of a file, nothing checked. Days are ISO or ДД.ММ.ГГГГ."""

    kind: str = ""
    sizes: Sequence[str] = ()
    okved: str = ""  # codes in any separation
    territory_codes: Sequence[str] = ()
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    phone: str = ""
    email: str = ""
    url: str = ""
    valid_from: str = ""
    valid_to: str = ""
    source_title: str = ""
    source_url: str = ""
    checked_on: str = ""
    active: bool = True


def okved(typed: str) -> str:
    """A code of ОКВЭД 2 or its beginning. Raises ValueError."""
    code = typed.strip().rstrip(".")
    if not (code.isascii() and _OKVED.fullmatch(code)):
        raise ValueError(code)
    return code


def beginnings(code: str) -> list[str]:
    """«10.71.1» is meant by measures for 10, 10.7, 10.71 and 10.71.1."""
    cuts = [n for n in range(2, len(code) + 1) if code[n - 1] != "."]
    return [code[:n] for n in cuts]


def checked(typed: Typed, *, territories: Sequence[str]) -> dict[str, Any]:
    """Columns of a Measure. territories: OKTMO codes that there are. Raises BadMeasure with all that is wrong."""
    wrong: dict[str, str] = {}
    if typed.kind not in Measure.Kind.values:
        wrong["kind"] = _("Выберите вид поддержки.")
    sizes = [size for size in Measure.Size.values if size in typed.sizes]
    if set(typed.sizes) - set(sizes):
        wrong["sizes"] = _("Такого размера бизнеса нет. Выберите из списка.")
    if unknown := [code for code in typed.territory_codes if code not in territories]:
        wrong["territory_codes"] = _("Муниципалитета с кодом «%(code)s» нет.") % {"code": unknown[0][:20]}
    texts = texts_of(typed.texts, TEXTS, NEEDED, wrong)
    values: dict[str, Any] = {
        "kind": typed.kind,
        "sizes": sizes,
        "okved": _okved(typed.okved, wrong),
        "territory_codes": list(dict.fromkeys(typed.territory_codes)),
        "texts": texts,
        "title": texts.get(settings.LANGUAGE_CODE, {}).get("title", ""),
        "source_title": line(typed.source_title)[:300],
        "active": typed.active,
        **contacts(typed.phone, typed.email, typed.url, wrong),
        "source_url": _address("source_url", typed.source_url, wrong),
    }
    for name in ("valid_from", "valid_to", "checked_on"):
        values[name] = _day(name, getattr(typed, name), wrong)
    if values["valid_from"] and values["valid_to"] and values["valid_from"] > values["valid_to"]:
        wrong["valid_to"] = _("Последний день раньше первого.")
    if wrong:
        raise BadMeasure(wrong)
    return values


def texts_of(
    typed: Mapping[str, Mapping[str, str]],
    longest: Mapping[str, int],
    needed: Sequence[str],
    wrong: dict[str, str],
) -> dict[str, dict[str, str]]:
    """By language, without empty ones; a translation needs what Russian does. Wrong names are such as title_ru."""
    found = {}
    for language, _name in settings.LANGUAGES:
        said = {name: _lines(str(typed.get(language, {}).get(name, ""))) for name in longest}
        if language != settings.LANGUAGE_CODE and not any(said.values()):
            continue
        for name, text in said.items():
            if len(text) > longest[name]:
                wrong[f"{name}_{language}"] = _("%(n)d знаков, можно не больше %(most)d. Сократите.") % {
                    "n": len(text),
                    "most": longest[name],
                }
            elif name in needed and not text:
                wrong[f"{name}_{language}"] = _("Заполните: без этого меру не покажешь.")
        found[language] = {name: text for name, text in said.items() if text}
    return found


def contacts(phone: str, email: str, url: str, wrong: dict[str, str]) -> dict[str, str]:
    said = {"phone": line(phone), "email": line(email), "url": _address("url", url, wrong)}
    if len(said["phone"]) > 100 or (
        said["phone"] and not re.search(r"\d{3}", said["phone"].replace("-", ""))
    ):
        wrong["phone"] = _("Телефон: до 100 знаков, хотя бы три цифры подряд.")
    if said["email"]:
        try:
            validate_email(said["email"])
        except ValidationError:
            wrong["email"] = _("Это не похоже на электронную почту. Проверьте адрес.")
    return said


def line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _okved(typed: str, wrong: dict[str, str]) -> list[str]:
    codes = []
    for one in filter(None, re.split(r"[\s,;|]+", typed.replace("\0", ""))):
        try:
            codes.append(okved(one))
        except ValueError:
            wrong["okved"] = _("«%(code)s» не код ОКВЭД. Он пишется так: 62, 62.01 или 62.01.1.") % {
                "code": one[:20]
            }
    if len(codes) > _CODES:
        wrong["okved"] = _("Не больше %(n)d кодов. Для всех отраслей оставьте пустым.") % {"n": _CODES}
    return list(dict.fromkeys(codes))


def _address(name: str, typed: str, wrong: dict[str, str]) -> str:
    url = line(typed)
    if url and not _URL.fullmatch(url):
        wrong[name] = _("Адрес страницы начинается с https:// и не содержит пробелов.")
    return url


def _day(name: str, typed: str, wrong: dict[str, str]) -> date | None:
    said = typed.strip()
    if not said:
        return None
    if found := re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", said):
        said = f"{found[3]}-{found[2]}-{found[1]}"
    try:
        return date.fromisoformat(said)
    except ValueError:
        wrong[name] = _("Такого дня нет. Напишите день, месяц и год.")
        return None


def _lines(text: str) -> str:
    """Line breaks stay, blanks at their ends go."""
    return "\n".join(part.strip() for part in text.replace("\0", "").splitlines()).strip()
