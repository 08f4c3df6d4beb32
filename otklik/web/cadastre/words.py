"""Figures of the section as people read them."""

from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cadastre.models import Figure, Use
from otklik.web.parts.filters import NBSP

# (what it is, its unit) of each norm.
NORMS: Final[dict[str, tuple[Promise, Promise | str]]] = {
    "low_percent": (
        gettext_lazy("Предельная ставка: дома, ЛПХ, сады, сельское хозяйство"),
        gettext_lazy("% стоимости"),
    ),
    "high_percent": (gettext_lazy("Предельная ставка: остальные участки"), gettext_lazy("% стоимости")),
    "dear_above": (gettext_lazy("Дом, ЛПХ, сад дороже этого: без пониженной ставки"), "₽"),
    "deduction_m2": (gettext_lazy("Вычет для льготных категорий"), gettext_lazy("м²")),
    "growth_percent": (gettext_lazy("Налог растёт за год не больше чем на"), "%"),
    "month_day": (gettext_lazy("Месяц считается, если право возникло не позже"), gettext_lazy("числа")),
    "pay_month": (gettext_lazy("Налог платят до: месяц"), gettext_lazy("месяц")),
    "pay_day": (gettext_lazy("Налог платят до: число"), gettext_lazy("число")),
    "file_months": (
        gettext_lazy("Заявление подают не позже, от даты рыночной стоимости"),
        gettext_lazy("месяцев"),
    ),
    "decide_days": (gettext_lazy("Решение по заявлению"), gettext_lazy("календарных дней")),
    "tell_working_days": (gettext_lazy("Сообщить о решении"), gettext_lazy("рабочих дней")),
    "error_days": (gettext_lazy("Решение об исправлении ошибки"), gettext_lazy("календарных дней")),
}


def plain(value: Decimal) -> str:
    """«1 234 567,5»: as many digits after the comma as there are."""
    digits = max(-int(value.normalize().as_tuple().exponent), 0)
    return number_format(value, decimal_pos=digits, use_l10n=True, force_grouping=True).replace(" ", NBSP)


def rubles(value: Decimal) -> str:
    """«1 234,50 ₽», «1 234 ₽»: kopecks where there are some."""
    whole = value == value.to_integral_value()
    said = number_format(value, decimal_pos=0 if whole else 2, use_l10n=True, force_grouping=True)
    return f"{said.replace(' ', NBSP)}{NBSP}₽"


def percent(value: Decimal) -> str:
    return f"{plain(value)}{NBSP}%"


def beside(ratio: Decimal) -> str:
    """How a value per m² stands to an average, within a sentence: «в 1,8 раза выше среднего». ratio > 0."""
    tenth = Decimal("0.1")
    if ratio >= Decimal("1.15"):
        return _("в %(times)s раза выше среднего") % {"times": _times(ratio)}
    if ratio <= 1 / Decimal("1.15"):
        return _("в %(times)s раза ниже среднего") % {"times": _times(1 / ratio)}
    off = round((ratio - 1) * 100)
    if abs(ratio - 1) < tenth / 20 or off == 0:
        return _("как среднее")
    share = f"{abs(off)}{NBSP}%"
    return (
        _("на %(share)s выше среднего") % {"share": share}
        if off > 0
        else _("на %(share)s ниже среднего") % {"share": share}
    )


def what(row: Figure) -> str:
    """Of a figure: the norm's name, or the use."""
    if row.kind == Figure.Kind.NORM:
        return str(NORMS[row.what][0]) if row.what in NORMS else row.what
    return str(Use(row.what).label)


def value(row: Figure) -> str:
    if row.value is None:
        return _("больше не действует")
    if row.kind == Figure.Kind.RATE:
        return percent(row.value)
    if row.kind == Figure.Kind.AVERAGE:
        return _("%(n)s за м²") % {"n": rubles(row.value)}
    unit = NORMS[row.what][1] if row.what in NORMS else ""
    return f"{plain(row.value)}{NBSP}{unit}"


def _times(ratio: Decimal) -> str:
    """With a digit after the comma always, so that «раза» fits."""
    return number_format(round(ratio, 1), decimal_pos=1, use_l10n=True, force_grouping=True)
