"""What people type about their plot (sums with blanks, areas in hundredths, shares as fractions), and what is wrong."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _

from otklik.cadastre.keeping import decimal
from otklik.cadastre.models import Use
from otklik.cadastre.tax import MONTHS, Plot

# No law: beyond them a figure was mistyped.
VALUE_MAX: Final = Decimal(10) ** 12  # ₽
AREA_MAX: Final = Decimal(10) ** 8  # m², 100 km²
PER_M2_MAX: Final = Decimal(10) ** 7  # ₽
_DENOMINATOR_MAX: Final = 1_000_000
_UNITS: Final = (
    (re.compile(r"(?:га|гектар\w*|ha)\.?$"), Decimal(10_000)),
    (re.compile(r"(?:сот|соток|сотки|сотка)\.?$"), Decimal(100)),
    (re.compile(r"(?:м2|м²|кв\.?м|м\.?кв|m2|m²|м)\.?$"), Decimal(1)),
)

Errors = dict[str, str]  # by the name of the field


def money(typed: str, name: str, errors: Errors, *, zero: bool = False) -> Decimal | None:
    """₽, to the kopeck. None: empty, or wrong, which `errors` then says."""
    said = re.sub(r"(?:₽|руб(?:\.|лей|ля|ль)?|р\.?)\s*$", "", typed.strip().lower())
    if not said:
        return None
    found = decimal(said)
    if found is None:
        errors[name] = _("Напишите сумму в рублях цифрами, например 1 250 000.")
    elif found < 0 or (found == 0 and not zero):
        errors[name] = _("Сумма должна быть больше нуля.")
    elif found > VALUE_MAX:
        errors[name] = _("Сумма больше триллиона рублей: проверьте, не лишние ли нули.")
    else:
        return round(found, 2)
    return None


def area(typed: str, name: str, errors: Errors) -> Decimal | None:
    """m²; «6 соток» and «0,15 га» are understood. None: empty, or wrong."""
    said = "".join(typed.lower().split())
    if not said:
        return None
    found, times = None, Decimal(1)
    for unit, metres in _UNITS:
        if unit.search(said):
            said, times = unit.sub("", said), metres
            break
    found = decimal(said)
    if found is None:
        errors[name] = _("Напишите площадь числом, например 1200, «12 соток» или «0,12 га».")
    elif found <= 0 or round(found * times, 2) == 0:
        errors[name] = _("Площадь 0 м² не подойдёт: она стоит в выписке ЕГРН и больше нуля.")
    elif found * times > AREA_MAX:
        errors[name] = _("Это больше 100 км². Проверьте площадь: она в квадратных метрах.")
    else:
        return round(found * times, 2)
    return None


def share(typed: str, name: str, errors: Errors) -> Fraction:
    """«1/3», «0,5», «50 %»; empty: the whole."""
    said = "".join(typed.replace(",", ".").split())
    if not said:
        return Fraction(1)
    percent = said.endswith("%")
    try:
        if not re.fullmatch(r"(?a:\d{1,9}(\.\d{1,6})?(/\d{1,9})?%?)", said) or ("." in said and "/" in said):
            raise ValueError
        found = Fraction(said.rstrip("%")) / (100 if percent else 1)
    except (ValueError, ZeroDivisionError):
        errors[name] = _("Напишите долю дробью, например 1/3, или оставьте пустым.")
        return Fraction(1)
    if not 0 < found <= 1 or found.denominator > _DENOMINATOR_MAX:
        errors[name] = _("Доля больше нуля и не больше целого участка.")
        return Fraction(1)
    return found


def months(typed: str, name: str, errors: Errors) -> int:
    """Of ownership; empty: the whole year."""
    said = typed.strip()
    if not said:
        return MONTHS
    if not (said.isascii() and said.isdecimal() and len(said) <= 2 and 1 <= int(said) <= MONTHS):
        errors[name] = _("Целое число месяцев от 1 до 12.")
        return MONTHS
    return int(said)


def use(typed: str, errors: Errors) -> str:
    if typed not in Use.values:
        errors["use"] = _("Выберите, для чего участок.")
    return typed


def plot(typed: Mapping[str, str]) -> tuple[Plot | None, Errors]:
    """value, area, share, months, privileged, last_year. None: something is wrong."""
    errors: Errors = {}
    value, metres = both(typed, errors)
    found_share = share(typed.get("share", ""), "share", errors)
    found_months = months(typed.get("months", ""), "months", errors)
    last_year = money(typed.get("last_year", ""), "last_year", errors, zero=True)
    if errors or value is None or metres is None:
        return None, errors
    privileged = typed.get("privileged") == "1"
    return Plot(value, metres, found_share, found_months, privileged, last_year), errors


def both(typed: Mapping[str, str], errors: Errors) -> tuple[Decimal | None, Decimal | None]:
    """value and area, both needed and of a sensible proportion."""
    value = money(typed.get("value", ""), "value", errors)
    metres = area(typed.get("area", ""), "area", errors)
    if value is None:
        errors.setdefault("value", _("Укажите кадастровую стоимость: она стоит в выписке ЕГРН."))
    if metres is None:
        errors.setdefault("area", _("Укажите площадь участка: она стоит в выписке ЕГРН."))
    if value and metres and value / metres > PER_M2_MAX:
        errors["value"] = _("Выходит больше 10 миллионов рублей за м². Проверьте стоимость и площадь.")
    return value, metres
